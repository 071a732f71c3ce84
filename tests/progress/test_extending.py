"""Extensions (延期): who asks and until when, who decides, and what it does to the lights."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.models import Role, RoleGrant
from progress import extending, standings
from progress.explaining import explain, explainable
from progress.models import Extension, Standing
from progress.refusals import Overtaken, Refused
from progress.waiting import waiting_for
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 31)
ACTS = {"grant": extending.grant, "refuse": extending.refuse}
ROLES = ["filer", "county_filer", "reviewer", "inspector", "administrator"]


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(world: World, code: str = "1-1", user=None, until: date = LATER) -> Extension:
    return extending.ask(
        target=world.targets[code],
        user=user or world.filer,
        reason="征地延后",
        progress="已完成选址",
        until=until,
    )


def in_state(world: World, state: str) -> Extension:
    extension = ask(world)
    act = {"granted": extending.grant, "refused": extending.refuse}.get(state)
    return act(extension=extension, user=world.reviewer, reason="同意") if act else extension


# Who asks

ASKERS = {
    "1-1": {"filer"},  # the whole city's: the lead
    "8-1": {"county_filer"},  # each county's: the county, not the lead
}


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("code", ASKERS)
def test_who_asks(world, code, name):
    user = getattr(world, name)
    if name not in ASKERS[code]:
        with pytest.raises(PermissionDenied):
            ask(world, code, user)
        assert not Extension.objects.exists()
        return
    extension = ask(world, code, user)
    assert extension.organization == (world.counties[0] if code == "8-1" else None)
    assert (extension.asked_by, extension.since) == (user, date(2025, 12, 31))
    assert extension.target.deadline == date(2025, 12, 31)


@pytest.mark.parametrize("code", ["20-1", "23-1", "23-2"])
def test_what_is_judged_every_year_is_not_extended(world, code):
    user = world.county_filer if code == "23-2" else make_user("l", Role.FILER, world.labour)
    with pytest.raises(Refused) as refused:
        ask(world, code, user)
    assert "每年" in str(refused.value.text) or "every year" in str(refused.value.text)
    page = client_of(user).get(reverse("extend", args=[world.targets[code].pk]))
    assert "<textarea" not in page.content.decode()


@pytest.mark.parametrize(
    ("today", "may"),
    [(date(2025, 12, 30), True), (date(2025, 12, 31), True), (date(2026, 1, 1), False)],
)
def test_it_is_asked_for_until_the_deadline_has_ended(world, settings, today, may):
    settings.BUSINESS_DATE = today
    if may:
        assert ask(world).state == "asked"
        return
    with pytest.raises(Refused):
        ask(world)


@pytest.mark.parametrize(
    ("moment", "may"),
    [("2025-12-31T15:59:59Z", True), ("2025-12-31T16:00:00Z", False)],
)
def test_the_day_ends_by_the_servers_clock_in_shanghai(world, settings, monkeypatch, moment, may):
    settings.BUSINESS_DATE = None
    at = datetime.fromisoformat(moment)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert (
        bool(extending.why_not(extending.Claim(world.targets["1-1"], None, date(2025, 12, 31))))
        is not may
    )


@pytest.mark.parametrize(
    ("until", "may"),
    [
        (date(2025, 12, 30), False),
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_only_later_and_at_most_two_years(world, until, may):
    if may:
        assert ask(world, until=until).until == until
        return
    with pytest.raises(Refused):
        ask(world, until=until)


def test_a_second_one_counts_from_the_first_and_ends_at_the_same_limit(world):
    in_state(world, "granted")
    with pytest.raises(Refused):
        ask(world, until=LATER)
    second = ask(world, until=date(2027, 12, 31))
    assert second.since == LATER
    extending.grant(extension=second, user=world.reviewer, reason="同意")
    with pytest.raises(Refused):
        ask(world, until=date(2028, 1, 1))


def test_colleagues_ask_once(world):
    ask(world)
    colleague = make_user("colleague", Role.FILER, world.education)
    with pytest.raises(Overtaken):
        ask(world, user=colleague)
    sent = {"until": "2026-12-31", "reason": "征地", "progress": "半"}
    where = reverse("extend", args=[world.targets["1-1"].pk])
    answer = client_of(colleague).post(where, sent)
    assert answer.status_code == 409
    assert "征地</textarea>" in answer.content.decode()
    assert Extension.objects.count() == 1


# Who decides: state x act x role

ALLOWED = {("asked", act, "reviewer") for act in ACTS}


@pytest.mark.parametrize("name", [*ROLES, "author"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["asked", "granted", "refused"])
def test_who_decides_when(world, state, act, name):
    extension = in_state(world, state)
    user = world.filer if name == "author" else getattr(world, name)
    if name == "author":
        RoleGrant.objects.create(user=user, role=Role.REVIEWER)
    before = Extension.objects.values().get()
    if (state, act, name) in ALLOWED:
        ACTS[act](extension=extension, user=user, reason=" 情况属实 ")
        extension.refresh_from_db()
        assert (extension.decided_by, extension.decision) == (user, "情况属实")
        assert extension.decided_at is not None
        return
    # A granted one is no later any more: Refused; what is decided is decided: Overtaken.
    expected = (Overtaken, Refused) if name == "reviewer" else PermissionDenied
    with pytest.raises(expected):
        ACTS[act](extension=extension, user=user, reason="情况属实")
    assert Extension.objects.values().get() == before


@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_of_two_reviewers_at_once_the_second_is_told(world, first, second):
    extension = ask(world)
    other = make_user("other", Role.REVIEWER, world.education)
    seen = Extension.objects.select_related("target__task__plan").get(pk=extension.pk)
    ACTS[first](extension=extension, user=world.reviewer, reason="甲")
    with pytest.raises(Refused):
        ACTS[second](extension=seen, user=other, reason="乙")
    answer = client_of(other).post(
        reverse("decide-extension", args=[extension.pk]), {"act": second, "reason": "乙"}
    )
    assert answer.status_code in {409, 422}
    extension.refresh_from_db()
    assert (extension.decided_by, extension.decision) == (world.reviewer, "甲")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reason", ["", "  ", "　"])
def test_a_decision_has_a_reason(world, act, reason):
    extension = ask(world)
    with pytest.raises(Refused):
        ACTS[act](extension=extension, user=world.reviewer, reason=reason)
    sent = {"act": act, "reason": reason}
    where = reverse("decide-extension", args=[extension.pk])
    assert client_of(world.reviewer).post(where, sent).status_code == 422
    extension.refresh_from_db()
    assert extension.state == "asked"


def test_the_menu_counts_what_waits_for_a_reviewer(world):
    extension = ask(world)
    assert waiting_for(world.reviewer).extensions == 1
    extending.refuse(extension=extension, user=world.reviewer, reason="不同意")
    assert waiting_for(world.reviewer).extensions == 0
    assert waiting_for(world.filer).extensions == 0


# What it does


def test_it_moves_the_deadline_in_judging_and_nothing_else(world):
    world.accepted("1-1", "2024Q2", value=Decimal(3))
    before = world.standing("1-1", "2024Q2")
    assert (before.light, before.expected) == ("yellow", 4)
    extension = ask(world, until=date(2027, 12, 31))
    assert world.standing("1-1", "2024Q2").light == "yellow", "asking changes nothing"
    extending.grant(extension=extension, user=world.reviewer, reason="同意")
    after = world.standing("1-1", "2024Q2")
    assert (after.light, after.expected, after.deadline) == ("green", 3, date(2027, 12, 31))
    assert after.moved_from == date(2025, 12, 31)
    world.targets["1-1"].refresh_from_db()
    assert world.targets["1-1"].deadline == date(2025, 12, 31)
    assert standings.differences(world.plan) == []
    standings.rebuild(world.plan)
    assert world.standing("1-1", "2024Q2").light == "green"
    assert standings.differences(world.plan) == []
    world.accepted("1-1", "2024Q3", value=Decimal(3))
    assert world.standing("1-1", "2024Q3").deadline == date(2027, 12, 31)


def test_a_refused_one_moves_nothing(world):
    before = list(Standing.objects.order_by("pk").values())
    in_state(world, "refused")
    assert list(Standing.objects.order_by("pk").values()) == before
    assert standings.differences(world.plan) == []


def test_a_countys_own_date_is_that_countys_alone(world):
    extension = ask(world, "8-1", world.county_filer)
    extending.grant(extension=extension, user=world.reviewer, reason="同意")
    first, second, _third = world.counties
    assert world.standing("8-1", "2025Q4", first).deadline == LATER
    assert world.standing("8-1", "2025Q4", first).reason != "overdue"
    assert world.standing("8-1", "2025Q4", second).deadline == date(2025, 12, 31)
    assert world.standing("8-1", "2025Q4", second).reason == "overdue"
    assert standings.differences(world.plan) == []


def test_a_milestone_is_owed_from_its_new_day_on(world, settings):
    settings.BUSINESS_DATE = date(2023, 6, 30)
    assert world.report("22-1", "2023Q2").is_owed
    extension = ask(world, "22-1", until=date(2023, 9, 30))
    settings.BUSINESS_DATE = date(2023, 7, 5)  # decided after the deadline, asked for before
    extending.grant(extension=extension, user=world.reviewer, reason="同意")
    assert not world.report("22-1", "2023Q2").is_owed
    assert world.report("22-1", "2023Q3").is_owed
    assert world.standing("22-1", "2023Q2").reason == "no_data"
    assert world.standing("22-1", "2023Q3").reason == "overdue"


def test_pages_show_both_dates_and_how_often(world):
    extension = in_state(world, "granted")
    standing = explainable(Standing.objects.all()).get(pk=world.standing("1-1", "2024Q2").pk)
    assert explain(standing).extended == 1
    target = world.targets["1-1"]
    for where in (
        reverse("why", args=[standing.pk]),
        reverse("task", args=[target.task_id]),
        reverse("filing"),
        f"{reverse('standings')}?quarter=2024Q2&task=1",
        reverse("extension", args=[extension.pk]),
    ):
        page = client_of(world.filer).get(where).content.decode()
        assert "2026-12-31" in page, where
        assert "2025-12-31" in page, where


@pytest.mark.parametrize(
    "wrong",
    [{"until": ""}, {"until": "x"}, {"until": "9999-99-99"}, {"reason": " "}, {"progress": ""}],
)
def test_a_bad_form_asks_for_nothing_and_keeps_what_was_typed(world, wrong):
    sent = {"until": "2026-12-31", "reason": "征地延后", "progress": "已选址"} | wrong
    answer = client_of(world.filer).post(reverse("extend", args=[world.targets["1-1"].pk]), sent)
    assert answer.status_code == 422
    assert "征地延后" in answer.content.decode() or wrong.get("reason") == " "
    assert not Extension.objects.exists()
