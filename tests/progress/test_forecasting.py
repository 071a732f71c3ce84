"""When a target will be met, at the pace of the last four quarters: cases and properties."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.forecasting import (
    Forecast,
    Need,
    NoForecast,
    Prospect,
    Values,
    forecast,
    need,
)
from progress.judging import Goal, Kind
from progress.periods import Period
from tests.progress.judging_cases import goal

NOW = Period(2024, 2)
TOTAL = goal(required="100", whole=True)
YEARLY = goal(Kind.YEARLY, "100", first_year=2022)


def values(*amounts: int | None, until: Period = NOW) -> Values:
    """The values of the quarters that end with `until`, the oldest first."""
    found, period = {}, until
    for amount in reversed(amounts):
        found[period] = None if amount is None else Fraction(amount)
        period = period.previous
    return found


def ends(found: Forecast) -> tuple[str, str]:
    first, last = (one.code if one else "" for one in (found.earliest, found.latest))
    return first, last


# the values of the last five quarters, the earliest and the latest quarter, the prospect
DATES = [
    ((20, 30, 40, 50, 60), ("2025Q2", "2025Q2"), Prospect.IN_TIME),
    ((20, 40, 50, 55, 60), ("2025Q2", "2026Q2"), Prospect.AT_RISK),  # 10, 20/3 and 5 a quarter
    ((20, 21, 22, 50, 60), ("2025Q1", "2025Q2"), Prospect.IN_TIME),  # 19, 13 and 10 a quarter
    ((52, 54, 56, 58, 60), ("2029Q2", "2029Q2"), Prospect.TOO_LATE),
    ((40, 50, 60, 60, 60), ("2026Q2", ""), Prospect.TOO_LATE),  # nothing in two quarters
    ((20, 60, 60, 60, 60), ("2025Q2", ""), Prospect.AT_RISK),
    ((0, 0, 0, 0, 1), ("", ""), Prospect.TOO_LATE),  # beyond ten years
    ((66, 72, 79, 87, 94), ("2024Q3", "2024Q3"), Prospect.IN_TIME),
    ((71, 77, 82, 88, 93), ("2024Q4", "2024Q4"), Prospect.IN_TIME),  # 7 left at 5.5: two quarters
]


@pytest.mark.parametrize(("amounts", "expected", "prospect"), DATES)
def test_dates(amounts, expected, prospect):
    found = forecast(TOTAL, values(*amounts), NOW)
    assert found.why_not is None
    assert (ends(found), found.prospect) == (expected, prospect)


NEVER = [
    (goal(Kind.RATIO, "30"), (1, 2, 3, 4, 5), NoForecast.SHARE),
    (goal(Kind.STANDARD, "30", first_year=2022), (1, 2, 3, 4, 5), NoForecast.STANDARD),
    (goal(Kind.MILESTONE, "1"), (0, 0, 0, 0, 0), NoForecast.MILESTONE),
    (TOTAL, (20, 30, 40, 50, 100), NoForecast.MET),
    (TOTAL, (20, 30, 40, 50, None), NoForecast.TOO_FEW),
    (TOTAL, (None, 30, 40, 50, 60), NoForecast.TOO_FEW),
    (TOTAL, (40, 50, 60), NoForecast.TOO_FEW),
    (TOTAL, (), NoForecast.TOO_FEW),
    (TOTAL, (60, 60, 60, 60, 60), NoForecast.NO_GAIN),
    (TOTAL, (64, 63, 62, 61, 60), NoForecast.NO_GAIN),
    (goal(Kind.YEARLY, "100", first_year=2025), (1, 2, 3, 4, 5), NoForecast.NOT_BEGUN),
]


@pytest.mark.parametrize(("aim", "amounts", "why_not"), NEVER)
def test_no_forecast_says_why(aim, amounts, why_not):
    assert forecast(aim, values(*amounts), NOW) == Forecast(why_not)


def test_the_plan_begins_at_the_baseline():
    """In its first year the value four quarters ago is the one that everything began with."""
    fourth = Period(2022, 4)
    found = forecast(TOTAL, values(10, 20, 30, 40, until=fourth), fourth)
    assert ends(found) == ("2024Q2", "2024Q2")
    higher = forecast(
        goal(required="100", baseline=Decimal(8)), {**values(40, until=fourth)}, fourth
    )
    assert higher.why_not == NoForecast.TOO_FEW
    third = Period(2022, 3)
    assert forecast(TOTAL, values(10, 20, 30, until=third), third).why_not == NoForecast.TOO_FEW


# the quarter, the year's values so far, what the year will end with at least and at most
YEARS = [
    ((2024, 1), (30,), (120, 120), Prospect.IN_TIME),
    ((2024, 2), (30, 50), (100, 100), Prospect.IN_TIME),
    ((2024, 2), (30, 49), (98, 98), Prospect.TOO_LATE),
    ((2024, 3), (40, 60, 76), (94, Fraction(304, 3)), Prospect.AT_RISK),
    ((2024, 3), (90, 60, 30), (30, 40), Prospect.TOO_LATE),  # corrected downwards
]


@pytest.mark.parametrize(("quarter", "amounts", "expected", "prospect"), YEARS)
def test_within_the_year(quarter, amounts, expected, prospect):
    period = Period(*quarter)
    found = forecast(YEARLY, values(99, *amounts, until=period), period)
    assert ((found.at_least, found.at_most), found.prospect) == (expected, prospect)
    assert ends(found) == ("", "")


def test_no_forecast_for_a_year_that_is_over():
    last = Period(2024, 4)
    found = forecast(YEARLY, values(20, 40, 60, 80, until=last), last)
    assert found == Forecast(NoForecast.YEAR_OVER)


NEEDS = [
    (TOTAL, 60, Need(Fraction(7))),  # 40 pieces in six quarters
    (TOTAL, 94, Need(Fraction(1))),
    (TOTAL, 96, Need(Fraction(1))),  # four pieces in six quarters
    (TOTAL, 97, Need(Fraction(1), 2)),
    (TOTAL, 98, Need(Fraction(1), 3)),
    (TOTAL, 99, Need(Fraction(1), 6, True)),
    (TOTAL, 100, None),
    (TOTAL, None, Need(Fraction(17))),
    (goal(required="100"), 60, Need(Fraction(20, 3))),
    (goal(required="100", baseline=Decimal(40)), None, Need(Fraction(10))),
    (goal(required="100", deadline=NOW.ends_on), 60, None),
    (goal(required="100", deadline=NOW.next.ends_on), 60, Need(Fraction(40), 1, True)),
    (replace(TOTAL, deadline=NOW.next.ends_on), 60, Need(Fraction(40), 1, True)),
    (YEARLY, 40, Need(Fraction(30))),
    (goal(Kind.YEARLY, "100", first_year=2025), 40, None),
    (goal(Kind.RATIO, "30"), 24, Need(Fraction(1))),
    (goal(Kind.STANDARD, "30", first_year=2022), 24, None),
    (goal(Kind.MILESTONE, "1"), 0, None),
]


@pytest.mark.parametrize(("aim", "value", "expected"), NEEDS)
def test_what_is_needed_from_now_on(aim, value, expected):
    assert need(aim, None if value is None else Fraction(value), NOW) == expected


amounts = st.lists(st.integers(0, 120), min_size=5, max_size=5)
goals = st.builds(
    lambda required, whole: goal(required=str(required), whole=whole),
    st.integers(1, 100),
    st.booleans(),
)


def order(period: Period | None) -> int:
    return period.ordinal if period else 10**6


@given(goals, amounts, st.integers(0, 50))
def test_more_progress_never_gives_a_later_date(aim: Goal, before: list[int], more: int):
    after = [*before[:-1], before[-1] + more]
    less_done, more_done = (forecast(aim, values(*one), NOW) for one in (before, after))
    if more_done.why_not == NoForecast.MET:
        return
    assert order(more_done.earliest) <= order(less_done.earliest)
    assert order(more_done.latest) <= order(less_done.latest)


@given(goals, amounts)
def test_a_range_is_in_order_and_still_to_come(aim: Goal, amounts: list[int]):
    found = forecast(aim, values(*amounts), NOW)
    assert order(found.earliest) <= order(found.latest)
    assert found.earliest is None or found.earliest > NOW
    assert (found.why_not is None) == (found.prospect is not None)


@given(goals, st.integers(0, 99))
def test_what_is_needed_is_enough(aim: Goal, value: int):
    found = need(aim, Fraction(value), NOW)
    if found is not None:
        assert value + found.amount * (6 // found.quarters) >= aim.required
        assert not aim.whole or found.amount == int(found.amount)
