"""The template as a workbook: what a filer owes in a quarter, ready to be filled in offline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from departments.models import User
from nanyang_vet.kit.fillable import BODY_FONT, GRID, HEAD_FILL, HEAD_FONT, TITLE_FONT, put, set_up
from progress.duty_cards import Card, cards_of
from progress.models import Quarter
from progress.sheets.columns import (
    COLUMNS,
    DONE,
    FIRST_ROW,
    KEY_SHEET,
    NOT_DONE,
    SHEET,
    TYPED,
    YES,
    fields_of,
    is_choice,
)
from progress.sheets.instructions import instructions
from progress.sheets.keys import Key
from progress.sheets.validations import Validations
from progress.templatetags.lights import what_to_file
from progress.wording import figure, required
from tasks.models import Target

OPEN = PatternFill("solid", fgColor="FFFDF0")
SHUT = PatternFill("solid", fgColor="EDF0F3")
BAD = PatternFill("solid", fgColor="F8B4B4")
LEAST_HEIGHT = 36
"""Points: room to write two lines."""
KEY_PIECE = 30_000
"""A cell holds 32,767 characters."""


@dataclass(frozen=True)
class Line:
    """One row of the sheet: its values by column, those to be filled in, and what is wrong."""

    values: Mapping[str, Any]
    typed: frozenset[str] = frozenset()
    target: Target | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


def template(user: User, quarter: Quarter) -> bytes:
    """The workbook that this person's organization fills in for `quarter`."""
    cards = [card for card in cards_of(user, quarter, {}) if card.form is not None]
    cards.sort(key=lambda card: card.number)
    versions = {card.report.pk: card.report.version for card in cards}
    key = Key(user.organization_id or 0, quarter.pk, versions).signed()
    return write(user, quarter, [line_of(card) for card in cards], key)


def line_of(card: Card) -> Line:
    """What the template says of one report, with what is filed so far."""
    report, target = card.report, card.report.target
    values: dict[str, Any] = {
        "code": target.code,
        "measure": target.measure,
        "required": required(target),
        "last": f"{figure(card.last)}\n{card.last.quarter.code}" if card.last else "—",
        "state": report.get_state_display(),
        "how": what_to_file(target),
        "unit": target.unit,
    }
    for name in TYPED:
        values[name] = _content(name, getattr(report, name), target)
    return Line(values, frozenset(fields_of(report)), target)


def _content(name: str, value: Any, target: Target) -> Any:
    if name == "not_applicable":
        return str(YES) if value else None
    if value is not None and is_choice(name, target):
        return str(DONE if value else NOT_DONE)
    return as_written(value) if isinstance(value, str) else value


def as_written(text: str) -> str:
    """A stored text as it comes back from a sheet, which knows one kind of line's end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write(user: User, quarter: Quarter, lines: Sequence[Line], key: str) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = str(SHEET)
    _write_head(page, user, quarter)
    _write_lines(page, lines)
    _lay_out(page)
    instructions(book.create_sheet(_("Instructions")))
    hidden = book.create_sheet(KEY_SHEET)
    for place in range(0, len(key), KEY_PIECE):
        put(hidden.cell(place // KEY_PIECE + 1, 1), key[place : place + KEY_PIECE])
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_head(page: Worksheet, user: User, quarter: Quarter) -> None:
    title = _("%(organization)s: filing for %(quarter)s")
    words = {"organization": user.organization, "quarter": quarter}
    note = _(
        "Fill in the light yellow cells, save as .xlsx, and upload the file under “My filing” by"
        " %(due)s 23:59. Do not change the other cells; more on the sheet “%(instructions)s”."
    )
    put(page.cell(1, 1), title % words).font = TITLE_FONT
    about = {"due": f"{quarter.due_on:%Y-%m-%d}", "instructions": _("Instructions")}
    put(page.cell(2, 1), note % about).font = BODY_FONT
    page.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="center")
    for row in (1, 2):
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
    for number, column in enumerate(COLUMNS, start=1):
        cell = put(page.cell(FIRST_ROW - 1, number), column.heading)
        cell.font, cell.fill, cell.border = HEAD_FONT, HEAD_FILL, GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _write_lines(page: Worksheet, lines: Iterable[Line]) -> None:
    validations = Validations()
    for row, line in enumerate(lines, start=FIRST_ROW):
        for number, column in enumerate(COLUMNS, start=1):
            cell = put(page.cell(row, number), line.values.get(column.name))
            cell.font, cell.border = BODY_FONT, GRID
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            if column.name in line.typed:
                cell.fill, cell.protection = OPEN, Protection(locked=False)
                # A cell of the general format turns into a percentage when one is typed.
                is_text = isinstance(cell.value, str) or column.name in _TEXTS
                cell.number_format = "@" if is_text else "General"
                validations.add(cell, column.name, line.target)
            else:
                cell.fill = SHUT
            if column.name in line.faults:
                cell.fill = BAD
                cell.comment = _comment(line.faults[column.name])
    validations.put_on(page)


_TEXTS = {"not_applicable_why", "done", "problems", "next_steps"}


def _comment(words: str) -> Comment:
    comment = Comment(words, _("Check"))
    comment.width, comment.height = 280, 40 + 18 * (len(words) // 18 + words.count("\n") + 1)
    return comment


def _lay_out(page: Worksheet) -> None:
    set_up(page, [column.width for column in COLUMNS])
    for row in range(FIRST_ROW - 1, page.max_row + 1):
        page.row_dimensions[row].height = max(page.row_dimensions[row].height, LEAST_HEIGHT)
    page.freeze_panes = page.cell(FIRST_ROW, 3)
    protection = page.protection
    # No password: this keeps from slips, and the upload is checked in any case.
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False


def number_or_text(text: str) -> Decimal | str | None:
    """A figure as it was typed, as a number where it is one."""
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdecimal() else text or None
