"""The life of a quarter: who may lock, reopen and move it, and that a locked one refuses all."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from departments.models import Role, User
from progress import duties, evidence, filing, quarter_life, review
from progress.filing import Content, NotOpen, Stale
from progress.import_file import ImportRefused
from progress.importing import load_reports
from progress.models import Event, Evidence, Quarter, QuarterAct, Report
from progress.quarter_life import Dates, tally_of
from progress.refusals import Overtaken, Refused
from tasks.models import Plan
from tests.evidence_files import upload as file
from tests.progress.sheets import confirm, downloaded, filled, logged_in, upload
from tests.progress.test_report_states import person
from tests.progress.test_review import at_once
from tests.progress.worlds import PASSWORD, TODAY, World, make_user, make_world

PAST, OPEN, COMING = "2024Q2", "2024Q3", "2024Q4"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    User.objects.create_user("nobody", PASSWORD)
    return world


def lock(quarter: Quarter, user: User, **but: Any) -> QuarterAct:
    counts = tally_of(quarter)
    known: dict[str, Any] = {
        "missing": counts.missing,
        "waiting": counts.waiting,
        "reason": "汇总上报",
    }
    return quarter_life.lock(quarter=quarter, user=user, **(known | but))


def reopen(quarter: Quarter, user: User, **but: Any) -> QuarterAct:
    return quarter_life.reopen(quarter=quarter, user=user, **({"reason": "数据更正"} | but))


def move(quarter: Quarter, user: User, **but: Any) -> QuarterAct:
    seen = Dates.of(quarter)
    new = Dates(seen.opens_on, seen.due_on + timedelta(days=5))
    known: dict[str, Any] = {"seen": seen, "new": new, "reason": "遇台风顺延"}
    return quarter_life.move(quarter=quarter, user=user, **(known | but))


ACTS: dict[str, Callable[..., QuarterAct]] = {"lock": lock, "reopen": reopen, "move": move}
LIVES = {"coming": (COMING, False), "open": (OPEN, False), "past": (PAST, False)}
LIVES["locked"] = (PAST, True)
# What each act does in each state of a quarter; a table written out.
OUTCOMES: dict[tuple[str, str], Any] = {
    ("coming", "lock"): Refused,
    ("coming", "reopen"): Overtaken,
    ("coming", "move"): "moved",
    ("open", "lock"): Refused,
    ("open", "reopen"): Overtaken,
    ("open", "move"): "moved",
    ("past", "lock"): "locked",
    ("past", "reopen"): Overtaken,
    ("past", "move"): "moved",
    ("locked", "lock"): Overtaken,
    ("locked", "reopen"): "reopened",
    ("locked", "move"): Overtaken,
}


def in_life(world: World, life: str) -> Quarter:
    code, is_locked = LIVES[life]
    world.plan.quarters.filter(pk=world.quarter(code).pk).update(is_locked=is_locked)
    return world.quarter(code)


@pytest.mark.parametrize(("life", "act"), OUTCOMES)
def test_state_by_act_by_role(world, life, act):
    for role in ("filer", "other filer", "inspector", "administrator", "nobody"):
        with pytest.raises(PermissionDenied):
            ACTS[act](in_life(world, life), person(world, role))
    quarter, outcome = in_life(world, life), OUTCOMES[life, act]
    before = Quarter.objects.values().get(pk=quarter.pk)
    if isinstance(outcome, str):
        done = ACTS[act](quarter, world.reviewer)
        assert (done.act, done.by, done.reason != "") == (outcome, world.reviewer, True)
        assert Quarter.objects.values().get(pk=quarter.pk) != before
        assert list(QuarterAct.objects.all()) == [done]
        return
    with pytest.raises(outcome) as refusal:
        ACTS[act](quarter, world.reviewer)
    assert type(refusal.value) is outcome
    assert Quarter.objects.values().get(pk=quarter.pk) == before
    assert not QuarterAct.objects.exists()


@pytest.mark.parametrize(("day", "locks"), [(15, False), (16, True)])
def test_locked_from_the_day_after_the_filing_date(world, settings, day, locks):
    settings.BUSINESS_DATE = date(2024, 10, day)
    if not locks:
        with pytest.raises(Refused):
            lock(world.quarter(OPEN), world.reviewer)
        return
    lock(world.quarter(OPEN), world.reviewer)
    assert world.quarter(OPEN).life == Quarter.Life.LOCKED


BAD = [
    ("lock", {"reason": " 　"}, Refused),
    ("lock", {"missing": 0}, Overtaken),
    ("lock", {"waiting": 1}, Overtaken),
    ("move", {"reason": ""}, Refused),
    ("move", {"new": Dates(date(2024, 7, 16), date(2024, 7, 15))}, Refused),
    ("move", {"new": Dates(date(2024, 3, 31), date(2024, 7, 31))}, Refused),
    ("move", {"new": Dates(date(2024, 7, 1), date(2024, 7, 15))}, Refused),
    ("move", {"seen": Dates(date(2024, 7, 1), date(2024, 7, 21))}, Overtaken),
]


@pytest.mark.parametrize(("act", "but", "refusal"), BAD)
def test_what_is_refused(world, act, but, refusal):
    quarter = in_life(world, "past")
    with pytest.raises(refusal):
        ACTS[act](quarter, world.reviewer, **but)
    assert not QuarterAct.objects.exists()


def test_a_moved_quarter_tells_its_old_dates_and_what_was_late_stays_late(world):
    late = world.filed("1-1", PAST, value=Decimal(3))
    done = move(world.quarter(PAST), world.reviewer, new=Dates(date(2024, 7, 2), date(2024, 10, 9)))
    told = (done.opened_on, done.opens_on, done.was_due_on, done.due_on)
    days = ["2024-07-01", "2024-07-02", "2024-07-15", "2024-10-09"]
    assert [one.isoformat() for one in told if one] == days
    late.refresh_from_db()
    assert late.is_late
    with pytest.raises(IntegrityError), transaction.atomic():
        QuarterAct.objects.filter(pk=done.pk).update(due_on=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["lock", "move"])
def test_of_two_at_once_one_wins(settings, act):
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    seen, also_seen = world.quarter(PAST), world.quarter(PAST)
    second = make_user("second", Role.REVIEWER, world.education)
    outcomes = at_once(
        lambda: ACTS[act](seen, world.reviewer), lambda: ACTS[act](also_seen, second)
    )
    assert outcomes == ["done", "Overtaken"]
    assert [one.by for one in QuarterAct.objects.all()] == [world.reviewer]


# A locked quarter is locked


def _sheet(world: World, _report: Report) -> object:
    client = logged_in(world.filer)
    content = upload(client, filled(downloaded(client), H4=3)).context["content"]
    world.plan.quarters.update(is_locked=True)
    return confirm(client, content, "submit").status_code


def _page(world: World, report: Report) -> object:
    sent = {
        f"r{report.pk}-version": report.version,
        f"r{report.pk}-value": "4",
        "act": "submit-all",
    }
    address = f"{reverse('filing')}?quarter={OPEN}"
    return logged_in(world.filer).post(address, sent).status_code


def _card(world: World, report: Report) -> object:
    sent = {f"r{report.pk}-version": report.version, f"r{report.pk}-value": "4"}
    address = reverse("filing-draft", args=[report.pk])
    return logged_in(world.filer).post(address, sent).status_code


WAYS: list[tuple[str, str, Callable[[World, Report], object], Any]] = [
    (
        "save",
        "draft",
        lambda world, one: filing.save_draft(
            report=one, user=world.filer, version=one.version, content=Content(value=Decimal(4))
        ),
        NotOpen,
    ),
    (
        "submit",
        "draft",
        lambda world, one: filing.submit(report=one, user=world.filer, version=one.version),
        NotOpen,
    ),
    (
        "withdraw",
        "submitted",
        lambda world, one: filing.withdraw(report=one, user=world.filer, version=one.version),
        NotOpen,
    ),
    ("the filing page", "draft", _page, 409),
    ("a card that saves itself", "draft", _card, 409),
    ("a sheet looked at before", "draft", _sheet, 409),
    (
        "import",
        "draft",
        lambda world, _one: load_reports(
            data=b"target,organization,quarter,value,numerator,denominator,status\n"
            b"27-0,,2024Q3,5,,,accepted\n",
            plan=world.plan,
        ),
        ImportRefused,
    ),
    (
        "add evidence",
        "draft",
        lambda world, one: evidence.add_evidence(
            report=one, user=world.filer, upload=file("b.pdf")
        ),
        NotOpen,
    ),
    (
        "remove evidence",
        "draft",
        lambda world, _one: evidence.remove_evidence(
            evidence=Evidence.objects.get(), user=world.filer
        ),
        NotOpen,
    ),
    (
        "accept",
        "submitted",
        lambda world, one: review.accept(report=one, user=world.reviewer, version=one.version),
        Stale,
    ),
    (
        "return",
        "submitted",
        lambda world, one: review.return_(
            report=one, user=world.reviewer, version=one.version, reason="请核对"
        ),
        Stale,
    ),
    (
        "reopen",
        "accepted",
        lambda world, one: review.reopen(
            report=one, user=world.reviewer, version=one.version, reason="有误"
        ),
        Stale,
    ),
    (
        "accept many",
        "submitted",
        lambda world, one: len(
            review.accept_many(user=world.reviewer, seen=[(one.pk, one.version)]).done
        ),
        0,
    ),
]


@pytest.mark.parametrize(("way", "state", "do", "answer"), WAYS, ids=[one[0] for one in WAYS])
def test_a_locked_quarter_refuses_everything(world, settings, way, state, do, answer):
    report = world.filed("1-1", OPEN, state="draft", value=Decimal(3))
    evidence.add_evidence(report=report, user=world.filer, upload=file("a.pdf"))
    Report.objects.filter(pk=report.pk).update(state=state)
    if way != "a sheet looked at before":  # which locks by itself, after the preview
        settings.BUSINESS_DATE = date(2024, 10, 16)
        lock(world.quarter(OPEN), world.reviewer)
    report = world.report("1-1", OPEN)
    before = [list(model.objects.values()) for model in (Report, Event, Evidence)]
    if isinstance(answer, int):
        assert do(world, report) == answer
    else:
        with pytest.raises(answer):
            do(world, report)
    assert [list(model.objects.values()) for model in (Report, Event, Evidence)] == before


def test_reopened_it_goes_on_and_counts_as_late(world, settings):
    settings.BUSINESS_DATE = date(2024, 10, 16)
    lock(world.quarter(OPEN), world.reviewer)
    reopen(world.quarter(OPEN), world.reviewer)
    report = world.filed("1-1", OPEN, state="draft", value=Decimal(3))
    filing.submit(report=report, user=world.filer, version=report.version)
    assert world.report("1-1", OPEN).is_late


# The page


def test_from_warning_to_lock_to_reopening_over_http(world):
    world.filed("1-1", PAST, value=Decimal(3))
    client, quarter = logged_in(world.reviewer), world.quarter(PAST)
    page, where = (
        reverse("quarter", args=[quarter.pk]),
        reverse("quarter-lock", args=[quarter.pk]),
    )
    form = client.get(page).context["lock_form"].initial
    assert form == {"missing": 9, "waiting": 1}
    assert client.post(where, form | {"reason": "汇总上报"}).status_code == 422, "not taken note of"
    sent = form | {"reason": "汇总上报", "known": "on"}
    answer = client.post(where, sent | {"missing": 10})
    assert answer.status_code == 409
    assert "汇总上报" in answer.content.decode(), "what was typed is still there"
    assert client.post(where, sent).status_code == 302
    assert client.post(where, sent).status_code == 409
    assert "汇总上报" in client.get(reverse("quarters")).content.decode()
    again = reverse("quarter-reopen", args=[quarter.pk])
    assert client.post(again, {"reason": ""}).status_code == 422
    assert client.post(again, {"reason": "数据更正"}).status_code == 302
    assert [one.act for one in quarter.acts.all()] == ["locked", "reopened"]


def test_who_only_reads_is_offered_no_act(world):
    address = reverse("quarter", args=[world.quarter(PAST).pk])
    page = logged_in(world.inspector).get(address).content.decode()
    assert "/lock/" not in page
    assert "/move/" not in page


# In one step


def test_a_plan_has_its_quarters_and_their_dates_in_one_step(db):
    first, last = date(2030, 1, 1), date(2030, 12, 31)
    plan = Plan.objects.create(name="新方案", starts_on=first, ends_on=last)
    for _twice in range(2):
        duties.open_quarters(plan)
    found = [(one.code, one.opens_on, one.due_on) for one in plan.quarters.order_by("ordinal")]
    assert found == [
        ("2030Q1", date(2030, 4, 1), date(2030, 4, 15)),
        ("2030Q2", date(2030, 7, 1), date(2030, 7, 15)),
        ("2030Q3", date(2030, 10, 1), date(2030, 10, 15)),
        ("2030Q4", date(2031, 1, 1), date(2031, 1, 15)),
    ]


@pytest.mark.parametrize(
    ("due_on", "known", "status"),
    [
        ("2024-10-20", "", 302),
        ("2024-10-10", "", 302),
        ("2024-10-09", "", 422),
        ("2024-10-09", "on", 302),
    ],
)
def test_a_filing_date_moved_into_the_past_needs_a_tick(world, due_on, known, status):
    quarter = world.quarter(OPEN)
    sent = {
        "opens_on": "2024-10-01",
        "due_on": due_on,
        "seen_opens_on": "2024-10-01",
        "seen_due_on": "2024-10-15",
        "known": known,
        "reason": "调整",
    }
    where = reverse("quarter-move", args=[quarter.pk])
    assert logged_in(world.reviewer).post(where, sent).status_code == status
