"""Which reminders a day asks for. Pure: no Django, no clock.

Something outstanding is a `Matter`. On each day a matter has at most one key; what has been said
under a key is never said again. A key that is missed, because nothing ran on its day, holds until
the next one takes its place: the run after it says the same with the right number of days.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    DUE = "due"
    OVERDUE = "overdue"
    RETURNED = "returned"
    URGED = "urged"
    RED = "red"


DUE_STEPS = (1, 3, 7)
"""Days left at which reports not yet handed in are reminded of."""
OVERDUE_STEPS = (1, 3)
EVERY = 7
"""Days late: on the first, the third and the seventh, and every seventh after that."""


@dataclass(frozen=True)
class Matter:
    """Something outstanding. `subject` names it for good; `facts` is what a reminder says."""

    kind: Kind
    subject: str
    organization: int
    quarter: int
    facts: dict[str, Any] = field(compare=False)
    due_on: date | None = None
    """The filing date, where reminders follow it."""
    report: int | None = None
    urge: int | None = None

    def key_on(self, day: date) -> str | None:
        """Under which key a reminder is due on `day`; None where there is nothing to say."""
        if self.due_on is None:
            return self.subject
        step = step_of((self.due_on - day).days)
        return None if step is None else f"{self.subject}:{step}"


def step_of(left: int) -> int | None:
    """The step that holds with so many days left; below nought it counts the days late.

    The last day itself belongs to the step of one day.
    """
    if left >= 0:
        return next((step for step in DUE_STEPS if left <= step), None)
    late = -left
    return late // EVERY * EVERY or max(step for step in OVERDUE_STEPS if step <= late)


def fresh(matters: list[Matter], day: date, said: set[str]) -> list[tuple[str, Matter]]:
    """What `day` asks for and was not said before, with its key."""
    keyed = [(matter.key_on(day), matter) for matter in matters]
    return [(key, matter) for key, matter in keyed if key is not None and key not in said]
