"""What is expected at a quarter's end, and from when it is due soon (rulings 4.1, 4.6)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from progress.judging import Goal, Kind, Light, Reason, due_soon_from, expected_at, required_number
from progress.periods import Period
from tests.progress.judging_cases import (
    BLUE_MET,
    END,
    FAR_BEHIND,
    GREEN,
    GREY_NO_DATA,
    OVERDUE,
    RED_NO_DATA,
    START,
    YELLOW,
    filed,
    goal,
    light_of,
    verdict,
)

# Whole pieces (rulings 4.1): nobody is late with a third of a school ------------------------------


@pytest.mark.parametrize(
    ("code", "value", "expected", "expected_light"),
    [
        # 8 schools: 8 x 180 / 1460 = 0.98..., 8 x 272 / 1460 = 1.49...
        pytest.param("2022Q2", "0", 0, GREEN, id="nothing-expected-yet"),
        pytest.param("2022Q2", None, 0, GREY_NO_DATA, id="silence-before-anything-is-expected"),
        pytest.param("2022Q3", None, 1, RED_NO_DATA, id="silence-once-one-is-expected"),
        pytest.param("2022Q3", "1", 1, GREEN, id="one-and-a-half-expects-one"),
        pytest.param("2022Q3", "0", 1, FAR_BEHIND, id="none-of-one"),
        pytest.param("2025Q3", "7", 7, GREEN, id="seven-and-a-half-expects-seven"),
        pytest.param("2025Q3", "6", 7, YELLOW, id="six-of-seven"),
        pytest.param("2025Q3", "4.9", 7, YELLOW, id="70-percent-of-the-rounded"),
        pytest.param("2025Q3", "4.8999", 7, FAR_BEHIND, id="below-70-percent-of-the-rounded"),
        pytest.param("2025Q3", "8", 7, BLUE_MET, id="met-early"),
        pytest.param("2025Q4", "7", 8, OVERDUE, id="seven-of-eight-at-the-end"),
    ],
)
def test_whole_pieces_are_rounded_down(
    code: str, value: str | None, expected: int, expected_light: tuple[Light, Reason]
) -> None:
    found = verdict(
        goal(required="8", whole=True), [] if value is None else [filed(code, value)], code
    )
    assert found.expected == expected
    assert (found.light, found.reason) == expected_light


def test_a_single_piece_is_not_expected_before_its_deadline() -> None:
    aim = goal(required="1", whole=True)
    assert expected_at(aim, Period(2025, 3)) == 0
    assert expected_at(aim, Period(2025, 4)) == 1


def test_a_required_number_that_is_no_whole_one_stays_itself_after_the_deadline() -> None:
    aim = goal(required=str(required_number(Decimal(5), "about")), whole=True)
    assert expected_at(aim, Period(2025, 3)) == 4
    assert expected_at(aim, Period(2025, 4)) == Fraction("4.5")
    assert light_of(aim, [filed("2025Q4", "4")], "2025Q4") == OVERDUE
    assert light_of(aim, [filed("2025Q4", "5")], "2025Q4") == BLUE_MET


def test_a_milestone_is_expected_on_its_day_and_not_before() -> None:
    aim = goal(Kind.MILESTONE, "1", whole=True, deadline=date(2023, 6, 30))
    codes = ("2023Q1", "2023Q2", "2023Q3")
    assert [expected_at(aim, Period.parse(code)) for code in codes] == [0, 1, 1]


# Baseline and checkpoints (rulings 4.1) ----------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected_light"),
    [
        # From 1000 to 2460: 1089 expected after 89 days; 70% of the 89 is 62.3.
        pytest.param("1089", GREEN, id="on-pace"),
        pytest.param("1088.9999", YELLOW, id="just-behind"),
        pytest.param("1062.3", YELLOW, id="70-percent-of-the-progress"),
        pytest.param("1062.2999", FAR_BEHIND, id="below-70-percent-of-the-progress"),
        pytest.param("1000", FAR_BEHIND, id="no-progress-at-all"),
        pytest.param("999", FAR_BEHIND, id="less-than-at-the-start"),
        pytest.param(None, RED_NO_DATA, id="silent"),
    ],
)
def test_progress_counts_from_the_baseline(
    value: str | None, expected_light: tuple[Light, Reason]
) -> None:
    aim = goal(required="2460", baseline=Decimal(1000))
    reports = [] if value is None else [filed("2022Q1", value)]
    assert light_of(aim, reports, "2022Q1") == expected_light


def test_silence_is_free_while_no_more_than_the_baseline_is_expected() -> None:
    aim = goal(required="12", baseline=Decimal(10), whole=True)
    assert light_of(aim, [], "2022Q1") == GREY_NO_DATA
    assert light_of(aim, [filed("2022Q1", "9")], "2022Q1") == FAR_BEHIND
    assert light_of(aim, [], "2023Q4") == GREY_NO_DATA  # 10 + 2 x 729 / 1460 = 10.99...
    assert light_of(aim, [], "2024Q1") == RED_NO_DATA


def test_a_baseline_above_the_required_number_expects_no_more_than_that() -> None:
    aim = goal(required="8", baseline=Decimal(10))
    assert [expected_at(aim, Period(2022, 1)), expected_at(aim, Period(2025, 4))] == [8, 8]


BENT = ((date(2023, 6, 30), Decimal(2)), (date(2024, 12, 31), Decimal(5)))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("2022Q4", Fraction(2 * 364, 545), id="on-the-way-to-the-first"),
        pytest.param("2023Q2", Fraction(2), id="at-the-first"),
        pytest.param("2023Q3", 2 + Fraction(3 * 92, 550), id="after-the-first"),
        pytest.param("2024Q4", Fraction(5), id="at-the-second"),
        pytest.param("2025Q3", 5 + Fraction(3 * 273, 365), id="on-the-way-to-the-end"),
        pytest.param("2025Q4", Fraction(8), id="at-the-deadline"),
        pytest.param("2026Q1", Fraction(8), id="after-the-deadline"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.TOTAL, Kind.RATIO, Kind.COMPLETION])
def test_checkpoints_bend_the_line(kind: Kind, code: str, expected: Fraction) -> None:
    aim = goal(kind, "8", checkpoints=BENT)
    assert expected_at(aim, Period.parse(code)) == expected
    shuffled = goal(kind, "8", checkpoints=BENT[::-1])
    assert expected_at(shuffled, Period.parse(code)) == expected


def test_checkpoints_are_rounded_down_in_whole_pieces_between_them() -> None:
    aim = goal(required="8", whole=True, checkpoints=BENT)
    codes = ("2022Q4", "2023Q2", "2024Q3", "2024Q4")
    assert [expected_at(aim, Period.parse(code)) for code in codes] == [1, 2, 4, 5]


def test_a_checkpoint_makes_a_single_piece_lag_before_its_deadline() -> None:
    aim = goal(required="1", whole=True, checkpoints=((date(2023, 12, 31), Decimal(1)),))
    assert light_of(aim, [filed("2023Q3", "0")], "2023Q3") == GREEN
    assert light_of(aim, [filed("2023Q4", "0")], "2023Q4") == FAR_BEHIND


@pytest.mark.parametrize("day", [START, END, date(2027, 1, 1), date(2021, 12, 31)])
def test_a_checkpoint_outside_the_line_does_not_bend_it(day: date) -> None:
    aim = goal(checkpoints=((day, Decimal(1000)),))
    codes = ("2022Q1", "2025Q3", "2025Q4", "2027Q1")
    assert [expected_at(aim, Period.parse(code)) for code in codes] == [89, 1368, 1460, 1460]


def test_a_lower_later_checkpoint_does_not_lower_what_is_due() -> None:
    points = ((date(2023, 12, 31), Decimal(1000)), (date(2024, 12, 31), Decimal(600)))
    aim = goal(checkpoints=points)
    assert expected_at(aim, Period(2024, 4)) == 1000


def test_a_checkpoint_above_the_required_number_asks_for_no_more_than_that() -> None:
    aim = goal(required="8", checkpoints=((date(2023, 12, 31), Decimal(9)),))
    assert expected_at(aim, Period(2023, 4)) == 8


@pytest.mark.parametrize("kind", [Kind.YEARLY, Kind.STANDARD, Kind.MILESTONE])
def test_checkpoints_are_for_what_climbs_over_the_plan(kind: Kind) -> None:
    bent = goal(kind, "8", checkpoints=BENT, first_year=2022)
    straight = goal(kind, "8", first_year=2022)
    for number in (1, 2, 3, 4):
        period = Period(2023, number)
        assert expected_at(bent, period) == expected_at(straight, period)


def test_a_deadline_on_the_plans_first_day_expects_everything() -> None:
    assert expected_at(goal(deadline=START), Period(2022, 1)) == 1460


# Time left (rulings 4.6) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aim", "code", "expected"),
    [
        pytest.param(goal(), "2023Q1", date(2025, 10, 2), id="90-days-before"),
        pytest.param(
            goal(required="2", whole=True), "2023Q1", date(2024, 12, 31), id="two-pieces-a-year"
        ),
        pytest.param(goal(required="3", whole=True), "2023Q1", date(2025, 10, 2), id="three"),
        pytest.param(goal(required="2"), "2023Q1", date(2025, 10, 2), id="two-of-what-is-measured"),
        pytest.param(
            goal(Kind.MILESTONE, "1", whole=True), "2023Q1", date(2025, 10, 2), id="a-milestone"
        ),
        pytest.param(
            goal(Kind.YEARLY, "1", whole=True, first_year=2022),
            "2023Q1",
            date(2023, 10, 2),
            id="a-yearly-one-within-its-year",
        ),
        pytest.param(
            goal(Kind.YEARLY, "9", first_year=2025),
            "2022Q4",
            date(2025, 10, 2),
            id="not-before-the-first-year",
        ),
    ],
)
def test_from_when_it_is_due_soon(aim: Goal, code: str, expected: date) -> None:
    assert due_soon_from(aim, Period.parse(code), 90) == expected


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        (Kind.TOTAL, "2023Q1", END),
        (Kind.RATIO, "2026Q1", END),
        (Kind.YEARLY, "2023Q1", date(2024, 12, 31)),
        (Kind.STANDARD, "2024Q1", date(2024, 12, 31)),
        (Kind.STANDARD, "2025Q1", END),
    ],
)
def test_the_deadline_of_a_quarters_verdict(kind: Kind, code: str, expected: date) -> None:
    assert goal(kind, first_year=2024).deadline_in(Period.parse(code)) == expected


def test_a_verdict_carries_what_explains_it() -> None:
    found = verdict(goal(), [filed("2022Q1", "70")], "2022Q1")
    assert (found.actual, found.expected, found.required) == (70, 89, 1460)
