"""The next days on which targets fall due."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nanyang_vet.kit import clock
from progress.models import Standing
from tasks.models import Target

MOST = 5


@dataclass(frozen=True)
class NextDate:
    """One such day, with what is judged by it and has not been met."""

    day: date
    standings: list[Standing]

    @property
    def targets(self) -> list[tuple[Target, int]]:
        """Each target once, in the list's order, with how many are judged by it and not met."""
        counts: Counter[Target] = Counter(one.target for one in self.standings)
        return sorted(counts.items(), key=lambda one: (one[0].task.number, one[0].place))


def next_dates(standings: Iterable[Standing]) -> list[NextDate]:
    """The nearest few, from today on."""
    by_day: dict[date, list[Standing]] = {}
    for one in standings:
        if not one.is_settled and one.deadline >= clock.today():
            by_day.setdefault(one.deadline, []).append(one)
    return [NextDate(day, by_day[day]) for day in sorted(by_day)[:MOST]]
