"""Quarters of a calendar year, as plain values. Pure: no Django, no clock."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_CODE = re.compile(r"(\d{4})[Qq]([1-4])", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """One quarter: a year and a number from 1 to 4. Orders by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The quarter that a code such as 2023Q2 names. Raises ValueError for anything else."""
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise ValueError(f"not a quarter: {code!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """The quarter in which `day` lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def ordinal(self) -> int:
        """Quarters since the year nought: neighbours differ by one."""
        return self.year * 4 + self.number - 1

    @property
    def starts_on(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Period":
        return Period(self.year + 1, 1) if self.number == 4 else Period(self.year, self.number + 1)

    @property
    def previous(self) -> "Period":
        return Period(self.year - 1, 4) if self.number == 1 else Period(self.year, self.number - 1)

    @property
    def closes_year(self) -> bool:
        return self.number == 4

    @property
    def due_on(self) -> date:
        """The usual filing date: the 15th of the month after the quarter (rulings 4.4)."""
        return self.next.starts_on.replace(day=15)


def periods_between(starts_on: date, ends_on: date) -> list[Period]:
    """Every quarter that touches the days from `starts_on` to `ends_on`, both included."""
    found, period = [], Period.of(starts_on)
    while period.starts_on <= ends_on:
        found.append(period)
        period = period.next
    return found
