"""The verdict on a target at the end of a quarter (rulings 3 and 4). Pure: no Django, no clock.

Amounts are Decimal as filed and Fraction once divided, so that a share of exactly 30% reaches
30 and one of 29.99… does not. Percentages are numbers of hundredths: 30% is 30.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from progress.periods import Period

RULES_VERSION = "1"
"""Changes whenever a verdict on the same figures could change; shown beside each reason."""


class Kind(StrEnum):
    """How a target is built up (rulings 2.3, 2.9)."""

    TOTAL = "total"
    YEARLY = "yearly"
    RATIO = "ratio"
    STANDARD = "standard"
    MILESTONE = "milestone"
    COMPLETION = "completion"


EVERY_YEAR = frozenset({Kind.YEARLY, Kind.STANDARD})


class Light(StrEnum):
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Reason(StrEnum):
    MET = "met"
    ON_PACE = "on_pace"
    LAGGING = "lagging"
    FAR_BEHIND = "far_behind"
    OVERDUE = "overdue"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Goal:
    """What is to be reached, by when, along which line.

    `required` and `baseline` are in the target's own unit; `whole` says that it is counted in
    whole pieces. `checkpoints` are (day, value due by that day), for total, ratio and completion.
    """

    kind: Kind
    required: Decimal
    starts_on: date
    deadline: date
    whole: bool
    baseline: Decimal = Decimal(0)
    first_year: int | None = None
    checkpoints: tuple[tuple[date, Decimal], ...] = ()
    lagging_share: Decimal = Decimal("0.7")

    @property
    def every_year(self) -> bool:
        return self.kind in EVERY_YEAR

    def has_begun(self, period: Period) -> bool:
        """Whether anything is judged in the period's year (rulings 2.3: the first year)."""
        return self.first_year is None or not self.every_year or period.year >= self.first_year

    def deadline_in(self, period: Period) -> date:
        """The day by which it must be reached: for a yearly one, the end of the period's year.

        Before its first year that is the end of the first one: until then nothing can be due.
        """
        if not self.every_year:
            return self.deadline
        return date(max(period.year, self.first_year or period.year), 12, 31)


@dataclass(frozen=True)
class Filed:
    """One contributor's accepted report: a value, or a numerator over a denominator, or 不适用."""

    contributor: Hashable
    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False

    @property
    def is_share(self) -> bool:
        """Whether both parts of a share were filed; one alone says nothing."""
        return self.numerator is not None and self.denominator is not None

    def says_something(self, kind: Kind) -> bool:
        """Whether there is a figure, or 不适用. A blank is neither nought nor an answer, and a
        ratio filed without its two parts cannot be added up (rulings 3.1)."""
        has_value = self.value is not None and kind != Kind.RATIO
        return self.not_applicable or self.is_share or has_value


@dataclass(frozen=True)
class Reached:
    """What the contributors' latest accepted reports add up to."""

    actual: Fraction | None
    used: tuple[Filed, ...]
    missing: tuple[Hashable, ...]
    not_applicable: bool = False


@dataclass(frozen=True)
class Verdict:
    light: Light
    reason: Reason
    actual: Fraction | None
    expected: Fraction
    required: Decimal
    missing: tuple[Hashable, ...] = ()


def required_number(
    low: Decimal, comparator: str, about_share: Decimal = Decimal("0.9")
) -> Decimal:
    """The number from which a target is met (rulings 2.2): 90% of an "about", else its low one."""
    return low * about_share if comparator == "about" else low


def add_up(
    kind: Kind, contributors: Sequence[Hashable], filed: Iterable[Filed], period: Period
) -> Reached:
    """Each contributor's latest report up to `period`, added up (rulings 3.1 to 3.3).

    For yearly and standard targets only reports of the period's own year count. A share is the
    sum of numerators over the sum of denominators. Whoever filed nothing is named as missing,
    which is not nought; whoever filed 不适用 is neither counted nor missing.
    """
    latest = _latest(kind, filed, period)
    each_once = tuple(dict.fromkeys(contributors))
    used = tuple(latest[one] for one in each_once if one in latest)
    missing = tuple(one for one in each_once if one not in latest)
    counted = [report for report in used if not report.not_applicable]
    return Reached(
        actual=_sum(counted),
        used=used,
        missing=missing,
        not_applicable=bool(used) and not counted and not missing,
    )


def _latest(kind: Kind, filed: Iterable[Filed], period: Period) -> dict[Hashable, Filed]:
    latest: dict[Hashable, Filed] = {}
    for report in filed:
        in_window = report.period <= period and (
            kind not in EVERY_YEAR or report.period.year == period.year
        )
        if in_window and report.says_something(kind):
            held = latest.get(report.contributor)
            if held is None or held.period < report.period:
                latest[report.contributor] = report
    return latest


def _sum(reports: Sequence[Filed]) -> Fraction | None:
    shares = [report for report in reports if report.is_share]
    if shares:
        whole = sum(Fraction(r.denominator) for r in shares if r.denominator is not None)
        part = sum(Fraction(r.numerator) for r in shares if r.numerator is not None)
        return part * 100 / whole if whole else None
    values = [Fraction(r.value) for r in reports if r.value is not None]
    return sum(values, Fraction(0)) if values else None


def expected_at(goal: Goal, period: Period) -> Fraction:
    """What should have been reached by the end of `period` (序时进度, rulings 4.1)."""
    if not goal.has_begun(period):
        return Fraction(0)
    required = Fraction(goal.required)
    end = period.ends_on
    if goal.kind == Kind.STANDARD:
        return required
    if goal.kind == Kind.MILESTONE:
        return required if end >= goal.deadline else Fraction(0)
    if goal.kind == Kind.YEARLY:
        line = [(date(period.year, 1, 1), Fraction(0)), (date(period.year, 12, 31), required)]
    else:
        line = _line(goal)
    value = _on_line(line, end)
    return Fraction(math.floor(value)) if goal.whole and value < required else value


def _line(goal: Goal) -> list[tuple[date, Fraction]]:
    """From the baseline at the start, through the checkpoints, to the required number.

    It never falls: what was due by one checkpoint is still due by a lower later one, and more
    than the required number is never due. Else a later date could make a light better.
    """
    required = Fraction(goal.required)
    line = [(goal.starts_on, min(Fraction(goal.baseline), required))]
    for day, value in sorted(goal.checkpoints):
        if goal.starts_on < day < goal.deadline:
            line.append((day, min(max(Fraction(value), line[-1][1]), required)))
    return [*line, (goal.deadline, required)]


def _on_line(line: list[tuple[date, Fraction]], day: date) -> Fraction:
    if day >= line[-1][0]:
        return line[-1][1]
    if day <= line[0][0]:
        return line[0][1]
    for (from_day, from_value), (to_day, to_value) in pairwise(line):
        if day < to_day:
            gone = Fraction((day - from_day).days, (to_day - from_day).days)
            return from_value + (to_value - from_value) * gone
    return line[-1][1]


def judge(goal: Goal, reached: Reached, period: Period) -> Verdict:
    """The light at the end of `period`: the first of the rules of rulings 4.2 that fits."""
    expected = expected_at(goal, period)
    light, reason = _light(goal, reached, expected, period)
    return Verdict(light, reason, reached.actual, expected, goal.required, reached.missing)


def _light(
    goal: Goal, reached: Reached, expected: Fraction, period: Period
) -> tuple[Light, Reason]:
    actual = reached.actual
    if reached.not_applicable:
        return Light.GREY, Reason.NOT_APPLICABLE
    if actual is not None and actual >= Fraction(goal.required):
        return Light.BLUE, Reason.MET
    if _is_over(goal, period):
        return Light.RED, Reason.OVERDUE
    if actual is None:
        settled_later = goal.kind == Kind.STANDARD and not period.closes_year
        silent = settled_later or expected <= Fraction(goal.baseline if not goal.every_year else 0)
        return (Light.GREY if silent else Light.RED), Reason.NO_DATA
    if actual >= expected:
        return Light.GREEN, Reason.ON_PACE
    return _behind(goal, actual, expected)


def _is_over(goal: Goal, period: Period) -> bool:
    if goal.every_year:
        return period.closes_year and goal.has_begun(period)
    return period.ends_on >= goal.deadline


def _behind(goal: Goal, actual: Fraction, expected: Fraction) -> tuple[Light, Reason]:
    baseline = Fraction(0) if goal.every_year else Fraction(goal.baseline)
    progress, due = actual - baseline, expected - baseline
    if progress >= Fraction(goal.lagging_share) * due and due > 0:
        return Light.YELLOW, Reason.LAGGING
    return Light.RED, Reason.FAR_BEHIND


def due_soon_from(goal: Goal, period: Period, days: int) -> date:
    """The day from which an unmet target counts as due soon (临期, rulings 4.6).

    Usually `days` before the deadline; a whole year before it for one or two pieces, which can
    hardly lag before their deadline (rulings 4.1).
    """
    deadline = goal.deadline_in(period)
    climbs = not goal.every_year and goal.kind != Kind.MILESTONE
    few = goal.whole and goal.required <= 2 and climbs
    return deadline - timedelta(days=365 if few else days)
