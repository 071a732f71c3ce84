"""The writes of those who file and of those who review: which state allows which act."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from departments.models import Role
from nanyang_vet.kit import clock
from progress import filing, review
from progress.filing import Content, Incomplete, NotOpen, Stale
from progress.models import Event, Report
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"
THREE = Content(value=Decimal(3), done="已建成三所")


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def snapshot(report: Report) -> dict[str, Any]:
    return dict(Report.objects.values().get(pk=report.pk))


# Which state allows which act

ACTS: dict[str, Callable[[World, Report, int], Report]] = {
    "save": lambda world, report, version: filing.save_draft(
        report=report, user=world.filer, version=version, content=THREE
    ),
    "submit": lambda world, report, version: filing.submit(
        report=report, user=world.filer, version=version
    ),
    "withdraw": lambda world, report, version: filing.withdraw(
        report=report, user=world.filer, version=version
    ),
    "accept": lambda world, report, version: review.accept(
        report=report, user=world.reviewer, version=version
    ),
    "return": lambda world, report, version: review.return_(
        report=report, user=world.reviewer, version=version, reason="请补充"
    ),
    "reopen": lambda world, report, version: review.reopen(
        report=report, user=world.reviewer, version=version, reason="数据有误"
    ),
}
ALLOWED = {
    ("unfiled", "save"): "draft",
    ("draft", "save"): "draft",
    ("returned", "save"): "returned",
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "withdraw"): "draft",
    ("submitted", "accept"): "accepted",
    ("submitted", "return"): "returned",
    ("accepted", "reopen"): "returned",
}
EVERY = [(state, act) for state in Report.State.values for act in ACTS]


@pytest.mark.parametrize(("state", "act"), EVERY)
def test_state_by_act(world, state, act):
    report = world.filed("1-1", NOW, state=state, value=Decimal(2))
    before = snapshot(report)
    if (state, act) in ALLOWED:
        ACTS[act](world, report, report.version)
        after = snapshot(report)
        assert after["state"] == ALLOWED[state, act]
        assert after["version"] == before["version"] + 1
        assert Event.objects.filter(report=report).count() == 1
    else:
        with pytest.raises(Stale) as refused:
            ACTS[act](world, report, report.version)
        assert refused.value.report.state == state
        assert snapshot(report) == before
        assert not Event.objects.exists()


@pytest.mark.parametrize(("state", "act"), ALLOWED)
@pytest.mark.parametrize("off", [-1, 1])
def test_another_version_is_stale(world, state, act, off):
    report = world.filed("1-1", NOW, state=state, value=Decimal(2))
    before = snapshot(report)
    with pytest.raises(Stale):
        ACTS[act](world, report, report.version + off)
    assert snapshot(report) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize(("state", "act"), ALLOWED)
def test_a_locked_quarter_is_locked(world, state, act):
    report = world.filed("1-1", NOW, state=state, value=Decimal(2))
    world.plan.quarters.filter(pk=report.quarter_id).update(is_locked=True)
    before = snapshot(report)
    with pytest.raises(NotOpen if act in {"save", "submit", "withdraw"} else Stale):
        ACTS[act](world, report, report.version)
    assert snapshot(report) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize(("day", "opens"), [(date(2024, 9, 30), False), (date(2024, 10, 1), True)])
def test_filing_opens_on_its_day(world, settings, day, opens):
    settings.BUSINESS_DATE = day
    report = world.report("1-1", NOW)
    if opens:
        assert ACTS["save"](world, report, 0).state == "draft"
    else:
        with pytest.raises(NotOpen):
            ACTS["save"](world, report, 0)
        assert snapshot(report)["state"] == "unfiled"


# What is complete

COMPLETE = [
    ("1-1", {"value": Decimal(0)}, True),
    ("1-1", {}, False),
    ("1-1", {"not_applicable": True, "not_applicable_why": "无此项"}, True),
    ("1-1", {"done": "只有文字"}, False),
    ("23-1", {"numerator": Decimal(0), "denominator": Decimal(5)}, True),
    ("23-1", {"numerator": Decimal(1)}, False),
    ("23-1", {"denominator": Decimal(5)}, False),
    ("23-1", {"value": Decimal(30)}, False),
]


@pytest.mark.parametrize(("code", "figures", "complete"), COMPLETE)
def test_a_submission_needs_a_figure(world, code, figures, complete):
    report = world.filed(code, NOW, state="draft", **figures)
    before = snapshot(report)
    if complete:
        filing.submit(report=report, user=world.filer, version=report.version)
        assert snapshot(report)["state"] == "submitted"
    else:
        with pytest.raises(Incomplete):
            filing.submit(report=report, user=world.filer, version=report.version)
        assert snapshot(report) == before
        assert not Event.objects.exists()


def test_nought_blank_and_not_applicable_are_three_things(world):
    report = world.report("1-1", NOW)
    steps = [
        Content(value=Decimal(0)),
        Content(done="尚无数据"),
        Content(not_applicable=True, not_applicable_why="不涉及"),
    ]
    found = []
    for version, content in enumerate(steps):
        filing.save_draft(report=report, user=world.filer, version=version, content=content)
        row = snapshot(report)
        found.append((row["value"], row["not_applicable"]))
    assert found == [(Decimal(0), False), (None, False), (None, True)]


def test_the_database_refuses_a_figure_beside_not_applicable(world):
    report = world.report("1-1", NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(not_applicable=True, value=Decimal(1))


def test_the_database_refuses_a_second_report(world):
    report = world.report("1-1", NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            target=report.target, organization=report.organization, quarter=report.quarter
        )


# What is kept of it


def test_an_event_keeps_old_and_new(world):
    report = world.report("1-1", NOW)
    filing.save_draft(report=report, user=world.filer, version=0, content=THREE)
    four = Content(value=Decimal(4), done="已建成三所")
    filing.save_draft(report=report, user=world.filer, version=1, content=four)
    first, second = Event.objects.order_by("pk")
    assert first.changes == {"value": [None, "3"], "done": ["", "已建成三所"]}
    assert list(second.changes) == ["value"]
    assert [Decimal(one) for one in second.changes["value"]] == [3, 4]
    assert {one.act for one in (first, second)} == {"saved"}
    assert {one.by for one in (first, second)} == {world.filer}
    assert clock.date_of(first.at) == TODAY


def test_saving_what_is_there_changes_nothing(world):
    report = world.filed("1-1", NOW, state="draft", value=Decimal(3), done="已建成三所")
    before = snapshot(report)
    filing.save_draft(report=report, user=world.filer, version=0, content=THREE)
    assert snapshot(report) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize("code", ["1-1", "8-1"])
def test_ten_identical_submissions_store_one(world, code):
    owner = world.counties[0] if code == "8-1" else None
    report = world.filed(code, NOW, owner, state="draft", value=Decimal(1))
    for _ in range(10):
        filing.submit(report=report, user=world.filer, version=report.version)
    assert snapshot(report)["version"] == report.version + 1
    assert [one.act for one in Event.objects.all()] == ["submitted"]


def test_a_second_click_after_saving_and_submitting_is_no_conflict(world):
    """The page saves before it submits, so its second sending is two versions behind."""
    report = world.report("1-1", NOW)
    saved = filing.save_draft(report=report, user=world.filer, version=0, content=THREE)
    filing.submit(report=report, user=world.filer, version=saved.version)
    again = filing.submit(report=report, user=world.filer, version=0)
    assert again.state == "submitted"
    assert [one.act for one in Event.objects.order_by("pk")] == ["saved", "submitted"]


def test_submitting_what_another_submitted_is_stale(world):
    report = world.filed("1-1", NOW, state="draft", value=Decimal(1))
    colleague = make_user("colleague", Role.FILER, world.education)
    filing.submit(report=report, user=colleague, version=report.version)
    with pytest.raises(Stale):
        filing.submit(report=report, user=world.filer, version=report.version)


def test_a_returned_report_is_owed_again(world, settings):
    report = world.filed("1-1", "2024Q2", value=Decimal(3))
    mine = Report.objects.filter(pk=report.pk)
    assert not mine.overdue(TODAY).exists()
    review.return_(report=report, user=world.reviewer, version=report.version, reason="请核对")
    row = snapshot(report)
    assert (row["state"], row["submitted_at"]) == ("returned", None)
    assert row["decided_at"] is not None
    by = date(2024, 10, 16)  # five working days, the make-up day of 12 October among them
    assert row["redo_by"] == by
    settings.BUSINESS_DATE = by
    assert not mine.overdue(by).exists()
    settings.BUSINESS_DATE = by + timedelta(days=3)
    assert mine.overdue(settings.BUSINESS_DATE).exists()
    assert mine.get().days_late == 3
    filing.submit(report=report, user=world.filer, version=report.version)
    row = snapshot(report)
    assert row["submitted_at"] is not None
    assert (row["decided_at"], row["was_late"]) == (None, True)
    assert not mine.overdue(settings.BUSINESS_DATE).exists()


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (1, True)])
def test_overdue_from_the_day_after_the_filing_date(world, days, overdue):
    report = world.report("1-1", "2024Q2")
    day = report.quarter.due_on + timedelta(days=days)
    assert Report.objects.filter(pk=report.pk).overdue(day).exists() is overdue
