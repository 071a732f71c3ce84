"""Who owes what, and when; and what becomes of it when those who are bound change."""

from datetime import date
from decimal import Decimal

import pytest

from departments.models import Group, Organization
from nanyang_vet.kit.signals import master_data_changed
from progress import duties, standings
from progress.models import Quarter, Report, Standing
from progress.periods import Period
from progress.plans import bring_up_to_date
from tasks.models import Responsibility, Target
from tests.progress.worlds import TODAY, World, make_target, make_world


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def target_of(
    kind: str, deadline: date = date(2023, 6, 30), first_year: int | None = None
) -> Target:
    return Target(kind=kind, deadline=deadline, first_year=first_year)


# The rule

OWED = [
    ("total", "2022Q1", False, True),
    ("total", "2023Q2", False, True),
    ("total", "2023Q2", True, True),  # met, and the deadline not yet behind
    ("total", "2023Q3", True, False),
    ("total", "2023Q3", False, True),  # missed: owed until met
    ("ratio", "2023Q3", True, False),
    ("completion", "2023Q3", False, True),
    ("yearly", "2023Q3", False, True),
    ("yearly", "2023Q3", True, True),
    ("standard", "2023Q3", False, False),
    ("standard", "2023Q4", False, True),
    ("standard", "2023Q4", True, True),
    ("milestone", "2023Q1", False, False),
    ("milestone", "2023Q2", False, True),
    ("milestone", "2023Q3", False, True),
    ("milestone", "2023Q3", True, False),
]


@pytest.mark.parametrize(("kind", "quarter", "met_before", "owed"), OWED)
def test_is_owed(kind, quarter, met_before, owed):
    assert duties.is_owed(target_of(kind), Period.parse(quarter), met_before) is owed


@pytest.mark.parametrize(
    ("first_year", "quarter", "begun"),
    [(None, "2022Q1", True), (2023, "2022Q4", False), (2023, "2023Q1", True)],
)
def test_nothing_is_owed_before_the_first_year(first_year, quarter, begun):
    target = target_of("yearly", first_year=first_year)
    assert duties.has_begun(target, Period.parse(quarter)) is begun


# Who files


def test_who_files_what(world):
    found = {
        target.code: [one.name for one in duties.contributors(target)]
        for target in duties.active_targets(world.plan)
    }
    counties = [one.name for one in world.counties]
    education, labour = [world.education.name], [world.labour.name]
    assert found == {
        "1-1": education,
        "4-1": counties,
        "8-1": counties,
        "20-1": labour,
        "22-1": education,
        "23-1": labour,
        "23-2": counties,
        "27-0": education,
    }


def test_every_duty_has_a_row_from_the_start(world):
    quarters = 16
    for target in duties.active_targets(world.plan):
        rows = Report.objects.filter(target=target)
        assert rows.count() == quarters * len(duties.contributors(target))
    assert set(Report.objects.values_list("state", flat=True)) == {"unfiled"}


def test_a_later_first_year_makes_no_rows_before_it(world):
    Target.objects.filter(code="20-1").update(first_year=2024)
    master_data_changed.send(sender=Target)
    years = Report.objects.filter(target__code="20-1").values_list("quarter__year", flat=True)
    assert set(years) == {2024, 2025}


def test_what_is_owed_in_a_quarter(world):
    """A standard only with the year's last quarter, a milestone only from its day on."""
    owed = Report.objects.filter(is_owed=True, organization__in=[world.education, world.labour])
    found = {
        quarter: sorted(
            owed.filter(quarter=world.quarter(quarter)).values_list("target__code", flat=True)
        )
        for quarter in ("2023Q1", "2023Q2", "2023Q4")
    }
    assert found == {
        "2023Q1": ["1-1", "20-1", "27-0"],
        "2023Q2": ["1-1", "20-1", "22-1", "27-0"],
        "2023Q4": ["1-1", "20-1", "22-1", "23-1", "27-0"],
    }


def test_what_was_met_before_is_owed_no_more_and_again_when_reopened(world):
    def owed(quarter: str) -> bool:
        return world.report("22-1", quarter).is_owed

    assert owed("2024Q1")
    report = world.accepted("22-1", "2023Q2", value=Decimal(1))
    assert [owed(quarter) for quarter in ("2023Q2", "2023Q3", "2024Q1")] == [True, False, False]
    report.state = "returned"
    report.save()
    standings.refresh(report)
    assert owed("2024Q1")


# Groups


def test_members_picked_for_a_task_stand_for_the_group(world):
    unit = Responsibility.objects.get(task=world.targets["8-1"].task, group=world.county_group)
    unit.members.set(world.counties[:1])
    master_data_changed.send(sender=Responsibility)
    filing = Report.objects.filter(target=world.targets["8-1"])
    assert set(filing.values_list("organization__name", flat=True)) == {"宛城区"}
    others = Report.objects.filter(target=world.targets["23-2"])
    assert others.values("organization").distinct().count() == 3


def test_a_group_without_members_owes_nothing_and_does_not_vanish(world):
    empty = Group.objects.get(name="职业院校")
    task = world.targets["27-0"].task
    make_target(task, "27-1", Target.Kind.TOTAL, 5, "所", collected_from=empty)
    bring_up_to_date()
    target = Target.objects.get(code="27-1")
    assert not Report.objects.filter(target=target).exists()
    city = Standing.objects.get(target=target, quarter=world.quarter("2024Q2"))
    assert (city.light, city.reason, city.actual) == ("red", "no_data", None)
    school = Organization.objects.create(name="南阳职业技术学院", kind="institution", place=50)
    empty.members.add(school)
    master_data_changed.send(sender=Group)
    assert Report.objects.filter(target=target, organization=school).count() == 16


def test_a_completion_gives_way_to_a_target(world):
    task = world.targets["27-0"].task
    codes = lambda: {one.code for one in duties.active_targets(world.plan)}  # noqa: E731
    assert "27-0" in codes()
    make_target(task, "27-1", Target.Kind.MILESTONE, 1, "项", deadline=date(2024, 6, 30))
    assert "27-0" not in codes()
    bring_up_to_date()
    assert not Report.objects.filter(target__code="27-0").exists()
    assert not Standing.objects.filter(target__code="27-0").exists()
    assert standings.differences(world.plan) == []


# Changes


def test_a_new_lead_takes_over_and_what_was_filed_stays(world):
    filed = world.filed("1-1", "2024Q1", state="draft", done="写了一半")
    accepted = world.accepted("1-1", "2023Q4", value=Decimal(8))
    assert world.standing("1-1", "2024Q2").light == "blue"
    unit = Responsibility.objects.get(task=world.targets["1-1"].task)
    unit.organization = world.labour
    unit.save()
    master_data_changed.send(sender=Responsibility)
    rows = Report.objects.filter(target=world.targets["1-1"])
    assert rows.filter(organization=world.labour).count() == 16
    kept = rows.filter(organization=world.education)
    assert set(kept) == {filed, accepted}
    # What was reached does not go with the lead that reported it.
    assert world.standing("1-1", "2024Q2").actual == 8
    assert world.standing("1-1", "2024Q2").light == "blue"
    assert standings.differences(world.plan) == []


def test_the_new_lead_does_not_owe_what_the_former_one_filed(world):
    world.accepted("1-1", "2024Q1", value=Decimal(3))
    give_to_labour(world)
    assert not world.report("1-1", "2024Q1", world.labour).is_owed
    assert world.report("1-1", "2024Q2", world.labour).is_owed


def test_where_both_leads_reported_the_new_one_counts(world):
    world.accepted("1-1", "2024Q1", value=Decimal(3))
    give_to_labour(world)
    world.accepted("1-1", "2024Q1", world.labour, value=Decimal(5))
    assert world.standing("1-1", "2024Q1").actual == 5
    assert standings.differences(world.plan) == []


def give_to_labour(world: World) -> None:
    unit = Responsibility.objects.get(task=world.targets["1-1"].task)
    unit.organization = world.labour
    unit.save()
    master_data_changed.send(sender=Responsibility)


def test_what_a_former_lead_left_is_not_overdue(world):
    left = world.filed("1-1", "2024Q1", state="draft", done="写了一半")
    assert Report.objects.overdue(TODAY).filter(pk=left.pk).exists()
    unit = Responsibility.objects.get(task=world.targets["1-1"].task)
    unit.organization = world.labour
    unit.save()
    master_data_changed.send(sender=Responsibility)
    assert not Report.objects.overdue(TODAY).filter(pk=left.pk).exists()


def test_what_a_target_that_gave_way_left_is_not_overdue(world):
    left = world.filed("27-0", "2024Q1", state="draft", done="写了一半")
    make_target(world.targets["27-0"].task, "27-1", Target.Kind.TOTAL, 5, "所")
    bring_up_to_date()
    assert not Report.objects.overdue(TODAY).filter(pk=left.pk).exists()


# Quarters


def test_the_quarters_of_a_plan_and_their_dates(world):
    quarters = list(world.plan.quarters.all())
    assert [one.code for one in quarters[:2]] == ["2022Q1", "2022Q2"]
    assert len(quarters) == 16
    assert (quarters[3].opens_on, quarters[3].due_on) == (date(2023, 1, 1), date(2023, 1, 15))


def test_dates_that_were_set_by_hand_stay(world):
    Quarter.objects.filter(pk=world.quarter("2024Q3").pk).update(due_on=date(2024, 10, 31))
    bring_up_to_date()
    assert world.quarter("2024Q3").due_on == date(2024, 10, 31)
    assert world.plan.quarters.count() == 16


def test_a_longer_plan_has_more_quarters_and_duties(world):
    world.plan.ends_on = date(2026, 3, 31)
    world.plan.save()
    master_data_changed.send(sender=type(world.plan))
    assert world.plan.quarters.count() == 17
    assert world.report("1-1", "2026Q1").is_owed
