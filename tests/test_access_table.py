"""Every address of the site by every role: what it answers (promises 1 and 2).

An address that is missing from the table fails the test. `L` sends a stranger to the login, `A`
sends to the login of /admin/, `>` leads on to another page.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from departments.models import Organization, User
from progress import closing, extending, objecting, saved_views, urging
from progress.evidence import add_evidence
from progress.models import Evidence, Report, ScoreRule, Standing
from tests.access_rows import FILED, GET, MASTER, POST
from tests.evidence_files import upload
from tests.progress.worlds import TODAY, World, make_user, make_world

ROLES = ("stranger", "filer", "county", "reviewer", "inspector", "administrator", "nobody")
"""The filer is 市教育局's, the county's is 宛城区's, nobody has no role and no organization."""

WRITTEN = ("pk", "state", "version", *Report.FIGURES, *Report.WORDS)
POSTED = {name for name, _whose, _answers in POST}


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    User.objects.create_user("nobody", "only-For-Tests-1")
    return world


def urge_of(world: World, whose: str) -> int:
    code, owner = {"education": ("1-1", None), "county": ("8-1", world.counties[0])}[whose]
    matter = urging.of_standing(world.standing(code, "2024Q2", owner))
    done = urging.urge(user=world.inspector, matters=[matter], message="请抓紧推进")
    return done.now[0].pk


def extension_of(world: World, whose: str) -> int:
    code, user = {"education": ("1-1", world.filer), "county": ("8-1", world.county_filer)}[whose]
    asked = extending.ask(
        target=world.targets[code],
        user=user,
        reason="招标延后",
        progress="已完成一半",
        until=date(2026, 6, 30),
    )
    return asked.pk


def closure_of(world: World, whose: str) -> int:
    """A closing asked for; "closed" is one that was granted."""
    world.accepted("1-1", "2024Q3", value=Decimal(8))
    task = world.targets["1-1"].task
    closure = closing.ask(task=task, user=world.filer, reason="全部完成")
    if whose == "closed":
        closing.grant(closure=closure, user=world.reviewer, reason="同意")
    return closure.pk


def quarter_of(world: World, whose: str) -> int:
    """A quarter that is being filed, one that is past its filing date, or a locked one."""
    quarter = world.quarter("2024Q3" if whose == "open" else "2024Q2")
    world.plan.quarters.filter(pk=quarter.pk).update(is_locked=whose == "locked")
    return quarter.pk


def objection_of(world: World, whose: str) -> int:
    """An objection to what 27-0 costs 市教育局 for being without data."""
    return objecting.object_to(
        user=world.filer,
        quarter=world.quarter("2024Q2"),
        key=item_key(world),
        reason="数据已报送",
    ).pk


def item_key(world: World) -> str:
    ScoreRule.objects.get_or_create(plan=world.plan, matter="no_data", points=-2)
    return f"no_data:{world.targets['27-0'].pk}::2024Q2"


def view_of(world: World, whose: str) -> int:
    return saved_views.save(user=world.filer, name="滞后", page="lagging", query="").pk


FOLLOW_UP = {
    "delete-saved-view": view_of,
    "objection": objection_of,
    "decide-objection": objection_of,
    "quarter": quarter_of,
    "quarter-lock": quarter_of,
    "quarter-reopen": quarter_of,
    "quarter-move": quarter_of,
    "urge": urge_of,
    "extension": extension_of,
    "decide-extension": extension_of,
    "closure": closure_of,
    "decide-closure": closure_of,
    "reopen-task": closure_of,
    "extend": lambda world, whose: world.targets[{"education": "1-1", "county": "8-1"}[whose]].pk,
    "outlook": lambda world, whose: world.targets[{"education": "1-1", "county": "8-1"}[whose]].pk,
    "checkpoints": lambda world, whose: world.targets["1-1"].pk,
    "close": lambda world, whose: key(world, "task", whose),
}


def client_of(world: World, role: str, **options: Any) -> Client:
    client = Client(**options)
    if role != "stranger":
        client.force_login(User.objects.get(username=role))
    return client


def filed(world: World, whose: str, state: str) -> Report:
    """A report of `whose` in that state."""
    first, second, _third = world.counties
    code, owner = {
        "education": ("1-1", None),
        "county": ("8-1", first),
        "neighbour": ("8-1", second),
        "labour": ("20-1", None),
    }[whose]
    return world.filed(code, "2024Q2", owner, state=state, value=Decimal(1))


def evidence_of(report: Report) -> Evidence:
    clerk = make_user(f"clerk{report.pk}", "filer", report.organization)
    return add_evidence(report=report, user=clerk, upload=upload("a.pdf"))


def key(world: World, name: str, whose: str) -> int:
    """The object of that kind that belongs to `whose`."""
    first, second, _third = world.counties
    if whose == "none":
        return 2**70
    if name in {"report", "accept", "return", "reopen", "withdraw"}:
        if whose == "accepted":
            return world.accepted("27-0", "2024Q2", value=Decimal(9)).pk
        return filed(world, whose, "submitted").pk
    if name == "contribution":
        return world.report("4-1", "2024Q2", {"county": first, "neighbour": second}[whose]).pk
    if name in FOLLOW_UP:
        return FOLLOW_UP[name](world, whose)
    if name in {"evidence-add", "filing-draft"}:
        return filed(world, whose, "draft").pk
    if name.startswith("evidence"):
        return evidence_of(filed(world, whose, "draft")).pk
    if name in {"organization", "score"}:
        item_key(world)
        owners: dict[str, Organization] = {"county": first, "neighbour": second}
        return (owners.get(whose) or getattr(world, whose)).pk
    if name == "task":
        code = {"education": "1-1", "county": "8-1", "labour": "20-1"}[whose]
        return world.targets[code].task_id
    code, owner = {
        "education": ("1-1", None),
        "county": ("8-1", first),
        "neighbour": ("8-1", second),
        "shared": ("4-1", None),
        "labour": ("20-1", None),
    }[whose]
    return world.standing(code, "2024Q2", owner).pk


def address(world: World, name: str, whose: str) -> str:
    if name == "object":
        return f"{reverse(name)}?quarter=2024Q2&key={item_key(world)}"
    return reverse(name, args=[key(world, name, whose)] if whose else [])


def said(answer: Any) -> str:
    """The answer in the table's signs."""
    if answer.status_code != 302:
        return str(answer.status_code)
    where = answer["Location"].partition("?")[0]
    return {reverse("login"): "L", reverse("admin:login"): "A"}.get(where, ">")


def cases(table: list[tuple[str, str, str]]) -> list[Any]:
    return [
        pytest.param(name, whose, role, answer, id=f"{name}-{whose}-{role}")
        for name, whose, answers in table
        for role, answer in zip(ROLES, answers.split(), strict=True)
    ]


@pytest.mark.parametrize(("name", "whose", "answers"), GET)
def test_get(world, name, whose, answers):
    where = address(world, name, whose)
    assert " ".join(said(client_of(world, role).get(where)) for role in ROLES) == answers


@pytest.mark.parametrize(("name", "whose", "role", "expected"), cases(POST))
def test_post(world, name, whose, role, expected):
    where = address(world, name, whose)
    report = Report.objects.filter(version__gt=0).first()
    sent = {"version": report.version if report else 0, "reason": "请核对", "language": "en"}
    sent |= {"seen": 0, "text": "已部署", "act": "grant"}
    sent |= {"known": "on", "missing": 10, "waiting": 0}
    before = list(Report.objects.values(*WRITTEN))
    answer = client_of(world, role).post(where, sent)
    assert said(answer) == expected
    changed = list(Report.objects.values(*WRITTEN)) != before
    assert changed is (name in {"accept", "return", "reopen", "withdraw"} and expected == ">")


def patterns(found: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from patterns(one.url_patterns, inner)
        else:
            yield f"{prefix}{one.name or one.pattern}", one


def every_name() -> set[str]:
    return {name for name, _pattern in patterns(get_resolver().url_patterns)}


def test_every_address_is_in_the_table():
    own = {name for name in every_name() if not name.startswith("admin:")}
    listed = {name for name, _whose, _answers in GET if not name.startswith("admin:")}
    assert own == listed


MODELS = sorted(f"{one._meta.app_label}_{one._meta.model_name}" for one in admin.site._registry)


def test_only_master_data_are_in_the_administration():
    assert MODELS == [
        "departments_group",
        "departments_organization",
        "departments_user",
        "progress_phrase",
        "progress_quarter",
        "progress_scorerule",
        "progress_specialday",
        "tasks_plan",
        "tasks_target",
        "tasks_task",
    ]


@pytest.mark.parametrize("model", MODELS)
def test_administration(world, model):
    where = reverse(f"admin:{model}_changelist")
    assert " ".join(said(client_of(world, role).get(where)) for role in ROLES) == MASTER


@pytest.mark.parametrize("role", ROLES)
def test_neighbouring_ids_show_nothing_foreign(world, role):
    """Every id there is and the ones around: 200 exactly for what the person's lists hold."""
    client = client_of(world, role)
    if role == "stranger":
        return _assert_all_redirect(client)
    user = User.objects.get(username=role)
    for whose in ("education", "county", "neighbour", "labour"):
        evidence_of(filed(world, whose, "draft"))
    models: list[Any] = [("report", Report), ("why", Standing), ("evidence", Evidence)]
    for name, model in models:
        allowed = set(model.objects.visible_to(user).values_list("pk", flat=True))
        step = 1 if model is Evidence else 7
        some = list(model.objects.order_by("pk").values_list("pk", flat=True)[::step])
        for pk in [0, *some, some[-1] + 1000]:
            answer = client.get(reverse(name, args=[pk]))
            assert answer.status_code == (200 if pk in allowed else 404), f"{name} {pk}"
    return None


def _assert_all_redirect(client: Client) -> None:
    for name in ("report", "why", "task", "organization"):
        for pk in range(5):
            assert said(client.get(reverse(name, args=[pk]))) == "L"


# Tokens


def token_in(client: Client) -> str:
    page = client.get(reverse("password_change")).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", sorted(name for name in every_name() if ":" not in name))
def test_every_post_without_a_token_is_refused(world, name):
    """403 by the middleware, whoever sends it, and whether the page takes POST or not."""
    whose = next(one for listed, one, _answers in GET if listed == name)
    where = address(world, name, whose)
    before = list(Report.objects.values())
    for role in ROLES:
        strict = client_of(world, role, enforce_csrf_checks=True)
        assert strict.post(where, {"version": 1, "reason": "请核对"}).status_code == 403
    assert list(Report.objects.values()) == before


@pytest.mark.parametrize("name", sorted(POSTED - {"login"}))
def test_the_same_post_with_its_token_is_taken(world, name):
    files = name in {*FILED, "withdraw"} or name.startswith(("filing", "evidence"))
    role = "filer" if files else "reviewer"
    whose = next(one for listed, one, _answers in POST if listed == name)
    strict = client_of(world, role, enforce_csrf_checks=True)
    sent = {"version": 1, "reason": "请核对", "csrfmiddlewaretoken": token_in(strict)}
    assert strict.post(address(world, name, whose), sent).status_code != 403
