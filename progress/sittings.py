"""A draft that saves itself does so every few seconds; the history shows one row a sitting.

A sitting is one person's automatic saves on one report with nothing between them and never more
than SITTING apart. Its row holds the values from before the first save and after the last one,
and the moment of the last one: who wrote, from what to what, is all there; only the stages between
are not kept. A save by button, a submission or anybody else's act ends the sitting: from then on
its row is never touched again.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from departments.models import User
from nanyang_vet.kit import clock
from progress.models import Event, Report

SITTING = timedelta(minutes=10)
NUMBERS = ("value", "numerator", "denominator")


def running(report: Report, user: User) -> Event | None:
    """The row of the sitting that this person's next automatic save belongs to, if any."""
    last = report.events.last()
    if last is None or last.act != Event.Act.AUTOSAVED or last.by_id != user.pk:
        return None
    return last if clock.now() - last.at <= SITTING else None


def extend(event: Event, changes: Mapping[str, list[Any]]) -> None:
    """Let the sitting's row tell of `changes` too. What was taken back again is no change."""
    whole = dict(event.changes)
    for name, (old, new) in changes.items():
        first = whole[name][0] if name in whole else old
        whole[name] = [first, new]
    event.changes = {name: pair for name, pair in whole.items() if not _same(name, *pair)}
    event.at = clock.now()
    event.save(update_fields=["changes", "at"])


def _same(name: str, old: Any, new: Any) -> bool:
    """5 and the stored "5.0000" are one figure."""
    if name not in NUMBERS or old is None or new is None:
        return bool(old == new)
    return Decimal(str(old)) == Decimal(str(new))
