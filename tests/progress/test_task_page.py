"""A task's page: its courses, the parts of the counties, what to expect, and who sees it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Organization, User
from progress import extending, standings
from progress.contributing import Contributions
from progress.models import Report, Standing
from progress.plans import bring_up_to_date
from progress.selecting import Selection
from progress.target_rows import TargetRow, target_rows
from progress.trajectories import Course, course_of
from tasks.models import Checkpoint, Task
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q2"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def row(world: World, code: str, user: User | None = None, county: int | None = None) -> TargetRow:
    """The row of the target as the page has it."""
    task = Task.objects.with_responsibilities().select_related("plan")
    quarters = list(world.plan.quarters.select_related("plan").order_by("-ordinal"))
    quarter = next(one for one in quarters if one.code == NOW)
    found = target_rows(
        task.get(pk=world.targets[code].task_id),
        user or world.reviewer,
        Selection(world.plan, quarter, quarters),
        county,
    )
    return next(one for one in found if one.target.code == code)


def parts(world: World, code: str) -> Contributions:
    found = row(world, code).contributions
    assert found is not None
    return found


def owner(found: TargetRow) -> Organization | None:
    """Whose course the row draws."""
    return found.focus.organization if found.focus else None


def course(world: World, code: str, **more: Any) -> Course:
    found = course_of(row(world, code, **more))
    assert found is not None
    return found


def page(world: World, code: str, user: User, **asked: Any) -> str:
    client = Client()
    client.force_login(user)
    where = reverse("task", args=[world.targets[code].task_id])
    answer = client.get(where, {"quarter": NOW} | asked)
    assert answer.status_code == 200
    return answer.content.decode()


# The course: the same figures as the standings


def test_the_chart_has_a_point_for_every_accepted_value(world):
    for quarter, value in [("2022Q4", 1), ("2023Q2", 2), ("2024Q1", 4)]:
        world.accepted("1-1", quarter, value=Decimal(value))
    found = course(world, "1-1")
    points = [point for line in found.trajectory.actual for point in line]
    stored = Standing.objects.filter(
        target=world.targets["1-1"], quarter__ordinal__lte=world.quarter(NOW).ordinal
    )
    assert [one.actual for one in found.moments] == [
        one.actual for one in stored.order_by("quarter__ordinal")
    ]
    assert [point.amount for point in points] == [1, 1, 2, 2, 2, 4, 4]
    assert (points[0].day, points[-1].day) == (date(2022, 12, 31), date(2024, 6, 30))
    assert len(found.chart.points) == 7


def test_the_expected_line_is_the_stored_expectation(world):
    Checkpoint.objects.create(target=world.targets["1-1"], year=2024, quarter=1, value=6)
    world.accepted("1-1", "2023Q2", value=Decimal(2))
    standings.rebuild(world.plan)
    found = course(world, "1-1")
    drawn = {point.day: point.amount for line in found.trajectory.expected for point in line}
    for one in found.moments:
        assert drawn[one.quarter.period.ends_on] == one.expected
    assert drawn[date(2024, 3, 31)] == 6
    assert len(found.chart.checkpoints) == 1


def test_a_yearly_course_begins_anew_each_january(world):
    for quarter, value in [("2023Q3", 60_000), ("2023Q4", 99_000), ("2024Q1", 20_000)]:
        world.accepted("20-1", quarter, value=Decimal(value))
    found = course(world, "20-1")
    assert [[point.amount for point in line] for line in found.trajectory.actual] == [
        [60_000, 99_000],
        [20_000, 20_000],
    ]
    assert len(found.trajectory.expected) == 4
    assert found.trajectory.by_years
    assert found.axis_title == "万人次"
    assert found.trajectory.deadline == date(2024, 12, 31)


def test_an_extension_moves_the_deadline_of_the_course(world):
    asked = extending.ask(
        target=world.targets["1-1"],
        user=world.filer,
        reason="延后",
        progress="过半",
        until=date(2026, 6, 30),
    )
    extending.grant(extension=asked, user=world.reviewer, reason="同意")
    found = course(world, "1-1").trajectory
    assert (found.moved_from, found.deadline) == (date(2025, 12, 31), date(2026, 6, 30))
    assert found.ends_on == date(2026, 6, 30)


def test_a_milestone_has_no_course(world):
    assert course_of(row(world, "22-1")) is None


def test_counties_that_have_met_it_are_counted(world):
    first, second, _third = world.counties
    world.accepted("8-1", "2023Q4", first, value=Decimal(1))
    world.accepted("8-1", "2024Q2", second, value=Decimal(2))
    found = course(world, "8-1")
    assert [one.actual for one in found.moments][-3:] == [1, 1, 2]
    assert found.trajectory.required == 3


def test_one_county_on_demand_and_ones_own_by_default(world):
    first, second, _third = world.counties
    world.accepted("8-1", "2024Q2", second, value=Decimal(2))
    assert course(world, "8-1", county=second.pk).moments[-1].actual == 2
    assert owner(row(world, "8-1", county=10**6)) is None
    assert owner(row(world, "8-1", user=world.county_filer)) == first
    assert owner(row(world, "8-1", user=world.county_filer, county=second.pk)) is None


# The parts of the counties


def test_parts_add_up_to_the_value_of_the_city(world):
    first, second, third = world.counties
    world.accepted("4-1", "2022Q2", first, numerator=Decimal(1), denominator=Decimal(9))
    world.accepted("4-1", "2022Q4", first, numerator=Decimal(2), denominator=Decimal(8))
    world.accepted("4-1", "2023Q1", second, numerator=Decimal(3), denominator=Decimal(4))
    world.filed("4-1", "2024Q2", third, numerator=Decimal(9), denominator=Decimal(9))
    found = parts(world, "4-1")
    assert found.total == world.standing("4-1", NOW).actual
    assert (found.numerator, found.denominator) == (5, 12)
    assert found.missing == [third.name] == world.standing("4-1", NOW).missing
    assert [one.words for one in found.lines] == ["25%", "75%", "—"]
    assert [one.latest and one.latest.quarter.code for one in found.lines] == [
        "2022Q4",
        "2023Q1",
        None,
    ]
    waiting = found.lines[2].report
    assert waiting
    assert waiting.state == Report.State.SUBMITTED


def test_parts_of_an_amount_in_its_year(world):
    world.targets["20-1"].collected_from = world.county_group
    world.targets["20-1"].save()
    bring_up_to_date()
    first, second, third = world.counties
    world.accepted("20-1", "2023Q4", first, value=Decimal(50_000))
    world.accepted("20-1", "2024Q1", first, value=Decimal(30_000))
    world.accepted("20-1", "2024Q2", second, value=Decimal(0))
    world.accepted("20-1", "2024Q2", third, not_applicable=True, not_applicable_why="无")
    found = parts(world, "20-1")
    assert found.total == world.standing("20-1", NOW).actual == 30_000
    assert [one.words for one in found.lines] == ["100%", "0%", "—"]
    assert found.missing == []
    assert found.given == 3


def test_each_county_against_what_is_required(world):
    first, second, _third = world.counties
    world.accepted("23-2", "2024Q2", first, value=Decimal(4_500_000))
    world.accepted("23-2", "2023Q4", second, value=Decimal(3_000_000))  # of another year
    found = parts(world, "23-2")
    assert [(one.words, one.bar) for one in found.lines] == [
        ("150%", "100"),
        ("—", "0"),
        ("—", "0"),
    ]
    assert found.total == 4_500_000
    for one in found.lines:
        assert one.standing == world.standing("23-2", NOW, one.organization)


def test_a_county_sees_its_own_part_and_the_sum_of_all(world):
    first, second, _third = world.counties
    for owner, part in [(first, 1), (second, 3)]:
        world.accepted("4-1", "2022Q4", owner, numerator=Decimal(part), denominator=Decimal(8))
    found = row(world, "4-1", user=world.county_filer)
    assert found.contributions
    assert [one.organization for one in found.contributions.lines] == [first]
    assert found.city
    assert found.city.actual == 25
    shown = page(world, "4-1", world.county_filer)
    assert "12.5% (1 / 8)" in shown
    assert "(3 / 8)" not in shown


# The page


def test_the_page_says_what_to_expect(world):
    for quarter, value in [("2023Q2", 2), ("2023Q4", 3), ("2024Q2", 4)]:
        world.accepted("1-1", quarter, value=Decimal(value))
    client = Client()
    client.force_login(world.filer)
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("task", args=[world.targets["1-1"].task_id]), {"quarter": NOW})
    shown = re.sub(r"\s+", " ", answer.content.decode())
    assert "Will be met between 2025 Q4 and 2026 Q2." in shown
    assert "may be late" in shown
    assert "1 所 a quarter are needed from now on" in shown


@pytest.mark.parametrize("asked", ["", "x", "-1", "１", "9" * 30, "99999"])
def test_a_county_that_there_is_not_is_ignored(world, asked):
    assert 'class="chart"' in page(world, "8-1", world.reviewer, county=asked)
