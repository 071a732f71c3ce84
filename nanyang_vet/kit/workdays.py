"""Working days of China: holidays (节假日) and make-up days (调休上班). Pure: no Django, no clock.

The library knows the years whose arrangement the State Council has announced. What it does not
know is counted from Monday to Friday; `exceptions` name single days and go before both.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import accumulate

import chinese_calendar

SATURDAY = 5


class Workdays:
    """A calendar of working days. Counting is cheap: each year is added up once."""

    def __init__(self, exceptions: Mapping[date, bool] | None = None) -> None:
        """`exceptions` tell of a day whether it is worked on."""
        self._exceptions = dict(exceptions or {})
        self._named_years = {day.year for day in self._exceptions}
        self._years: dict[int, list[int]] = {}

    def is_workday(self, day: date) -> bool:
        named = self._exceptions.get(day)
        if named is not None:
            return named
        announced = _announced(day)
        return day.weekday() < SATURDAY if announced is None else announced

    def knows(self, year: int) -> bool:
        """Whether the year's holidays are known: announced, or at least one day of it named."""
        return year in self._named_years or _announced(date(year, 1, 1)) is not None

    def between(self, first: date, last: date) -> int:
        """The working days after `first`, up to `last` included; below nought the other way."""
        return (
            self._since_new_year(last)
            - self._since_new_year(first)
            + self._years_apart(first.year, last.year)
        )

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself for nought."""
        step = timedelta(days=1 if count >= 0 else -1)
        for _one in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def unknown_years(self, days: Iterable[date]) -> list[int]:
        """The years of `days` whose holidays nobody has entered yet, each once, in order."""
        return [year for year in sorted({day.year for day in days}) if not self.knows(year)]

    def _since_new_year(self, day: date) -> int:
        return self._added_up(day.year)[day.timetuple().tm_yday - 1]

    def _years_apart(self, first: int, last: int) -> int:
        """The working days of the years from `first` on, before `last`."""
        if first > last:
            return -self._years_apart(last, first)
        return sum(self._added_up(year)[-1] for year in range(first, last))

    def _added_up(self, year: int) -> list[int]:
        """For each day of `year`, how many working days there are until its end."""
        if year not in self._years:
            first = date(year, 1, 1)
            length = (date(year, 12, 31) - first).days + 1
            days = (first + timedelta(days=one) for one in range(length))
            self._years[year] = list(accumulate(int(self.is_workday(day)) for day in days))
        return self._years[year]


def _announced(day: date) -> bool | None:
    """What the State Council announced of `day`; None for a year that the library lacks."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
