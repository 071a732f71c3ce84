"""On which days there is something to say: both sides of every edge, and days that were missed."""

from datetime import date, timedelta

import pytest

from progress.reminding import Kind, Matter, fresh, step_of

UNTIL = date(2024, 10, 15)


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (365, None),
        (8, None),
        (7, 7),
        (4, 7),
        (3, 3),
        (2, 3),
        (1, 1),
        (0, 1),
        (-1, 1),
        (-2, 1),
        (-3, 3),
        (-6, 3),
        (-7, 7),
        (-13, 7),
        (-14, 14),
        (-20, 14),
        (-700, 700),
    ],
)
def test_the_step_of_a_day(left, step):
    assert step_of(left) == step


def matter(kind: Kind = Kind.DUE, until: date | None = UNTIL) -> Matter:
    return Matter(kind, f"{kind}:org1", 1, 1, {}, until)


def said_on(days: list[int], kind: Kind, until: date | None = UNTIL) -> list[int]:
    """On which of `days`, counted from UNTIL, something is said, if it runs on those days."""
    said: set[str] = set()
    spoken = []
    for day in days:
        keys = [key for key, _matter in fresh([matter(kind, until)], UNTIL + timedelta(day), said)]
        assert len(keys) <= 1
        said.update(keys)
        spoken += [day] * len(keys)
    return spoken


@pytest.mark.parametrize(
    ("runs", "spoken"),
    [
        (range(-30, 1), [-7, -3, -1]),
        ([-7, -7, -3, -3, -1, -1], [-7, -3, -1]),
        ([-5, -2, 0], [-5, -2, 0]),
        ([-2], [-2]),
        ([-8, 0], [0]),
    ],
)
def test_a_missed_day_is_made_up_for_once(runs, spoken):
    assert said_on(list(runs), Kind.DUE) == spoken


@pytest.mark.parametrize(
    ("runs", "spoken"),
    [
        (range(1, 30), [1, 3, 7, 14, 21, 28]),
        ([2, 3, 4], [2, 3]),
        ([12, 13, 14], [12, 14]),
        ([200], [200]),
    ],
)
def test_what_is_overdue_is_said_at_growing_distances(runs, spoken):
    assert said_on(list(runs), Kind.OVERDUE) == spoken


@pytest.mark.parametrize("kind", [Kind.RETURNED, Kind.URGED, Kind.RED])
def test_what_follows_no_date_is_said_once(kind):
    assert said_on(list(range(-5, 5)), kind, until=None) == [-5]


def test_a_moved_date_is_another_matter():
    """The subject holds the date; see progress.outstanding."""
    assert fresh([matter()], UNTIL, {"due:org1:1"}) == []
    moved = Matter(Kind.DUE, "due:org1:2024-10-25", 1, 1, {}, date(2024, 10, 25))
    assert [key for key, _one in fresh([moved], date(2024, 10, 20), {"due:org1:1"})] == [
        "due:org1:2024-10-25:7"
    ]
