"""The differences that an upload would make, as people read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.models import Report
from progress.sheets.checking import Entry
from progress.sheets.columns import BY_NAME, FIGURES, is_choice
from progress.wording import amount, with_unit


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """One report that the upload changes."""

    report: Report
    differences: list[Difference]


def changed(entries: Iterable[Entry]) -> list[Changed]:
    return [Changed(one.report, list(_differences(one))) for one in entries if one.changes]


def _differences(entry: Entry) -> Iterator[Difference]:
    for name, (old, new) in entry.changes.items():
        label = str(BY_NAME[name].heading)
        yield Difference(label, _shown(name, old, entry), _shown(name, new, entry))


def _shown(name: str, value: Any, entry: Entry) -> str:
    """A value of a field; a blank is a dash, and nought is 0."""
    target = entry.report.target
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return "—"
    if is_choice(name, target):
        return amount(value, target)
    if name in FIGURES:
        # In full: what is cut for reading elsewhere would hide a difference here.
        return with_unit(show_number(value), target.unit if name == "value" else "")
    return str(value)
