"""Counts over a Material: by light, by department, by county. Pure.

The same rules as the pages' (progress.overview): a county's standing is the county's, the city's
is its lead's, and nobody's (None) where no organization leads the task.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from nanyang_vet.kit.numbers import cut
from progress.inspection.material import Material, StandingLine, Unit


@dataclass
class Count:
    """One organization's targets. `unit` None: of all, or of tasks that nobody leads."""

    unit: Unit | None = None
    lights: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    due_soon: int = 0
    unfiled: int = 0

    def add(self, standing: StandingLine) -> None:
        self.lights[standing.light] += 1
        self.reasons[standing.reason] += 1
        self.due_soon += standing.is_due_soon

    @property
    def total(self) -> int:
        return self.lights.total()

    @property
    def met(self) -> int:
        return self.lights["blue"]

    @property
    def met_percent(self) -> Decimal | None:
        """Hundredths, cut to one decimal; None of nothing."""
        return cut(Decimal(self.met * 100) / self.total, 1) if self.total else None


def everything(material: Material) -> Count:
    """All standings of the quarter; what is not filed for it."""
    count = Count(unfiled=sum(1 for _ in material.unfiled_now()))
    for standing in material.current:
        count.add(standing)
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
    found: dict[str | None, Count] = {one.name: Count(one) for one in material.units}
    for standing in material.current:
        found.setdefault(standing.answerable, Count()).add(standing)
    for line in material.unfiled_now():
        found.setdefault(line.organization, Count()).unfiled += 1
    return found


def _order(count: Count) -> tuple[int, ...]:
    place = count.unit.place if count.unit else 0
    red, yellow = count.lights["red"], count.lights["yellow"]
    return -red, -yellow, -count.unfiled, -min(count.total, 1), place


def worst_first(standings: Iterable[StandingLine]) -> list[StandingLine]:
    """Overdue, far behind, silent, lagging, the rest; in each the earlier deadline first."""
    rank = {
        ("red", "overdue"): 0,
        ("red", "far_behind"): 1,
        ("red", "no_data"): 2,
        ("yellow", "lagging"): 3,
        ("green", "on_pace"): 4,
        ("grey", "no_data"): 5,
    }
    return sorted(standings, key=lambda one: (rank.get((one.light, one.reason), 9), one.deadline))
