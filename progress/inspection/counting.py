"""Counts over a Material: by light, by department, by county. Pure.

The same rules as the pages' (progress.overview): a county's standing is the county's, the city's
is its lead's, and nobody's (None) where no organization leads the task.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nanyang_vet.kit.numbers import percent_of
from progress.counts import SETTLED, URGENCY, Counts
from progress.inspection.material import Material, StandingLine, Unit
from progress.judging import Light, Reason


@dataclass(kw_only=True)
class Count(Counts):
    """One organization's targets. `unit` None: of all, or of tasks that nobody leads."""

    unit: Unit | None = None

    def take(self, standing: StandingLine) -> None:
        self.add(standing.light, standing.reason, 1, standing.is_due_soon)

    @property
    def met(self) -> int:
        return self.lights["blue"]

    @property
    def met_percent(self) -> Decimal | None:
        return percent_of(self.met, self.total)


def everything(material: Material) -> Count:
    """All standings of the quarter; what is not filed for it."""
    count = Count(unfiled=sum(1 for _ in material.unfiled_now()))
    for standing in material.current:
        count.take(standing)
    return count


def departments(material: Material) -> list[Count]:
    """By who leads, the most red first; last what none leads, so that the sums are complete."""
    found = _by_unit(material)
    unled = found.pop(None, None)
    listed = [
        one
        for one in found.values()
        if one.unit
        and not one.unit.is_county
        and (one.unit.kind == "department" or one.total or one.unfiled)
    ]
    return [*sorted(listed, key=_order), *([unled] if unled else [])]


def counties(material: Material) -> list[Count]:
    """Counties and zones, the most red first."""
    return sorted(
        (one for one in _by_unit(material).values() if one.unit and one.unit.is_county),
        key=_order,
    )


def _by_unit(material: Material) -> dict[str | None, Count]:
    found: dict[str | None, Count] = {one.name: Count(unit=one) for one in material.units}
    for standing in material.current:
        found.setdefault(standing.answerable, Count()).take(standing)
    for line in material.unfiled_now():
        found.setdefault(line.organization, Count()).unfiled += 1
    return found


def _order(count: Count) -> tuple[int, ...]:
    return *count.rank, count.unit.place if count.unit else 0


def worst_first(standings: Iterable[StandingLine]) -> list[StandingLine]:
    """Overdue, far behind, silent, lagging, the rest; in each the earlier deadline first."""

    def order(one: StandingLine) -> tuple[int, date]:
        return URGENCY.get((Light(one.light), Reason(one.reason)), SETTLED), one.deadline

    return sorted(standings, key=order)
