"""The geometry of a trajectory chart: everything where it should be, no label on another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.axes import axis_step
from progress.charting import Captions, Chart, Point, Trajectory, box_of, chart

START, END = date(2022, 1, 1), date(2025, 12, 31)
CAPTIONS = Captions("要求 8 所", "期限 2025-12-31", "原期限 2025-06-30", "5 所")
LEFT, RIGHT, TOP, BOTTOM = 58, 466, 44, 222


def line(*points: tuple[date, int]) -> list[Point]:
    return [Point(day, Decimal(amount)) for day, amount in points]


VALUES = line(
    (date(2022, 12, 31), 2),
    (date(2023, 12, 31), 2),
    (date(2024, 3, 31), 4),
    (date(2024, 6, 30), 5),
)
PLAIN = Trajectory(
    starts_on=START,
    ends_on=END,
    required=Decimal(8),
    deadline=END,
    selected=date(2024, 6, 30),
    expected=[line((START, 0), (END, 8))],
    actual=[VALUES],
    whole=True,
    captions=CAPTIONS,
)


def places(path: str) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(x), Decimal(y)) for x, y in (one.split(",") for one in path.split())]


def kinds(drawn: Chart) -> list[str]:
    return sorted(label.kind for label in drawn.labels)


def test_the_corners():
    drawn = chart(replace(PLAIN, expected=[line((START, 0), (END, 10))]))
    first, last = places(drawn.expected[0])
    assert first == (LEFT, BOTTOM)
    assert last[0] == RIGHT
    assert [row.words for row in drawn.rows] == ["0", "2", "4", "6", "8", "10", "12"]
    assert [Decimal(row.at) for row in drawn.rows][0::6] == [BOTTOM, TOP]
    assert [year.words for year in drawn.years] == ["2022", "2023", "2024", "2025"]
    assert drawn.deadline == str(RIGHT)


def test_values_stand_at_their_days_and_amounts():
    drawn = chart(PLAIN)
    assert len(drawn.points) == len(VALUES)
    height = BOTTOM - Decimal(drawn.rows[-1].at)  # of ten
    for spot, point in zip(drawn.points, VALUES, strict=True):
        share = Decimal((point.day - START).days) / (END - START).days
        assert abs(Decimal(spot.x) - (LEFT + share * (RIGHT - LEFT))) <= Decimal("0.05")
        assert abs(Decimal(spot.y) - (BOTTOM - int(point.amount) * height / 10)) <= Decimal("0.05")
    assert places(drawn.actual[0])[-1] == tuple(Decimal(one) for one in drawn.points[-1])
    assert drawn.selected == drawn.points[-1].x


EMPTY = [
    ({"actual": []}, 0, 0),
    ({"actual": [[]]}, 0, 0),
    ({"actual": [VALUES[:1]]}, 0, 1),  # one value is a point and no line
    ({"actual": [VALUES[:2], VALUES[2:]]}, 2, 4),  # broken at the turn of a year
    ({"required": Decimal(0), "expected": [], "actual": []}, 0, 0),
]


@pytest.mark.parametrize(("changed", "lines", "points"), EMPTY)
def test_few_or_no_values(changed, lines, points):
    drawn = chart(replace(PLAIN, **changed))
    assert (len(drawn.actual), len(drawn.points)) == (lines, points)
    assert ("latest" in kinds(drawn)) == (points > 0)


def test_an_extension_shows_both_days():
    later = replace(PLAIN, ends_on=date(2026, 6, 30), deadline=date(2026, 6, 30), moved_from=END)
    drawn = chart(later)
    assert Decimal(drawn.original) < Decimal(drawn.deadline) == RIGHT
    assert kinds(drawn) == ["deadline", "latest", "original", "required"]
    close = chart(replace(later, moved_from=date(2026, 6, 29)))
    assert kinds(close) == ["deadline", "latest", "original", "required"]


def test_a_deadline_before_the_first_value():
    drawn = chart(replace(PLAIN, deadline=date(2022, 6, 30)))
    assert Decimal(drawn.deadline) < Decimal(drawn.points[0].x)
    outside = chart(replace(PLAIN, deadline=date(2021, 12, 31)))
    assert outside.deadline == ""
    assert "deadline" not in kinds(outside)


def test_a_long_plan_names_few_years():
    drawn = chart(replace(PLAIN, ends_on=date(2041, 12, 31)))
    assert [year.words for year in drawn.years] == ["2022", "2027", "2032", "2037"]
    assert len(drawn.bounds) == 19


# the highest value, the step of the axis; whole pieces are never divided
STEPS = [
    (1, False, "0.2"),
    (1, True, "1"),
    (5, True, "1"),
    (6, True, "1"),
    (8, True, "2"),
    (10, True, "2"),
    (12, True, "2"),
    (13, True, "5"),
    (100, False, "20"),
    (30, False, "5"),
    (31, False, "10"),
    (70_000, True, "20000"),
    (100_000, True, "20000"),
    (6_300_000, False, "2000000"),
    (Fraction(3, 100), False, "0.005"),
]


@pytest.mark.parametrize(("highest", "whole", "step"), STEPS)
def test_steps_of_the_axis(highest, whole, step):
    assert axis_step(Fraction(highest), whole=whole) == Decimal(step)


# required, what the axis counts in, its amounts
SCALES = [
    (100, "", ["0", "20", "40", "60", "80", "100", "120"]),
    (70_000, "万", ["0", "2", "4", "6", "8"]),
    (15_000, "", ["0", "5,000", "10,000", "15,000", "20,000"]),
    (6_000_000, "万", ["0", "200", "400", "600", "800"]),
    (2_000_000_000, "亿", ["0", "5", "10", "15", "20", "25"]),
]


@pytest.mark.parametrize(("required", "multiplier", "rows"), SCALES)
def test_large_numbers_are_counted_in_wan_and_yi(required, multiplier, rows):
    drawn = chart(replace(PLAIN, required=Decimal(required), expected=[], actual=[]))
    assert (drawn.multiplier, [row.words for row in drawn.rows]) == (multiplier, rows)


days = st.dates(START, END)
amounts = st.integers(0, 10**9)


@st.composite
def trajectories(draw: st.DrawFn) -> Trajectory:
    points = draw(st.lists(st.tuples(days, amounts), max_size=16, unique_by=lambda one: one[0]))
    return replace(
        PLAIN,
        required=Decimal(draw(st.integers(1, 10**9))),
        actual=[line(*sorted(points))],
        deadline=draw(days),
        moved_from=draw(st.none() | days),
    )


@given(trajectories())
def test_everything_is_on_the_sheet_and_no_label_on_another(one: Trajectory):
    drawn = chart(one)
    for x, y in drawn.points:
        assert LEFT <= Decimal(x) <= RIGHT
        assert TOP <= Decimal(y) <= BOTTOM
    xs = [Decimal(spot.x) for spot in drawn.points]
    assert xs == sorted(xs)
    assert TOP <= Decimal(drawn.required) <= BOTTOM
    boxes = [box_of(label) for label in drawn.labels]
    assert not any(first.meets(second) for first, second in combinations(boxes, 2))
    assert all(box.left >= 0 and box.right <= 480 for box in boxes)


@given(st.lists(amounts, min_size=2, max_size=8))
def test_a_larger_amount_is_never_lower(found: list[int]):
    points = [(date(2022, month, 1), amount) for month, amount in enumerate(found, start=1)]
    drawn = chart(replace(PLAIN, actual=[line(*points)]))
    for (one, first), (other, second) in combinations(zip(found, drawn.points, strict=True), 2):
        if one >= other:
            assert Decimal(first.y) <= Decimal(second.y)
