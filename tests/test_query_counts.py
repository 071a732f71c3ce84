"""Queries per page: few, and as many for a small plan as for one with thousands of reports.

The reviewer opens the pages, for nobody has more to show: every organization's figures, and the
queue's length in the menu. Only the filing page is a filer's.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from departments.models import Organization
from progress import closing, extending, notifying, outlooks, standings, urging
from progress.models import (
    Acknowledgement,
    Closure,
    Event,
    Evidence,
    Extension,
    Objection,
    Outlook,
    QuarterAct,
    Reply,
    Report,
    ScoreRule,
    Standing,
    Urge,
)
from progress.plans import bring_up_to_date
from tasks.models import Target, Task
from tests.progress.worlds import TODAY, World, make_target, make_task, make_world

pytestmark = pytest.mark.django_db  # without a test that is marked no database is made

MOST = {
    "home": 15,
    "brief": 15,
    # A task with all its targets: the checkpoints of their lines, and one union of all that
    # happened, and what was said of them, come on top of who is responsible (three queries),
    # targets, lights, reports and remarks.
    "task": 15,
}
"""What a page may ask at most; any other USUAL_MOST."""
USUAL_MOST = 12
ASKED = "quarter=2024Q2"
FILED = {"filing", "acknowledge", "extend", "close", "outlook"}
"""What a filer opens; the rest is opened by a reviewer."""

LISTS = [
    "home",
    "brief",
    "tasks",
    "standings",
    "overdue",
    "lagging",
    "silent",
    "due-soon",
    "reports",
    "unfiled",
    "departments",
    "counties",
    "heat-map",
    "filing",
    "holding",
    "quarters",
    "acknowledge",
    "acknowledgements",
    "urges",
    "notices",
    "calls",
    "extensions",
    "closures",
    "outlooks",
    "scores",
    "objections",
]
FOLLOW_UP = ["urge", "extension", "closure", "extend", "close"]
OF_TARGETS = ["checkpoints", "outlook"]
OF_ONE = [
    "score",
    "queue",
    "quarter",
    "task",
    "report",
    "contribution",
    "why",
    "organization",
    "county",
]
OTHERS = [*OF_TARGETS, *OF_ONE, *FOLLOW_UP]
PAGES = [*LISTS, *OTHERS]


def address(world: World, page: str) -> str:
    """Where the page is; of the objects it is the one with most behind it."""
    if page in LISTS:
        return f"{reverse(page)}?{ASKED}"
    if page == "queue":
        return reverse(page)
    if page == "score":
        return f"{reverse(page, args=[world.education.pk])}?{ASKED}"
    if page in OF_TARGETS:
        return reverse(page, args=[world.targets["1-1"].pk])
    quarter = world.quarter("2024Q2")
    if page == "quarter":
        return reverse(page, args=[quarter.pk])
    if page in FOLLOW_UP:
        return follow_up_address(world, page)
    if page == "task":
        return f"{reverse('task', args=[world.targets['8-1'].task_id])}?{ASKED}"
    if page == "report":
        return reverse("report", args=[world.report("8-1", "2024Q2", world.counties[0]).pk])
    if page == "contribution":
        return reverse(page, args=[world.report("4-1", "2024Q2", world.counties[0]).pk])
    if page == "why":
        city = Standing.objects.get(target=world.targets["4-1"], quarter=quarter)
        return reverse("why", args=[city.pk])
    owner = world.education if page == "organization" else world.counties[0]
    return f"{reverse('organization', args=[owner.pk])}?{ASKED}"


def follow_up_address(world: World, page: str) -> str:
    if page == "extend":
        return reverse(page, args=[world.targets["1-1"].pk])
    if page == "close":
        return reverse(page, args=[world.targets["8-1"].task_id])
    model: Any = {"urge": Urge, "extension": Extension, "closure": Closure}[page]
    return reverse(page, args=[model.objects.order_by("pk")[0].pk])


def follow_up(world: World) -> None:
    """One of each: urged, extended, closed."""
    by = world.reviewer
    matters = [urging.of_standing(world.standing("8-1", "2024Q2", world.counties[0]))]
    urge = urging.urge(user=by, matters=matters, message="请抓紧").now[0]
    urging.reply(urge=urge, user=world.county_filer, seen=0, text="已部署")
    later: dict[str, Any] = {"reason": "延后", "progress": "过半", "until": date(2026, 6, 30)}
    extending.ask(target=world.targets["1-1"], user=world.filer, **later)
    outlooks.state(
        target=world.targets["1-1"],
        quarter=world.quarter("2024Q2"),
        user=world.filer,
        version=0,
        level="at_risk",
        words="有风险",
    )
    world.accepted("22-1", "2024Q3", value=Decimal(1))
    closing.ask(task=world.targets["22-1"].task, user=world.filer, reason="已出台")
    notifying.make(day=TODAY)
    for matter, points in {"base": 100, "met": 1, "no_data": -1, "unfiled": -1}.items():
        ScoreRule.objects.create(plan=world.plan, matter=matter, points=points)
    key = f"no_data:{world.targets['27-0'].pk}::2024Q2"
    _objection(world, key).save()


def _objection(world: World, key: str) -> Objection:
    return Objection(
        key=key,
        matter="no_data",
        organization=world.education,
        quarter=world.quarter("2024Q2"),
        target=world.targets["27-0"],
        said="目标无数据",
        reason="已报送",
        asked_by=world.filer,
        asked_at=timezone.now(),
    )


def _extended(world: World, tasks: list[Task], now: datetime) -> None:
    extension: dict[str, Any] = {
        "since": date(2025, 12, 31),
        "until": date(2026, 6, 30),
        "state": "granted",
        "asked_by": world.filer,
        "asked_at": now,
        "decided_by": world.reviewer,
        "decided_at": now,
    }
    Extension.objects.bulk_create(
        Extension(target=target, organization=None, **extension)
        for target in [*Target.objects.filter(task__in=tasks), *[world.targets["1-1"]] * 5]
    )


def follow_up_more(world: World) -> None:
    """Many of each, on the targets and reports that the large world has."""
    now = timezone.now()
    tasks = list(Task.objects.filter(number__gt=100))
    counties = world.county_group.members.all()
    Urge.objects.bulk_create(
        Urge(
            target=target,
            quarter=world.quarter("2024Q2"),
            organization=county,
            at=now,
            day=now,
            cause="lagging",
            is_about_report=False,
            message="请抓紧",
            by=world.reviewer,
        )
        for target in Target.objects.filter(task__in=tasks, place=1)
        for county in counties
    )
    Reply.objects.bulk_create(
        Reply(urge=Urge.objects.order_by("pk")[0], text=f"第{n}次", by=world.county_filer, at=now)
        for n in range(20)
    )
    _extended(world, tasks, now)
    quarter = world.quarter("2024Q2")
    Outlook.objects.bulk_create(
        Outlook(
            target=one, quarter=quarter, level="at_risk", words="有风险", by=world.filer, at=now
        )
        for one in Target.objects.filter(scope="city")
    )
    Objection.objects.bulk_create(_objection(world, f"late:r{n}") for n in range(20))
    Closure.objects.bulk_create(
        Closure(task=task, state="refused", asked_by=world.filer, asked_at=now) for task in tasks
    )
    notifying.make(day=TODAY)
    assert Acknowledgement.objects.filter(organization=world.education).count() > 20


def small() -> World:
    """One accepted report, one that waits, one draft: no list is quite empty."""
    world = make_world()
    first, second, third = world.counties
    share = {"numerator": Decimal(2), "denominator": Decimal(10)}
    world.accepted("4-1", "2022Q4", first, **share)
    world.accepted("20-1", "2024Q2", value=Decimal(10_000))
    world.accepted("8-1", "2024Q1", second, value=Decimal(0))
    world.filed("8-1", "2024Q2", second, value=Decimal(1))
    world.filed("8-1", "2024Q2", third, state="draft", done="筹建中")
    returned = world.filed("1-1", "2024Q2", state="returned", value=Decimal(2))
    _decided(returned, world)
    _evidence(world, 1)
    follow_up(world)
    moves(world, 1)
    return world


def large() -> World:
    """The small one with seventeen counties, forty more targets and thousands of reports."""
    world = small()
    more = Organization.objects.bulk_create(
        Organization(name=f"第{n}县", adcode=f"4119{n:02}", kind="county", place=20 + n)
        for n in range(14)
    )
    world.county_group.members.add(*more)
    for number in range(101, 121):
        text = "每个县区至少建设20所，全市建设300所。"
        task = make_task(world.plan, number, world.education, [world.county_group], text)
        each = {"scope": "each_county", "collected_from": world.county_group}
        make_target(task, f"{number}-1", Target.Kind.TOTAL, 20, "所", phrase="至少建设20所", **each)
        make_target(task, f"{number}-2", Target.Kind.TOTAL, 300, "所", phrase="建设300所")
        make_target(task, f"{number}-3", Target.Kind.TOTAL, 9_000_000, "元")
    bring_up_to_date()
    _fill(world)
    _evidence(world, 12)
    follow_up_more(world)
    moves(world, 12)
    return world


def moves(world: World, count: int) -> None:
    """So many acts on a quarter."""
    known = {"act": "reopened", "reason": "补报", "by": world.reviewer, "at": timezone.now()}
    QuarterAct.objects.bulk_create(
        QuarterAct(quarter=world.quarter("2024Q2"), **known) for _ in range(count)
    )


def _fill(world: World) -> None:
    """File most of it in a few statements: accepted, waiting, returned, in draft, unfiled."""
    fresh = Report.objects.filter(quarter__plan=world.plan, state="unfiled", target__unit="所")
    year = F("quarter__year") - 2020
    now = timezone.now()
    ids = dict(fresh.annotate(much=year).values_list("pk", "much"))
    reports = [
        Report(pk=pk, state=_state(pk), value=Decimal(much), submitted_at=now, decided_at=now)
        for pk, much in ids.items()
    ]
    Report.objects.bulk_update(
        reports, ["state", "value", "submitted_at", "decided_at"], batch_size=400
    )
    for report in Report.objects.filter(quarter=world.quarter("2024Q2"), state="returned"):
        _decided(report, world)
    Report.objects.filter(target=world.targets["8-1"]).update(value=0)  # met by nobody
    standings.rebuild(world.plan)


def _evidence(world: World, number: int) -> None:
    """So many files on a report, one of them taken off, and the same ones on two others."""
    first, second, _third = world.counties
    places = [("8-1", first), ("8-1", second), ("1-1", None)]
    known = {"kind": "pdf", "size": 1, "added_by": world.filer, "added_at": timezone.now()}
    for code, owner in places:
        report = world.report(code, "2024Q2", owner)
        for one in range(number):
            name = f"{number}-{one}"
            Evidence.objects.create(report=report, name=name, file=name, sha256=name, **known)
    mark = {"removed_by": world.filer, "removed_at": timezone.now()}
    Evidence.objects.create(report=report, name="gone", file="gone", sha256="gone", **known, **mark)


def _state(pk: int) -> str:
    return ["accepted", "accepted", "submitted", "draft", "returned"][pk % 5]


def _decided(report: Report, world: World) -> None:
    for act, who in [("saved", world.filer), ("returned", world.reviewer)]:
        Event.objects.create(
            report=report, act=act, at=timezone.now(), by=who, changes={"done": ["", "好"]}
        )


def short(sql: str) -> str:
    """A statement without its columns: enough to tell which one it is."""
    return re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", sql)[:250]


def measure(world: World) -> dict[str, dict[str, Any]]:
    """For each page its status, its queries, and how much it showed."""
    found = {}
    for page in PAGES:
        client = Client()
        client.force_login(world.filer if page in FILED else world.reviewer)
        where = address(world, page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(where)
        found[page] = {
            "status": answer.status_code,
            "queries": [short(one["sql"]) for one in queries.captured_queries],
            "size": len(answer.content),
        }
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> list[dict[str, Any]]:
    """What `measure` finds in the small world and in the large one; each is built once."""
    found = []
    with django_db_blocker.unblock(), override_settings(BUSINESS_DATE=TODAY):
        for build in (small, large):
            with transaction.atomic():
                found.append(measure(build()) | {"stored": Report.objects.count()})
                transaction.set_rollback(True)
    return found


def test_the_large_world_is_large(counts):
    few, many = counts
    assert few["stored"] < 400
    assert many["stored"] > 5000


@pytest.mark.parametrize("page", PAGES)
def test_queries_are_few_and_do_not_grow(counts, page):
    few, many = (found[page] for found in counts)
    assert few["status"] == many["status"] == 200
    assert len(many["queries"]) == len(few["queries"]), "\n".join(many["queries"])
    assert len(many["queries"]) <= MOST.get(page, USUAL_MOST), "\n".join(many["queries"])


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {"home", "why", "closure"}])
def test_there_is_more_to_show_in_the_large_world(counts, page):
    """Else an equal number of queries would prove nothing."""
    few, many = (found[page] for found in counts)
    assert many["size"] > few["size"]
