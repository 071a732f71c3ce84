"""Closing (办结): when a task may be closed, who decides, and what is owed before and after."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from departments.models import Role, RoleGrant
from progress import closing, extending, filing, standings
from progress.filing import Content, TaskClosed
from progress.import_entries import _EntryReader, _FaultFound
from progress.models import Closure, Report, Standing
from progress.plans import bring_up_to_date
from progress.refusals import Overtaken, Refused
from progress.waiting import waiting_for
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db
ROLES = ["filer", "county_filer", "reviewer", "inspector", "administrator"]
ACTS = {"grant": closing.grant, "refuse": closing.refuse, "reopen": closing.reopen}


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    """Task 1 is met with 8 of 8 schools."""
    world = make_world()
    world.accepted("1-1", "2024Q2", value=Decimal(8))
    return world


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(world: World, code: str = "1-1", user=None) -> Closure:
    task = world.targets[code].task
    return closing.ask(task=task, user=user or world.filer, reason="八所学校已全部挂牌")


def in_state(world: World, state: str) -> Closure:
    closure = ask(world)
    acts = {"granted": ["grant"], "refused": ["refuse"], "reopened": ["grant", "reopen"]}
    for act in acts.get(state, []):
        ACTS[act](closure=closure, user=world.reviewer, reason="核实无误")
    return closure


# Asking


@pytest.mark.parametrize("name", ROLES)
def test_only_the_lead_asks(world, name):
    if name == "filer":
        closure = ask(world)
        assert (closure.asked_by, closure.reason) == (world.filer, "八所学校已全部挂牌")
        return
    with pytest.raises(PermissionDenied):
        ask(world, user=getattr(world, name))
    assert not Closure.objects.exists()


@pytest.mark.parametrize(("value", "may"), [(7, False), (8, True), (9, True)])
def test_every_target_must_be_met_at_the_latest_quarter(world, value, may):
    world.accepted("1-1", "2024Q3", value=Decimal(value))
    if may:
        assert ask(world).state == "asked"
        return
    with pytest.raises(Refused):
        ask(world)
    page = client_of(world.filer).get(reverse("close", args=[world.targets["1-1"].task_id]))
    assert "1-1" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_of_a_countys_target_every_county_must_have_met_it(world):
    first, second, third = world.counties
    for county in (first, second):
        world.accepted("8-1", "2024Q3", county, value=Decimal(1))
    with pytest.raises(Refused):
        ask(world, "8-1")
    world.accepted("8-1", "2024Q3", third, not_applicable=True, not_applicable_why="无此项")
    assert ask(world, "8-1").state == "asked"


@pytest.mark.parametrize("state", ["asked", "granted", "refused", "reopened"])
def test_asking_again(world, state):
    in_state(world, state)
    colleague = make_user("colleague", Role.FILER, world.education)
    if state in {"refused", "reopened"}:
        assert ask(world, user=colleague).state == "asked"
        return
    with pytest.raises(Overtaken):
        ask(world, user=colleague)
    where = reverse("close", args=[world.targets["1-1"].task_id])
    assert client_of(colleague).post(where, {"reason": "完成"}).status_code == 409
    assert Closure.objects.count() == 1


# Deciding: state x act x role

ALLOWED = {
    ("asked", "grant", "reviewer"),
    ("asked", "refuse", "reviewer"),
    ("granted", "reopen", "reviewer"),
}


@pytest.mark.parametrize("name", [*ROLES, "author"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["asked", "granted", "refused", "reopened"])
def test_who_does_what_when(world, state, act, name):
    closure = in_state(world, state)
    user = world.filer if name == "author" else getattr(world, name)
    if name == "author":
        RoleGrant.objects.create(user=user, role=Role.REVIEWER)
    before = Closure.objects.values().get()
    if (state, act, name) in ALLOWED:
        ACTS[act](closure=closure, user=user, reason="核实无误")
        assert Closure.objects.values().get() != before
        return
    with pytest.raises(Overtaken if name == "reviewer" else PermissionDenied):
        ACTS[act](closure=closure, user=user, reason="核实无误")
    assert Closure.objects.values().get() == before


@pytest.mark.parametrize("act", ACTS)
def test_of_two_reviewers_at_once_the_second_is_told(world, act):
    closure = in_state(world, "granted" if act == "reopen" else "asked")
    other = make_user("other", Role.REVIEWER, world.education)
    seen = Closure.objects.select_related("task__plan").get(pk=closure.pk)
    ACTS[act](closure=closure, user=world.reviewer, reason="甲")
    with pytest.raises(Overtaken):
        ACTS[act](closure=seen, user=other, reason="乙")
    name = "reopen-task" if act == "reopen" else "decide-closure"
    sent = {"act": act, "reason": "乙的理由"}
    answer = client_of(other).post(reverse(name, args=[closure.pk]), sent)
    assert answer.status_code == 409
    assert str(world.reviewer) in answer.content.decode()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reason", ["", " ", "　"])
def test_every_act_has_a_reason(world, act, reason):
    closure = in_state(world, "granted" if act == "reopen" else "asked")
    state = closure.state
    with pytest.raises(Refused):
        ACTS[act](closure=closure, user=world.reviewer, reason=reason)
    closure.refresh_from_db()
    assert closure.state == state


def test_what_is_no_longer_met_is_not_closed(world):
    closure = ask(world)
    world.accepted("1-1", "2024Q3", value=Decimal(7))
    with pytest.raises(Refused):
        closing.grant(closure=closure, user=world.reviewer, reason="同意")
    closure.refresh_from_db()
    assert closure.state == "asked"


@pytest.mark.parametrize(
    ("quarter", "late"), [("2023Q1", False), ("2023Q2", False), ("2023Q3", True), ("2024Q3", True)]
)
def test_in_time_or_late(world, quarter, late):
    """The milestone 22-1 was due on 30 June 2023."""
    world.accepted("22-1", quarter, value=Decimal(1))
    closure = ask(world, "22-1")
    closing.grant(closure=closure, user=world.reviewer, reason="同意")
    assert closure.is_late is late


def test_the_menu_counts_what_waits_for_a_reviewer(world):
    closure = ask(world)
    assert waiting_for(world.reviewer).closures == 1
    closing.refuse(closure=closure, user=world.reviewer, reason="不同意")
    assert waiting_for(world.reviewer).closures == 0


# What it does


def owed(world: World) -> set[str]:
    rows = Report.objects.filter(target=world.targets["1-1"], is_owed=True)
    return {one.quarter.code for one in rows.select_related("quarter")}


def test_a_closed_task_owes_nothing_and_a_reopened_one_owes_again(world):
    before, lights = owed(world), list(Standing.objects.order_by("pk").values())
    assert "2024Q3" in before
    closure = in_state(world, "granted")
    assert owed(world) == set()
    bring_up_to_date()
    assert owed(world) == set(), "rebuilding keeps it"
    assert list(Standing.objects.order_by("pk").values()) == lights
    assert standings.differences(world.plan) == []
    closing.reopen(closure=closure, user=world.reviewer, reason="验收不合格")
    assert owed(world) == before
    closure.refresh_from_db()
    assert (closure.reopened_by, closure.reopening) == (world.reviewer, "验收不合格")


def test_a_closed_task_refuses_filing_in_any_way(world):
    drafted = world.filed("1-1", "2024Q3", state="draft", value=Decimal(9))
    closure = in_state(world, "granted")
    content = Content(value=Decimal(10))
    with pytest.raises(TaskClosed):
        filing.save_draft(report=drafted, user=world.filer, version=1, content=content)
    with pytest.raises(TaskClosed):
        filing.submit(report=drafted, user=world.filer, version=1)
    client = client_of(world.filer)
    sent = {f"r{drafted.pk}-version": 1, f"r{drafted.pk}-value": "10", "act": "save"}
    assert client.post(f"{reverse('filing')}?quarter=2024Q3", sent).status_code == 409
    drafted.refresh_from_db()
    assert (drafted.value, drafted.version) == (9, 1)
    page = client.get(f"{reverse('filing')}?quarter=2024Q3").content.decode()
    assert f"r{drafted.pk}-value" not in page
    closing.reopen(closure=closure, user=world.reviewer, reason="补充材料")
    report = world.report("1-1", "2024Q3")
    filing.save_draft(report=report, user=world.filer, version=1, content=content)


@pytest.mark.parametrize("name", ["tasks", "task", "closures", "closure"])
def test_pages_say_that_it_is_closed(world, name):
    closure = in_state(world, "granted")
    keys = {"task": [closure.task_id], "closure": [closure.pk]}
    client = client_of(world.inspector)
    client.cookies["django_language"] = "en"
    page = client.get(reverse(name, args=keys.get(name, []))).content.decode()
    assert "closed" in page.lower()


def test_an_extended_task_that_kept_its_new_day_is_in_time(world, settings):
    settings.BUSINESS_DATE = date(2023, 6, 30)
    extension = extending.ask(
        target=world.targets["22-1"],
        user=world.filer,
        reason="延",
        progress="半",
        until=date(2023, 12, 31),
    )
    extending.grant(extension=extension, user=world.reviewer, reason="同意")
    settings.BUSINESS_DATE = TODAY
    world.accepted("22-1", "2023Q4", value=Decimal(1))
    closure = ask(world, "22-1")
    closing.grant(closure=closure, user=world.reviewer, reason="同意")
    assert closure.is_late is False


def test_a_file_brings_nothing_into_a_closed_task(world):
    in_state(world, "granted")
    quarters = world.plan.quarters.all()
    key = world.targets["1-1"].pk, world.education.pk, world.quarter("2024Q3").pk
    reader = _EntryReader(world.plan, quarters, {key})
    with pytest.raises(_FaultFound):
        reader._target("1-1")
    assert reader._target("8-1") == world.targets["8-1"]
