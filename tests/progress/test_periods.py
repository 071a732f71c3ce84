"""Quarters as values: every edge of a year."""

from datetime import date

import pytest

from progress.periods import Period, periods_between


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 1, 1), "2023Q1"),
        (date(2023, 3, 31), "2023Q1"),
        (date(2023, 4, 1), "2023Q2"),
        (date(2023, 6, 30), "2023Q2"),
        (date(2023, 7, 1), "2023Q3"),
        (date(2023, 9, 30), "2023Q3"),
        (date(2023, 10, 1), "2023Q4"),
        (date(2023, 12, 31), "2023Q4"),
    ],
)
def test_the_quarter_in_which_a_day_lies(day: date, code: str) -> None:
    assert Period.of(day).code == code


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on", "due_on"),
    [
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31), date(2023, 4, 15)),
        ("2023Q2", date(2023, 4, 1), date(2023, 6, 30), date(2023, 7, 15)),
        ("2023Q3", date(2023, 7, 1), date(2023, 9, 30), date(2023, 10, 15)),
        ("2023Q4", date(2023, 10, 1), date(2023, 12, 31), date(2024, 1, 15)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 15)),
    ],
)
def test_the_days_of_a_quarter(code: str, starts_on: date, ends_on: date, due_on: date) -> None:
    period = Period.parse(code)
    assert (period.starts_on, period.ends_on, period.due_on) == (starts_on, ends_on, due_on)


@pytest.mark.parametrize(
    ("code", "following"), [("2023Q1", "2023Q2"), ("2023Q3", "2023Q4"), ("2023Q4", "2024Q1")]
)
def test_neighbours(code: str, following: str) -> None:
    period = Period.parse(code)
    assert period.next.code == following
    assert period.next.previous == period
    assert period.next.ordinal == period.ordinal + 1
    assert period < period.next


@pytest.mark.parametrize(("code", "closes"), [("2023Q3", False), ("2023Q4", True)])
def test_the_last_quarter_closes_the_year(code: str, closes: bool) -> None:
    assert Period.parse(code).closes_year is closes


@pytest.mark.parametrize("code", ["2023Q2", "2023q2", " 2023Q2\n"])
def test_a_code_is_read(code: str) -> None:
    assert Period.parse(code) == Period(2023, 2)


@pytest.mark.parametrize(
    "code", ["", "2023", "2023Q0", "2023Q5", "23Q1", "2023-Q1", "2023Q11", "２０２３Q1", "٢٠٢٣Q1"]
)
def test_anything_else_is_no_code(code: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Period.parse(code)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "first", "last", "count"),
    [
        (date(2022, 1, 1), date(2025, 12, 31), "2022Q1", "2025Q4", 16),
        (date(2022, 3, 31), date(2022, 4, 1), "2022Q1", "2022Q2", 2),
        (date(2022, 4, 1), date(2022, 6, 30), "2022Q2", "2022Q2", 1),
        (date(2022, 12, 31), date(2022, 12, 31), "2022Q4", "2022Q4", 1),
    ],
)
def test_the_quarters_of_a_plan(
    starts_on: date, ends_on: date, first: str, last: str, count: int
) -> None:
    found = periods_between(starts_on, ends_on)
    assert (found[0].code, found[-1].code, len(found)) == (first, last, count)


def test_no_quarter_between_days_the_wrong_way_round() -> None:
    assert periods_between(date(2023, 7, 1), date(2023, 6, 30)) == []
