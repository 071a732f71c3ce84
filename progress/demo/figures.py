"""Made-up figures that look like a city at work: some ahead, some behind. Pure and repeatable.

A pace is the share of the expected progress that somebody makes: 1 is on the line, 0.8 lags, 0.5
is far behind.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from zlib import crc32

from progress.judging import Goal, Kind, expected_at
from progress.periods import Period

PACES = {
    "1-1": "1.12",
    "1-2": "1.68",
    "1-3": "0.82",
    "2-1": "1.80",
    "2-2": "1.85",
    "3-1": "0.79",
    "3-2": "0.52",
    "4-1": "0.92",
    "5-1": "1.70",
    "5-2": "1.15",
    "8-1": "1.45",
    "8-2": "1.30",
    "10-1": "1.10",
    "10-2": "0.80",
    "10-3": "1.75",
    "10-4": "0.55",
    "16-1": "1.18",
    "18-0": "2.00",
    "20-1": "1.16",
    "20-2": "0.88",
}
"""By target; the others draw theirs from USUAL_PACES."""
USUAL_PACES = ("1.08", "0.96", "1.15", "0.84", "1.02", "0.62", "1.25")
STRENGTHS = {
    "西峡县": "1.30",
    "邓州市": "1.22",
    "高新区": "1.18",
    "卧龙区": "1.15",
    "内乡县": "1.12",
    "宛城区": "1.10",
    "城乡一体化示范区": "1.08",
    "镇平县": "1.05",
    "唐河县": "1.00",
    "方城县": "0.96",
    "新野县": "0.90",
    "淅川县": "0.88",
    "社旗县": "0.80",
    "桐柏县": "0.76",
    "南召县": "0.68",
    "鸭河工区": "0.55",
    "官庄工区": "0.50",
}
"""How a county does compared with the others; a department's is 1."""
SIZES = {
    "邓州市": 14,
    "宛城区": 12,
    "卧龙区": 12,
    "唐河县": 11,
    "方城县": 9,
    "镇平县": 9,
    "淅川县": 7,
    "社旗县": 7,
    "新野县": 7,
    "内乡县": 7,
    "南召县": 6,
    "西峡县": 5,
    "桐柏县": 5,
    "高新区": 3,
    "城乡一体化示范区": 3,
}
"""Shares of a sum that several file; whoever is not named has one."""
WHOLES = {"4-1": 78, "16-1": 6840, "23-1": 186_400_000}
"""Denominators: schools, teachers, yuan. Where several file, of all of them together."""
YEARS = {2022: "0.93", 2023: "1.02"}
"""How yearly amounts and standards went; later years as the pace says."""
AHEAD_AT_MOST = Decimal("1.10")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figure:
    """What a report says: a value, or the two parts of a share."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def draw(*words: object) -> int:
    """A number from 0 to 99 that is always the same for the same words."""
    return crc32("|".join(map(str, words)).encode()) % 100


def pace_of(code: str, organization: str) -> Decimal:
    usual = USUAL_PACES[draw("pace", code) % len(USUAL_PACES)]
    return Decimal(PACES.get(code, usual)) * Decimal(STRENGTHS.get(organization, "1"))


@dataclass(frozen=True)
class Story:
    """One contributor's way towards one target."""

    code: str
    organization: str
    goal: Goal
    is_share: bool

    def at(self, period: Period, portion: Decimal = Decimal(1)) -> Figure:
        """What has been reached by the end of `period`, growing from quarter to quarter.

        `portion` is the contributor's part of a sum, from 0 to 1.
        """
        if self.is_share:
            return self._share(period, portion)
        if self.goal.kind == Kind.MILESTONE:
            return Figure(value=Decimal(int(period.ends_on >= self.goal.deadline)))
        return Figure(value=self._amount(period, portion))

    def _pace(self, period: Period) -> Decimal:
        pace = pace_of(self.code, self.organization)
        return pace * Decimal(YEARS.get(period.year, "1")) if self.goal.every_year else pace

    def _reached(self, period: Period) -> Decimal:
        """In the target's unit, unrounded, at most a tenth beyond what is required."""
        line = Goal(**{**vars(self.goal), "whole": False})
        expected = expected_at(line, period)
        climbed = Decimal(expected.numerator) / Decimal(expected.denominator) - line.baseline
        reached = line.baseline + climbed * self._pace(period)
        highest = HUNDRED if line.kind == Kind.COMPLETION else line.required * AHEAD_AT_MOST
        return min(reached, highest)

    def _amount(self, period: Period, portion: Decimal) -> Decimal:
        amount = self._reached(period) * portion
        step = Decimal("0.01")
        if self.goal.whole or self.goal.kind == Kind.COMPLETION:
            step = Decimal(1)
        elif self.goal.required >= 1_000_000:
            step = Decimal(10_000)
        elif self.goal.required >= 1_000:
            step = Decimal(10)
        return (amount / step).to_integral_value(ROUND_FLOOR) * step

    def _share(self, period: Period, portion: Decimal) -> Figure:
        whole = whole_of(self.code, portion)
        percent = min(self._reached(period), HUNDRED)
        part = (whole * percent / HUNDRED).to_integral_value(ROUND_HALF_UP)
        return Figure(numerator=part, denominator=whole)


def whole_of(code: str, portion: Decimal) -> Decimal:
    """The denominator of a share: a contributor's part of it where several file."""
    whole = Decimal(WHOLES.get(code, 1000)) * portion
    return max(Decimal(1), whole.to_integral_value(ROUND_FLOOR))


def portions(organizations: list[str]) -> dict[str, Decimal]:
    """Each one's part of what they reach together; the parts add up to 1."""
    sizes = {name: Decimal(SIZES.get(name, 1)) for name in organizations}
    total = sum(sizes.values(), Decimal(0))
    return {name: size / total for name, size in sizes.items()}
