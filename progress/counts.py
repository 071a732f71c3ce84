"""Counting lights, and which of them is worse. Pure: for the pages as for what is issued."""

from collections import Counter
from dataclasses import dataclass, field

from progress.judging import Light, Reason

URGENCY = {
    (Light.RED, Reason.OVERDUE): 0,
    (Light.RED, Reason.FAR_BEHIND): 1,
    (Light.RED, Reason.NO_DATA): 2,
    (Light.YELLOW, Reason.LAGGING): 3,
    (Light.GREEN, Reason.ON_PACE): 4,
    (Light.GREY, Reason.NO_DATA): 5,
}
"""The place of a verdict among others, the worst first; the rest are SETTLED."""
SETTLED = 9


@dataclass
class Counts:
    """Verdicts, by light and by reason; and what is owed and not handed in."""

    lights: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    due_soon: int = 0
    unfiled: int = 0

    def add(self, light: str, reason: str, count: int, due_soon: int) -> None:
        self.lights[light] += count
        self.reasons[reason] += count
        self.due_soon += due_soon

    @property
    def total(self) -> int:
        return self.lights.total()

    @property
    def rank(self) -> tuple[int, ...]:
        """To sort by: the most red first; then the most behind, the most silent."""
        red, yellow = self.lights[Light.RED], self.lights[Light.YELLOW]
        return -red, -yellow, -self.unfiled, -min(self.total, 1)
