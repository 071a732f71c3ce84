"""Adding up: what counts, who is missing, what does not apply (rulings 3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from progress.judging import (
    Filed,
    Kind,
    Light,
    Reason,
    add_up,
)
from progress.periods import Period
from tests.progress.judging_cases import (
    FAR_BEHIND,
    GREEN,
    NOT_APPLICABLE,
    OVERDUE,
    RED_NO_DATA,
    YELLOW,
    filed,
    goal,
    light_of,
    share,
    verdict,
)

# Adding up (rulings 3) ---------------------------------------------------------------------------

TWO = ("宛城区", "卧龙区")


def added(kind: Kind, reports: Sequence[Filed], code: str, who: Sequence[str] = TWO) -> Any:
    return add_up(kind, who, reports, Period.parse(code))


def test_a_city_value_is_the_sum_and_names_who_is_missing() -> None:
    reports = [filed("2023Q1", "3"), filed("2023Q1", "4", "南召县")]
    found = added(Kind.TOTAL, reports, "2023Q1", (*TWO, "南召县"))
    assert (found.actual, found.missing) == (7, ("卧龙区",))
    assert [one.contributor for one in found.used] == ["宛城区", "南召县"]


def test_who_is_missing_stands_in_the_verdict() -> None:
    assert verdict(goal(), [filed("2023Q1", "3")], "2023Q1", *TWO).missing == ("卧龙区",)


def test_nought_is_a_value_and_nobody_is_missing() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1", "0"), filed("2023Q1", "0", "卧龙区")], "2023Q1")
    assert (found.actual, found.missing) == (0, ())


def test_a_blank_is_neither_nought_nor_an_answer() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1"), filed("2023Q1", "4", "卧龙区")], "2023Q1")
    assert (found.actual, found.missing) == (4, ("宛城区",))


def test_a_later_blank_does_not_wipe_out_the_latest_value() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1", "3"), filed("2023Q2")], "2023Q2", ("宛城区",))
    assert (found.actual, found.missing) == (3, ())


@pytest.mark.parametrize(("part", "whole"), [(Decimal(1), None), (None, Decimal(2))])
def test_half_a_share_is_a_blank(part: Decimal | None, whole: Decimal | None) -> None:
    half = filed("2023Q1", numerator=part, denominator=whole)
    found = added(Kind.RATIO, [half], "2023Q1", ("宛城区",))
    assert (found.actual, found.missing) == (None, ("宛城区",))


def test_a_ratio_without_its_parts_is_never_added_up() -> None:
    found = added(Kind.RATIO, [filed("2023Q1", "50"), filed("2023Q1", "60", "卧龙区")], "2023Q1")
    assert (found.actual, found.missing) == (None, TWO)


@pytest.mark.parametrize("kind", [Kind.RATIO, Kind.STANDARD])
def test_a_city_share_is_the_sum_over_the_sum_and_no_mean(kind: Kind) -> None:
    reports = [share("2023Q4", "1", "2"), share("2023Q4", "0", "8", "卧龙区")]
    assert added(kind, reports, "2023Q4").actual == 10  # the mean would be 25


def test_a_share_of_nothing_is_no_value() -> None:
    found = added(Kind.RATIO, [share("2023Q1", "0", "0")], "2023Q1", ("宛城区",))
    assert found.actual is None


def test_a_standard_in_amounts_adds_up_amounts() -> None:
    reports = [filed("2023Q4", "300"), filed("2023Q4", "250.5", "卧龙区")]
    assert added(Kind.STANDARD, reports, "2023Q4").actual == Fraction("550.5")


@pytest.mark.parametrize("kind", [Kind.TOTAL, Kind.COMPLETION, Kind.MILESTONE])
def test_the_latest_report_up_to_the_quarter_counts_across_years(kind: Kind) -> None:
    reports = [filed("2023Q1", "5"), filed("2022Q4", "3"), filed("2023Q3", "9")]
    assert added(kind, reports, "2022Q3").actual is None
    assert added(kind, reports, "2022Q4").actual == 3
    assert added(kind, reports, "2023Q1").actual == 5
    assert added(kind, reports, "2023Q2").actual == 5
    assert added(kind, reports, "2024Q4").actual == 9


@pytest.mark.parametrize("kind", [Kind.YEARLY, Kind.STANDARD])
def test_only_the_quarters_own_year_counts_for_what_is_due_every_year(kind: Kind) -> None:
    reports = [filed("2022Q4", "3"), filed("2023Q2", "5"), filed("2023Q4", "9")]
    assert added(kind, reports, "2023Q1").actual is None
    assert added(kind, reports, "2023Q3").actual == 5
    assert added(kind, reports, "2023Q4").actual == 9
    assert added(kind, reports, "2024Q1").actual is None


def test_each_contributor_has_a_latest_report_of_its_own() -> None:
    reports = [filed("2022Q4", "3"), filed("2023Q1", "10", "卧龙区")]
    assert added(Kind.TOTAL, reports, "2023Q1").actual == 13


def test_a_correction_may_lower_the_value() -> None:
    before, after = filed("2023Q1", "9"), filed("2023Q1", "6")
    later = filed("2023Q2", "5")
    assert added(Kind.TOTAL, [before], "2023Q1").actual == 9
    assert added(Kind.TOTAL, [after], "2023Q1").actual == 6
    assert added(Kind.TOTAL, [after, later], "2023Q2").actual == 5


def test_a_correction_changes_the_light_of_its_quarter_and_of_those_after_it() -> None:
    for code in ("2023Q1", "2023Q2"):
        assert light_of(goal(), [filed("2023Q1", "545")], code) == GREEN
    lowered = [filed("2023Q1", "400")]
    assert light_of(goal(), lowered, "2022Q4") == RED_NO_DATA
    assert light_of(goal(), lowered, "2023Q1") == YELLOW
    assert light_of(goal(), [filed("2023Q1", "300")], "2023Q2") == FAR_BEHIND


def test_reports_of_strangers_do_not_count() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1", "3"), filed("2023Q1", "100", "洛阳市")], "2023Q1")
    assert (found.actual, found.missing) == (3, ("卧龙区",))


def test_a_contributor_named_twice_is_counted_once() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1", "3")], "2023Q1", ("宛城区", "宛城区"))
    assert (found.actual, len(found.used)) == (3, 1)
    assert added(Kind.TOTAL, [], "2023Q1", ("宛城区", "宛城区")).missing == ("宛城区",)


def test_nobody_named_is_no_value_and_not_a_nought() -> None:
    found = added(Kind.TOTAL, [filed("2023Q1", "3")], "2023Q1", ())
    assert (found.actual, found.missing, found.not_applicable) == (None, (), False)


# 不适用 -------------------------------------------------------------------------------------------

NA_HERE = filed("2023Q1", not_applicable=True)
NA_THERE = filed("2023Q1", who="卧龙区", not_applicable=True)


@pytest.mark.parametrize(
    ("reports", "who", "expected_light", "missing"),
    [
        pytest.param([NA_HERE], TWO[:1], NOT_APPLICABLE, (), id="the-one"),
        pytest.param([NA_HERE, NA_THERE], TWO, NOT_APPLICABLE, (), id="all"),
        pytest.param([NA_HERE], TWO, RED_NO_DATA, ("卧龙区",), id="one-and-the-other-silent"),
        pytest.param(
            [NA_HERE, filed("2023Q1", "454", "卧龙区")], TWO, GREEN, (), id="one-and-a-value"
        ),
        pytest.param(
            [NA_HERE, filed("2023Q1", "0", "卧龙区")], TWO, FAR_BEHIND, (), id="one-and-a-nought"
        ),
    ],
)
def test_not_applicable_of_one_some_and_all(
    reports: list[Filed],
    who: tuple[str, ...],
    expected_light: tuple[Light, Reason],
    missing: tuple[str, ...],
) -> None:
    found = verdict(goal(), reports, "2023Q1", *who)
    assert (found.light, found.reason) == expected_light
    assert found.missing == missing


def test_not_applicable_comes_before_overdue() -> None:
    assert light_of(goal(), [NA_HERE], "2025Q4") == NOT_APPLICABLE


def test_the_latest_report_decides_whether_it_applies() -> None:
    applies_now = [NA_HERE, filed("2023Q2", "0")]
    assert light_of(goal(), applies_now, "2023Q1") == NOT_APPLICABLE
    assert light_of(goal(), applies_now, "2023Q2") == FAR_BEHIND
    no_more = [filed("2022Q4", "400"), NA_HERE]
    assert light_of(goal(), no_more, "2023Q1") == NOT_APPLICABLE


@pytest.mark.parametrize("kind", [Kind.YEARLY, Kind.STANDARD])
def test_not_applicable_lasts_for_its_year(kind: Kind) -> None:
    aim = goal(kind, "364", first_year=2022)
    assert light_of(aim, [NA_HERE], "2023Q4") == NOT_APPLICABLE
    assert light_of(aim, [NA_HERE], "2024Q4") == OVERDUE
