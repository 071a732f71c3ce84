"""What happened to a report, in the words of those who read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.models import Event, Evidence, Report, Standing

LABELS = {one.name: one.verbose_name for one in Report._meta.fields}
LABELS["evidence"] = Evidence._meta.verbose_name or "evidence"
UNSHOWN = frozenset({"sha256"})
"""For who checks which file it was; it tells a reader nothing."""


@dataclass(frozen=True)
class Change:
    """One field's old and new value, as people read them."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    event: Event
    changes: list[Change]


def history(report: Report) -> list[Entry]:
    """Every event of `report` in its order, with what it changed."""
    events = report.events.select_related("by__organization")
    return [Entry(event, list(_changes(event))) for event in events]


def _changes(event: Event) -> Iterator[Change]:
    for name, (old, new) in event.changes.items():
        if name in UNSHOWN:
            continue
        label = str(LABELS[name])
        yield Change(label, _shown(name, old), _shown(name, new))


def _shown(name: str, value: Any) -> str:
    """A stored value as text; a blank is a dash, and nought is 0."""
    if name == "state":
        return str(Report.State(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return "—"
    if name in Report.FIGURES:
        try:
            return show_number(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    return str(value)


def standing_of(report: Report) -> Standing | None:
    """The light that this report bears on: its organization's own, else the city's."""
    found = Standing.objects.filter(target=report.target_id, quarter=report.quarter_id)
    own = found.filter(organization=report.organization_id)
    return (own or found.filter(organization=None)).first()
