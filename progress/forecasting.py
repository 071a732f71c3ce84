"""When a target will be met at the pace of the last four quarters. Pure: no Django, no clock.

The pace is the mean gain per quarter over the last two, three and four quarters: the slowest and
the fastest of the three bound the forecast, so that one lumpy quarter neither makes it nor
breaks it. Both are read from the same accepted values, so more progress in the quarter raises
every one of them and shortens the way left: it can never move the forecast to a later date.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from progress.judging import Goal, Kind
from progress.periods import Period

WINDOWS = (2, 3, 4)
"""Over how many of the last quarters a pace is taken; the longest is what is read at all."""
HORIZON = 40
"""Quarters: what would take longer than ten years is not worth a date."""

Values = Mapping[Period, Fraction | None]
"""The accepted value at the end of each quarter; None where there is none."""


class NoForecast(StrEnum):
    """Why nothing can be said."""

    SHARE = "share"
    STANDARD = "standard"
    MILESTONE = "milestone"
    MET = "met"
    TOO_FEW = "too_few"
    NO_GAIN = "no_gain"
    NOT_BEGUN = "not_begun"
    YEAR_OVER = "year_over"


class Prospect(StrEnum):
    """How the range lies to the deadline."""

    IN_TIME = "in_time"
    AT_RISK = "at_risk"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Forecast:
    """The range in which the required number will be reached, or why there is none.

    `latest` is None where the slowest pace does not get there within ten years, `earliest` too
    where the fastest does not. For a yearly target `at_most` and `at_least` are what the year
    will end with; it has no dates, for it is nought again in January.
    """

    why_not: NoForecast | None = None
    prospect: Prospect | None = None
    earliest: Period | None = None
    latest: Period | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None


def forecast(goal: Goal, values: Values, period: Period) -> Forecast:
    """What the pace up to `period` lets expect, from the values up to its end."""
    why_not = _never(goal, values, period)
    if why_not is not None:
        return Forecast(why_not)
    if goal.kind == Kind.YEARLY:
        return _within_the_year(goal, values, period)
    return _by_date(goal, values, period)


def _never(goal: Goal, values: Values, period: Period) -> NoForecast | None:
    without = {
        Kind.RATIO: NoForecast.SHARE,
        Kind.STANDARD: NoForecast.STANDARD,
        Kind.MILESTONE: NoForecast.MILESTONE,
    }
    value = values.get(period)
    if value is not None and value >= goal.required:
        return NoForecast.MET
    if goal.kind in without:
        return without[goal.kind]
    if not goal.has_begun(period):
        return NoForecast.NOT_BEGUN
    return NoForecast.TOO_FEW if value is None else None


def _by_date(goal: Goal, values: Values, period: Period) -> Forecast:
    found = _paces(values, period, WINDOWS, Period.of(goal.starts_on).previous, goal)
    if found is None:
        return Forecast(NoForecast.TOO_FEW)
    if max(found) <= 0:
        return Forecast(NoForecast.NO_GAIN)
    left = Fraction(goal.required) - (values[period] or Fraction(0))
    earliest, latest = (_after(left, pace, period) for pace in (max(found), min(found)))
    due = Period.of(goal.deadline)
    return Forecast(prospect=_prospect(earliest, latest, due), earliest=earliest, latest=latest)


def _within_the_year(goal: Goal, values: Values, period: Period) -> Forecast:
    """Only this year's quarters count: the year begins at nought."""
    if period.closes_year:
        return Forecast(NoForecast.YEAR_OVER)
    windows = [one for one in WINDOWS if one <= period.number] or [1]
    found = _paces(values, period, windows, Period(period.year - 1, 4), goal)
    if found is None:
        return Forecast(NoForecast.TOO_FEW)
    reached, to_come = values[period] or Fraction(0), 4 - period.number
    low, high = (reached + max(pace, Fraction(0)) * to_come for pace in (min(found), max(found)))
    prospect = Prospect.IN_TIME if low >= goal.required else Prospect.AT_RISK
    if high < goal.required:
        prospect = Prospect.TOO_LATE
    return Forecast(prospect=prospect, at_least=low, at_most=high)


def _paces(
    values: Values, period: Period, windows: tuple[int, ...] | list[int], origin: Period, goal: Goal
) -> list[Fraction] | None:
    """The mean gain per quarter over each of `windows`; None where a value is missing.

    At the end of the quarter `origin`, before anything was counted, the value is the baseline.
    """
    start = Fraction(0 if goal.kind == Kind.YEARLY else goal.baseline)
    now = values.get(period)
    found = []
    for quarters in windows:
        then = _back(period, quarters)
        before = start if then == origin else values.get(then)
        if now is None or before is None:
            return None
        found.append((now - before) / quarters)
    return found


def _back(period: Period, quarters: int) -> Period:
    return _at(period.ordinal - quarters)


def _at(ordinal: int) -> Period:
    return Period(ordinal // 4, ordinal % 4 + 1)


def _after(left: Fraction, pace: Fraction, period: Period) -> Period | None:
    if pace <= 0 or left / pace > HORIZON:
        return None
    return _at(period.ordinal + math.ceil(left / pace))


def _prospect(earliest: Period | None, latest: Period | None, due: Period) -> Prospect:
    if earliest is None or earliest > due:
        return Prospect.TOO_LATE
    return Prospect.IN_TIME if latest is not None and latest <= due else Prospect.AT_RISK


@dataclass(frozen=True)
class Need:
    """What is to be added in every `quarters` quarters from now on, to be met in time.

    Of whole pieces fewer than quarters are left it is one piece in several quarters; else it is
    what each quarter needs, whole pieces rounded up. `is_last` says that this one is all.
    """

    amount: Fraction
    quarters: int = 1
    is_last: bool = False


def need(goal: Goal, value: Fraction | None, period: Period) -> Need | None:
    """What has to be added from the quarter after `period` on.

    None where nothing is left to do, where no quarter is left to do it in, and for what does not
    grow by quarters. Without a value everything is still to do.
    """
    if goal.kind in {Kind.STANDARD, Kind.MILESTONE} or not goal.has_begun(period):
        return None
    quarters = Period.of(goal.deadline_in(period)).ordinal - period.ordinal
    start = Fraction(0 if goal.kind == Kind.YEARLY else goal.baseline)
    left = Fraction(goal.required) - (start if value is None else value)
    if quarters <= 0 or left <= 0:
        return None
    if not goal.whole:
        return Need(left / quarters, 1, quarters == 1)
    pieces = math.ceil(left)
    each = math.ceil(Fraction(pieces, quarters))
    if each > 1:
        return Need(Fraction(each), 1, quarters == 1)
    return Need(Fraction(1), quarters // pieces, pieces == 1)
