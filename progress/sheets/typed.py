"""What was typed into a row, as the filing form wants it: the same texts as from a browser."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from nanyang_vet.kit.spreadsheet import ERROR, FORMULA, LOGICAL, MOMENT, Cell
from progress.models import Report
from progress.sheets.book import as_written
from progress.sheets.columns import FIGURES, TYPED, fields_of, is_choice, plain, words_of_choices
from progress.sheets.reading import Row
from tasks.models import Target


class CellFault(Exception):
    """What the cell holds is nothing that the form could take."""


def typed_in(row: Row, report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """The texts for the form's fields, and what is wrong with the cells that give none."""
    texts, faults = {}, {}
    for name in fields_of(report):
        cell = row.cells.get(name)
        try:
            texts[name] = _text(cell, name, report) if cell else ""
        except CellFault as fault:
            texts[name], faults[name] = "", str(fault)
    faults |= dict(_not_asked_for(row, report))
    return texts, faults


def _text(cell: Cell, name: str, report: Report) -> str:
    _check_kind(cell, name)
    if is_choice(name, report.target):
        return _choice(cell.text, name)
    if name in FIGURES:
        return cell.text
    stored = getattr(report, name)
    # A sheet has one kind of line's end; the browser's two are no difference.
    return stored if as_written(stored) == as_written(cell.text) else cell.text


def _check_kind(cell: Cell, name: str) -> None:
    if cell.kind == FORMULA:
        raise CellFault(_("This is a formula. Copy the cell and paste it as a value."))
    if cell.kind == ERROR:
        raise CellFault(_("The cell shows the error %(text)s.") % {"text": cell.text[:20]})
    if cell.kind == LOGICAL:
        raise CellFault(_("This is a logical value (TRUE or FALSE), and no text or number."))
    if cell.kind == MOMENT and name in FIGURES:
        words = _("This is a date (%(text)s). Set the cell's format to “general”, and retype it.")
        raise CellFault(words % {"text": cell.text[:20]})


def _choice(text: str, name: str) -> str:
    words = words_of_choices()[name]
    if plain(text) not in words:
        about = {"text": text[:40]}
        raise CellFault(_("“%(text)s” is not in the cell's list. Choose from the list.") % about)
    return words[plain(text)]


def _not_asked_for(row: Row, report: Report) -> Iterator[tuple[str, str]]:
    """Figures in columns in which this target has none: they would be lost."""
    for name in set(TYPED) - fields_of(report):
        if row.text(name):
            yield name, _asks_for(report.target)


def _asks_for(target: Target) -> str:
    if target.is_share:
        return _("Leave this empty: this target is filed as numerator and denominator.")
    return _("Leave this empty: this target is filed as one value.")
