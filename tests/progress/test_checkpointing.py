"""Checkpoints (阶段目标): who bends a line, what makes one, and which lights it changes."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from progress import checkpointing, standings
from progress.models import CheckpointChange, Standing
from progress.periods import Period
from progress.refusals import Overtaken, Refused
from tasks.models import Checkpoint
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db
LINE = {Period(2023, 4): Decimal(1), Period(2024, 2): Decimal(2)}
"""Later than the straight line, by which 4 are expected at the end of 2024Q2."""


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    return world


def fingerprint(world: World, code: str = "1-1") -> str:
    return checkpointing.fingerprint(checkpointing.checkpoints_of(world.targets[code]))


def bend(world: World, values=None, user=None, seen=None, reason="工期后移", code="1-1"):
    return checkpointing.set_checkpoints(
        target=world.targets[code],
        user=user or world.reviewer,
        seen=fingerprint(world, code) if seen is None else seen,
        values=LINE if values is None else values,
        reason=reason,
    )


def stored(world: World) -> list:
    return list(Standing.objects.order_by("pk").values()) + list(Checkpoint.objects.values())


def test_it_is_judged_by_the_new_line_and_kept_who_and_why(world):
    assert world.standing("1-1", "2024Q2").reason == "far_behind"
    change = bend(world)
    assert world.standing("1-1", "2024Q2").reason == "on_pace"
    assert world.standing("1-1", "2024Q2").expected == 2
    assert standings.differences(world.plan) == []
    assert (change.by, change.reason) == (world.reviewer, "工期后移")
    assert (change.before, change.after) == ({}, {"2023Q4": "1", "2024Q2": "2"})
    bend(world, {}, reason="恢复直线")
    assert world.standing("1-1", "2024Q2").reason == "far_behind"
    assert not Checkpoint.objects.exists()
    assert CheckpointChange.objects.count() == 2


def test_every_county_is_judged_anew(world):
    bend(world, {Period(2024, 1): Decimal(1)}, code="8-1")
    for county in world.counties:
        assert world.standing("8-1", "2024Q2", county).expected == 1
    assert standings.differences(world.plan) == []


def test_a_preview_names_what_would_turn_and_writes_nothing(world):
    before = stored(world)
    turns = checkpointing.preview(world.targets["1-1"], LINE)
    assert stored(world) == before
    turned = {turn.before.quarter.code: turn for turn in turns}
    assert turned["2024Q2"].is_light
    assert (turned["2024Q2"].before.light, turned["2024Q2"].after.light) == ("red", "green")
    assert max(turned) <= "2024Q3"  # what has not ended has no light to lose
    bend(world)
    for code, turn in turned.items():
        assert world.standing("1-1", code).light == turn.after.light
    assert checkpointing.preview(world.targets["1-1"], LINE) == []


FAULTS = [
    ({Period(2023, 4): "8"}, set()),
    ({Period(2023, 4): "9"}, {"2023Q4"}),
    ({Period(2023, 4): "0"}, set()),
    ({Period(2023, 4): "-1"}, {"2023Q4"}),
    ({Period(2023, 4): "3", Period(2024, 1): "3"}, set()),
    ({Period(2023, 4): "3", Period(2024, 1): "2"}, {"2024Q1"}),
    ({Period(2023, 4): "3", Period(2024, 1): "2", Period(2024, 2): "2"}, {"2024Q1", "2024Q2"}),
]


@pytest.mark.parametrize(("values", "at"), FAULTS)
def test_the_line_climbs_from_the_baseline_to_what_is_required(world, values, at):
    line = {period: Decimal(value) for period, value in values.items()}
    found = checkpointing.faults(world.targets["1-1"], line)
    assert {period.code for period in found} == at
    if at:
        with pytest.raises(Refused):
            bend(world, line)
        assert not CheckpointChange.objects.exists()


@pytest.mark.parametrize(
    ("period", "may"),
    [
        (Period(2022, 1), True),
        (Period(2021, 4), False),
        (Period(2025, 3), True),
        (Period(2025, 4), False),
    ],
)
def test_only_quarters_of_the_plan_that_end_before_the_deadline(world, period, may):
    assert (period in checkpointing.periods_of(world.targets["1-1"])) is may
    if may:
        bend(world, {period: Decimal(0)})
    else:
        with pytest.raises(Refused):
            bend(world, {period: Decimal(0)})


@pytest.mark.parametrize("code", ["20-1", "22-1", "23-1"])
def test_what_does_not_climb_over_the_plan_has_no_checkpoints(world, code):
    with pytest.raises(Refused):
        bend(world, {}, code=code)
    address = reverse("checkpoints", args=[world.targets[code].pk])
    assert client_of(world.reviewer).get(address).status_code == 404


@pytest.mark.parametrize("name", ["filer", "county_filer", "inspector", "administrator"])
def test_only_a_reviewer_bends(world, name):
    with pytest.raises(PermissionDenied):
        bend(world, user=getattr(world, name))


@pytest.mark.parametrize("reason", ["", "  ", "　"])
def test_it_needs_a_reason(world, reason):
    with pytest.raises(Refused):
        bend(world, reason=reason)


def test_of_two_at_once_the_second_is_told(world):
    seen = fingerprint(world)
    bend(world, seen=seen)
    with pytest.raises(Overtaken, match="reviewer先生"):
        bend(world, {}, seen=seen)
    assert CheckpointChange.objects.count() == 1


# The page


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(world: World, **sent: str):
    address = reverse("checkpoints", args=[world.targets["1-1"].pk])
    sent = {"seen": fingerprint(world)} | sent
    return client_of(world.reviewer).post(address, sent)


def test_try_then_save(world):
    tried = send(world, act="try", **{"2024Q2": "２"})
    assert tried.status_code == 200
    assert [turn.is_light for turn in tried.context["turns"]].count(True) >= 1
    assert 'value="２"' in tried.content.decode()
    assert not Checkpoint.objects.exists()
    assert send(world, act="save", reason="工期后移", **{"2024Q2": "２"}).status_code == 302
    assert checkpointing.checkpoints_of(world.targets["1-1"]) == {Period(2024, 2): 2}


BAD = [
    {"act": "save", "2024Q2": "2"},
    {"act": "save", "reason": "是", "2024Q2": "abc"},
    {"act": "save", "reason": "是", "2024Q2": "1.5"},
    {"act": "save", "reason": "是", "2024Q2": "100"},
    {"act": "save", "reason": "是", "seen": "x" * 17},
    {"act": "try", "2024Q2": "\x00"},
]


@pytest.mark.parametrize("sent", BAD)
def test_what_makes_no_line_comes_back_as_typed(world, sent):
    answer = send(world, **sent)
    assert answer.status_code == 422
    assert not Checkpoint.objects.exists()


def test_a_stale_page_keeps_what_was_typed_and_can_be_saved_knowingly(world):
    seen = fingerprint(world)
    bend(world)
    sent = {"act": "save", "reason": "另行安排", "2024Q1": "3"}
    answer = send(world, seen=seen, **sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "另行安排" in page
    assert fingerprint(world) in page
    assert checkpointing.checkpoints_of(world.targets["1-1"]) == LINE
    assert send(world, **sent).status_code == 302
