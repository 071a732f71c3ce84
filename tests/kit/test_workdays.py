"""Working days of China: holidays, make-up days, and years that nobody has announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanyang_vet.kit.workdays import Workdays

DAYS = [
    (date(2024, 9, 28), False, "a Saturday"),
    (date(2024, 9, 29), True, "a Sunday, made up for National Day"),
    (date(2024, 9, 30), True, "the day before"),
    (date(2024, 10, 1), False, "National Day"),
    (date(2024, 10, 7), False, "its last day, a Monday"),
    (date(2024, 10, 8), True, "the day after"),
    (date(2024, 10, 12), True, "a Saturday, made up"),
    (date(2024, 10, 13), False, "the Sunday after"),
    (date(2024, 2, 9), True, "the eve of the Spring Festival, worked on in 2024"),
    (date(2024, 2, 10), False, "its first day"),
    (date(2024, 2, 16), False, "a Friday within it"),
    (date(2024, 2, 17), False, "its last day"),
    (date(2024, 2, 18), True, "a Sunday, made up"),
    (date(2031, 10, 1), True, "a Wednesday of a year not announced"),
    (date(2031, 10, 4), False, "a Saturday of it"),
]


@pytest.mark.parametrize(("day", "worked", "why"), DAYS)
def test_is_workday(day, worked, why):
    assert Workdays().is_workday(day) is worked, why


ADDED = [
    (date(2024, 9, 27), 1, date(2024, 9, 29)),
    (date(2024, 9, 27), 2, date(2024, 9, 30)),
    (date(2024, 9, 27), 3, date(2024, 10, 8)),
    (date(2024, 10, 10), 5, date(2024, 10, 16)),
    (date(2024, 10, 1), 0, date(2024, 10, 1)),
    (date(2024, 10, 8), -1, date(2024, 9, 30)),
    (date(2023, 12, 29), 1, date(2024, 1, 2)),
    (date(2031, 9, 30), 5, date(2031, 10, 7)),
]


@pytest.mark.parametrize(("day", "count", "then"), ADDED)
def test_add(day, count, then):
    assert Workdays().add(day, count) == then


def test_entered_days_go_before_the_announced_ones_and_before_the_week():
    entered = {date(2024, 10, 8): False, date(2031, 10, 1): False, date(2031, 10, 4): True}
    calendar = Workdays(entered)
    assert calendar.add(date(2024, 9, 30), 1) == date(2024, 10, 9)
    assert calendar.add(date(2031, 9, 30), 3) == date(2031, 10, 4)
    assert [calendar.is_workday(day) for day in entered] == list(entered.values())


def test_which_years_are_known():
    days = [date(2031, 10, 1), date(2024, 10, 1), date(2031, 1, 1), date(2032, 1, 1)]
    assert Workdays().unknown_years(days) == [2031, 2032]
    assert Workdays({date(2031, 10, 1): False}).unknown_years(days) == [2032]


@given(st.dates(date(2021, 1, 1), date(2033, 1, 1)), st.integers(0, 700))
def test_between_counts_one_by_one_and_undoes_add(first, length):
    calendar, last = Workdays(), first + timedelta(days=length)
    days = [first + timedelta(days=one) for one in range(1, length + 1)]
    count = sum(calendar.is_workday(day) for day in days)
    assert calendar.between(first, last) == count
    assert calendar.between(last, first) == -count
    assert calendar.between(first, calendar.add(first, count)) == count
