"""The lights as tables of cases: both sides of every edge of rulings 4.2.

The measured targets require 1460 of something over the plan's 1460 days, so that what is expected
is the number of days gone; a yearly one requires 364 in a year of 364 days' distance.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from progress.judging import Kind, Light, Reason, expected_at, required_number
from progress.periods import Period
from tests.progress.judging_cases import (
    BLUE_MET,
    END,
    FAR_BEHIND,
    GREEN,
    GREY_NO_DATA,
    OVERDUE,
    RED_NO_DATA,
    YELLOW,
    filed,
    goal,
    light_of,
    share,
)

# The lights of a total (rulings 4.2), by value and quarter ---------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "expected_light"),
    [
        # 89 days gone at the end of the first quarter; 70% of 89 is 62.3.
        pytest.param("2022Q1", "1460", BLUE_MET, id="all-of-it-at-once"),
        pytest.param("2022Q1", "1459.9999", GREEN, id="all-but-a-little"),
        pytest.param("2022Q1", "89", GREEN, id="exactly-the-expected"),
        pytest.param("2022Q1", "88.9999", YELLOW, id="just-below-the-expected"),
        pytest.param("2022Q1", "62.3", YELLOW, id="exactly-70-percent"),
        pytest.param("2022Q1", "62.2999", FAR_BEHIND, id="just-below-70-percent"),
        pytest.param("2022Q1", "0", FAR_BEHIND, id="nought-is-a-value"),
        pytest.param("2022Q1", None, RED_NO_DATA, id="blank-is-none"),
        # 1368 days gone in the last quarter before the deadline.
        pytest.param("2025Q3", "1368", GREEN, id="not-over-a-quarter-before"),
        pytest.param("2025Q3", None, RED_NO_DATA, id="silent-a-quarter-before"),
        pytest.param("2025Q4", "1460", BLUE_MET, id="met-on-the-day"),
        pytest.param("2025Q4", "1459.9999", OVERDUE, id="missed-on-the-day-itself"),
        pytest.param("2025Q4", "0", OVERDUE, id="missed-with-nought"),
        pytest.param("2025Q4", None, OVERDUE, id="missed-in-silence"),
        pytest.param("2026Q1", "1459.9999", OVERDUE, id="stays-overdue"),
        pytest.param("2026Q1", "1460", BLUE_MET, id="met-late"),
    ],
)
def test_a_total(code: str, value: str | None, expected_light: tuple[Light, Reason]) -> None:
    reports = [] if value is None else [filed(code, value)]
    assert light_of(goal(), reports, code) == expected_light


@pytest.mark.parametrize(
    ("deadline", "expected_light"),
    [
        pytest.param(date(2022, 12, 30), OVERDUE, id="the-day-before"),
        pytest.param(date(2022, 12, 31), OVERDUE, id="the-day-itself"),
        pytest.param(date(2023, 1, 1), YELLOW, id="the-day-after"),
    ],
)
def test_the_deadline_counts_from_its_own_day(
    deadline: date, expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(deadline=deadline)
    assert light_of(aim, [filed("2022Q4", "1400")], "2022Q4") == expected_light


def test_an_extension_takes_the_red_away() -> None:
    reports = [filed("2022Q4", "600")]
    missed = goal(deadline=date(2022, 12, 31))
    assert light_of(missed, reports, "2022Q4") == OVERDUE
    assert light_of(replace(missed, deadline=END), reports, "2022Q4") == GREEN


# How the number binds (rulings 2.2) --------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "low", "met", "missed"),
    [
        pytest.param("range", "8", "8", "7", id="8-10-is-met-from-8"),
        pytest.param("range", "8", "11", "7", id="more-than-10-is-no-fault"),
        pytest.param("at_least", "20", "20", "19.9999", id="at-least-20"),
        pytest.param("about", "100000", "90000", "89999", id="about-100000-is-met-from-90000"),
        pytest.param("exact", "100", "100", "99", id="exactly-100"),
        pytest.param("exact", "100", "101", "99", id="more-than-exactly-100"),
    ],
)
def test_a_target_is_met_from_its_required_number_on(
    comparator: str, low: str, met: str, missed: str
) -> None:
    aim = goal(required=str(required_number(Decimal(low), comparator)))
    assert light_of(aim, [filed("2025Q4", met)], "2025Q4") == BLUE_MET
    assert light_of(aim, [filed("2025Q4", missed)], "2025Q4") == OVERDUE


def test_the_share_of_an_about_is_a_setting() -> None:
    assert required_number(Decimal(100), "about", Decimal("0.8")) == 80
    assert required_number(Decimal(100), "at_least", Decimal("0.8")) == 100


def test_the_share_of_lagging_is_a_setting() -> None:
    strict = goal(lagging_share=Decimal("0.8"))
    assert light_of(strict, [filed("2022Q1", "71.2")], "2022Q1") == YELLOW
    assert light_of(strict, [filed("2022Q1", "71.1999")], "2022Q1") == FAR_BEHIND


# Yearly amounts: nought again each January, one verdict for every year ----------------------------


@pytest.mark.parametrize(
    ("code", "reports", "expected_light"),
    [
        # 2023: 89 of 364 days gone at the end of March; 70% of 89 is 62.3.
        pytest.param("2023Q1", [("2023Q1", "89")], GREEN, id="on-pace"),
        pytest.param("2023Q1", [("2023Q1", "88.9999")], YELLOW, id="lagging"),
        pytest.param("2023Q1", [("2023Q1", "62.3")], YELLOW, id="exactly-70-percent"),
        pytest.param("2023Q1", [("2023Q1", "62.2999")], FAR_BEHIND, id="far-behind"),
        pytest.param("2023Q1", [("2023Q1", "364")], BLUE_MET, id="met-early"),
        pytest.param("2023Q1", [], RED_NO_DATA, id="silent"),
        pytest.param("2023Q1", [("2022Q4", "364")], RED_NO_DATA, id="last-year-does-not-count"),
        pytest.param("2023Q3", [("2023Q2", "364")], BLUE_MET, id="an-earlier-quarter-counts"),
        pytest.param("2023Q3", [("2023Q4", "364")], RED_NO_DATA, id="a-later-quarter-does-not"),
        pytest.param("2023Q3", [("2023Q3", "363.9999")], GREEN, id="not-over-before-december"),
        pytest.param("2023Q4", [("2023Q4", "364")], BLUE_MET, id="met-at-the-end"),
        pytest.param("2023Q4", [("2023Q4", "363.9999")], OVERDUE, id="missed-at-the-end"),
        pytest.param("2023Q4", [], OVERDUE, id="missed-in-silence"),
        pytest.param("2024Q1", [("2023Q4", "0")], RED_NO_DATA, id="a-new-year-a-new-verdict"),
        # 2024 is a leap year: 90 of 365 days.
        pytest.param("2024Q1", [("2024Q1", "89.7535")], GREEN, id="leap-year-on-pace"),
        pytest.param("2024Q1", [("2024Q1", "89.7534")], YELLOW, id="leap-year-lagging"),
    ],
)
def test_a_yearly_amount(
    code: str, reports: list[tuple[str, str]], expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(Kind.YEARLY, "364", first_year=2022)
    assert light_of(aim, [filed(*one) for one in reports], code) == expected_light


def test_a_yearly_amount_in_whole_pieces_is_rounded_down() -> None:
    aim = goal(Kind.YEARLY, "4", whole=True, first_year=2022)
    assert [expected_at(aim, Period(2023, number)) for number in (1, 2, 3, 4)] == [0, 1, 2, 4]
    assert light_of(aim, [], "2023Q1") == GREY_NO_DATA
    assert light_of(aim, [], "2023Q2") == RED_NO_DATA


@pytest.mark.parametrize("kind", [Kind.YEARLY, Kind.STANDARD])
@pytest.mark.parametrize(
    ("code", "value", "expected_light"),
    [
        pytest.param("2024Q4", None, GREY_NO_DATA, id="silence-the-year-before"),
        pytest.param("2024Q4", "0", GREEN, id="nought-the-year-before"),
        pytest.param("2024Q4", "364", BLUE_MET, id="met-the-year-before"),
        pytest.param("2025Q4", None, OVERDUE, id="silence-in-the-first-year"),
        pytest.param("2025Q4", "363.9999", OVERDUE, id="missed-in-the-first-year"),
        pytest.param("2025Q4", "364", BLUE_MET, id="met-in-the-first-year"),
    ],
)
def test_nothing_is_due_before_the_first_year(
    kind: Kind, code: str, value: str | None, expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(kind, "364", first_year=2025)
    reports = [] if value is None else [filed(code, value)]
    assert light_of(aim, reports, code) == expected_light


def test_nothing_is_expected_before_the_first_year() -> None:
    aim = goal(Kind.YEARLY, "364", first_year=2025)
    assert [expected_at(aim, Period(2024, 4)), expected_at(aim, Period(2025, 4))] == [0, 364]


def test_a_total_has_no_first_year() -> None:
    aim = goal(first_year=2025)
    assert expected_at(aim, Period(2022, 1)) == 89


# Standards: a floor in full, settled with the year's last quarter ---------------------------------


@pytest.mark.parametrize(
    ("code", "reports", "expected_light"),
    [
        pytest.param("2023Q3", [], GREY_NO_DATA, id="silence-is-free-before-the-last-quarter"),
        pytest.param("2023Q4", [], OVERDUE, id="silence-in-the-last-quarter"),
        pytest.param("2023Q3", [("2022Q4", "12000")], GREY_NO_DATA, id="last-year-does-not-count"),
        pytest.param("2023Q1", [("2023Q1", "12000")], BLUE_MET, id="kept"),
        pytest.param("2023Q1", [("2023Q1", "11999.9999")], YELLOW, id="nearly-kept"),
        pytest.param("2023Q3", [("2023Q1", "8400")], YELLOW, id="exactly-70-percent"),
        pytest.param("2023Q3", [("2023Q1", "8399.9999")], FAR_BEHIND, id="below-70-percent"),
        pytest.param("2023Q4", [("2023Q1", "11999.9999")], OVERDUE, id="missed-at-the-end"),
        pytest.param("2023Q4", [("2023Q2", "12000")], BLUE_MET, id="kept-since-june"),
    ],
)
def test_a_standard(
    code: str, reports: list[tuple[str, str]], expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(Kind.STANDARD, "12000", first_year=2022)
    assert light_of(aim, [filed(*one) for one in reports], code) == expected_light


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("whole", [True, False])
def test_a_standard_expects_all_of_it_all_the_time(number: int, whole: bool) -> None:
    aim = goal(Kind.STANDARD, "600.5", whole=whole, first_year=2022)
    assert expected_at(aim, Period(2023, number)) == Fraction("600.5")


@pytest.mark.parametrize(("part", "expected_light"), [("3000", BLUE_MET), ("2999.9999", OVERDUE)])
def test_a_standard_in_percent_is_judged_by_its_exact_share(
    part: str, expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(Kind.STANDARD, "30", first_year=2022)
    assert light_of(aim, [share("2023Q4", part, "10000")], "2023Q4") == expected_light


# Ratios ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "part", "whole", "expected_light"),
    [
        # 60% by the end of 2022: 60 x 180 / 364 = 29.67... by June; 70% of it 20.76...
        pytest.param("2022Q2", "29.68", "100", GREEN, id="on-pace"),
        pytest.param("2022Q2", "29.67", "100", YELLOW, id="just-behind"),
        pytest.param("2022Q2", "20.77", "100", YELLOW, id="just-above-70-percent"),
        pytest.param("2022Q2", "20.76", "100", FAR_BEHIND, id="just-below-70-percent"),
        pytest.param("2022Q2", "0", "100", FAR_BEHIND, id="nought-of-something"),
        pytest.param("2022Q4", "3", "5", BLUE_MET, id="exactly-60-percent"),
        pytest.param("2022Q4", "59.9999", "100", OVERDUE, id="a-hair-below"),
        pytest.param("2023Q1", "3", "5", BLUE_MET, id="met-late"),
    ],
)
def test_a_ratio(code: str, part: str, whole: str, expected_light: tuple[Light, Reason]) -> None:
    aim = goal(Kind.RATIO, "60", deadline=date(2022, 12, 31))
    assert light_of(aim, [share(code, part, whole)], code) == expected_light


def test_a_third_is_judged_exactly() -> None:
    """1/3 is below 33.3334 and above 33.3333; no rounding lies between."""
    reports = [share("2025Q4", "1", "3")]
    assert light_of(goal(Kind.RATIO, "33.3333"), reports, "2025Q4") == BLUE_MET
    assert light_of(goal(Kind.RATIO, "33.3334"), reports, "2025Q4") == OVERDUE


# Milestones and completion (rulings 2.9) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "expected_light"),
    [
        pytest.param("2023Q1", None, GREY_NO_DATA, id="silence-before-its-day"),
        pytest.param("2023Q1", "0", GREEN, id="not-done-before-its-day"),
        pytest.param("2023Q1", "1", BLUE_MET, id="done-early"),
        pytest.param("2023Q2", None, OVERDUE, id="silence-on-its-day"),
        pytest.param("2023Q2", "0", OVERDUE, id="not-done-on-its-day"),
        pytest.param("2023Q2", "1", BLUE_MET, id="done-on-its-day"),
        pytest.param("2023Q3", "0", OVERDUE, id="not-done-after-its-day"),
    ],
)
def test_a_milestone(code: str, value: str | None, expected_light: tuple[Light, Reason]) -> None:
    aim = goal(Kind.MILESTONE, "1", whole=True, deadline=date(2023, 6, 30))
    reports = [] if value is None else [filed(code, value)]
    assert light_of(aim, reports, code) == expected_light


@pytest.mark.parametrize(
    ("code", "value", "expected_light"),
    [
        # 100 x 729 / 1460 = 49.93... at the end of 2023; 70% of it 34.95...
        pytest.param("2023Q4", "49.9316", GREEN, id="on-pace"),
        pytest.param("2023Q4", "49.9315", YELLOW, id="just-behind"),
        pytest.param("2023Q4", "34.9521", YELLOW, id="just-above-70-percent"),
        pytest.param("2023Q4", "34.9520", FAR_BEHIND, id="just-below-70-percent"),
        pytest.param("2023Q4", "100", BLUE_MET, id="complete"),
        pytest.param("2025Q4", "99.9999", OVERDUE, id="not-quite-complete"),
    ],
)
def test_a_completion_percentage(
    code: str, value: str, expected_light: tuple[Light, Reason]
) -> None:
    assert light_of(goal(Kind.COMPLETION, "100"), [filed(code, value)], code) == expected_light
