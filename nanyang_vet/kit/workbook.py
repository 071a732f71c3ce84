"""Workbooks: rows in, xlsx out. Text stays text, numbers stay numbers, dates stay dates."""

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from nanyang_vet.kit.numbers import show_number

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE_FONT = Font(name="黑体", size=16)
HEAD_FONT = Font(name="黑体", size=10.5)
BODY_FONT = Font(name="仿宋", size=10.5)
HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
_HAIR = Side(style="thin", color="B8C4D0")
GRID = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
WIDEST, NARROW, NARROWEST = 60, 18, 8
"""Widths of columns, in small letters. Down to NARROW a column gives way when the page is full."""
PAGE_WIDTH, LEAST_WIDTH = 205, 90
"""Widths of all columns: what prints legibly on A4 landscape; what a title and a note need."""
LINE_HEIGHT, HIGHEST = 15, 400
"""Points. Programs do not agree on who finds the height of a row with long text, so we do."""
LONGEST_TEXT = 32_767
"""What a cell can hold; Excel calls a longer one damage."""
LONGEST_NAME = 31
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title line, a line that says what it is as of, a head and rows of values."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    note: str = ""
    fills: dict[str, str] = field(default_factory=dict)
    """Cell texts that are coloured, and their RGB: the words of the lights."""
    fixed_columns: int = 0
    """How many columns stay in sight, and are printed again on each page."""


def write(sheets: Iterable[Sheet]) -> bytes:
    """The xlsx file of `sheets`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_name(sheet.name, book.sheetnames)), sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def response(sheets: Iterable[Sheet], file_name: str) -> HttpResponse:
    """`sheets` as a download called `file_name`.xlsx."""
    answer = HttpResponse(write(sheets), content_type=CONTENT_TYPE)
    name = quote(f"{file_name}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _sheet_name(name: str, taken: Collection[str]) -> str:
    """At most 31 characters, without those that a sheet's name may not have, and not yet taken.

    Excel refuses an apostrophe at either end, and tells no capitals from small letters.
    """
    allowed = "".join(" " if one in "[]:*?/\\" else one for one in writable(name))
    plain = allowed[:LONGEST_NAME].strip(" '\t\r\n") or "Sheet"
    used = {one.lower() for one in taken}
    found, number = plain, 1
    while found.lower() in used:
        number += 1
        mark = f" ({number})"
        found = plain[: LONGEST_NAME - len(mark)] + mark
    return found


def writable(text: str) -> str:
    """`text` without the characters that XML cannot hold; one of them would spoil the file."""
    return _NOT_IN_XML.sub("", text)


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    width = max(1, len(sheet.head))
    put(page.cell(1, 1), sheet.title).font = TITLE_FONT
    put(page.cell(2, 1), sheet.note).font = BODY_FONT
    for row in (1, 2):
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    page.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    page.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="center")
    for column, words in enumerate(sheet.head, start=1):
        cell = put(page.cell(3, column), words)
        cell.font, cell.fill, cell.border = HEAD_FONT, HEAD_FILL, GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    widths = [_width(words) for words in sheet.head]
    for number, values in enumerate(sheet.rows, start=4):
        for column, value in enumerate(values, start=1):
            cell = put(page.cell(number, column), value)
            _dress(cell, sheet.fills)
            widths[column - 1] = max(widths[column - 1], _width(cell.value))
    set_up(page, _fitted(widths))
    if sheet.fixed_columns:
        page.freeze_panes = f"{get_column_letter(sheet.fixed_columns + 1)}4"
        page.print_title_cols = f"A:{get_column_letter(sheet.fixed_columns)}"


def put(cell: Cell, value: Any) -> Cell:
    """Write `value` so that no text is ever taken for a formula (promises 10)."""
    if isinstance(value, Promise | str):
        text = writable(str(value))[:LONGEST_TEXT]
        cell.value = text
        cell.data_type = "s"
        if text[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}:
            # Says to Excel and WPS: still text after somebody has edited the cell.
            cell.quotePrefix = True
    elif isinstance(value, datetime.datetime):
        # A cell knows no time zone: the wall clock of the installation is what people read.
        cell.value = value if timezone.is_naive(value) else timezone.make_naive(value)
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, bool):
        cell.value = str(value)
    else:
        cell.value = value
        if isinstance(value, Decimal | int):
            cell.number_format = "#,##0" if value == int(value) else "#,##0.####"
    return cell


def _dress(cell: Cell, fills: dict[str, str]) -> None:
    cell.font, cell.border = BODY_FONT, GRID
    is_text = isinstance(cell.value, str)
    cell.alignment = Alignment(
        vertical="center", wrap_text=is_text, horizontal=None if is_text else "right"
    )
    colour = fills.get(cell.value) if isinstance(cell.value, str) else None
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour)


def _width(value: Any) -> int:
    """Columns that `value` needs: a Chinese character takes two."""
    if isinstance(value, datetime.datetime):
        return 18
    if isinstance(value, datetime.date):
        return 12
    if isinstance(value, Decimal):
        return len(show_number(value)) + 3
    longest = max(str(value if value is not None else "").split("\n"), key=len)
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in longest) + 3


def _fitted(wanted: Sequence[int]) -> list[int]:
    """The widths wanted, so that the page is neither overfull nor too narrow for its title.

    The widest columns give way first: their text wraps.
    """
    widths = [min(WIDEST, max(NARROWEST, width)) for width in wanted]
    while sum(widths) > PAGE_WIDTH and max(widths) > NARROW:
        widths[widths.index(max(widths))] -= 1
    if widths and sum(widths) < LEAST_WIDTH:
        more = -(-(LEAST_WIDTH - sum(widths)) // len(widths))
        widths = [width + more for width in widths]
    return widths


def _height(page: Worksheet, row: int, widths: Sequence[int]) -> int:
    """Points that the fullest cell of `row` needs."""
    lines = [1]
    for column, width in enumerate(widths, start=1):
        value = page.cell(row, column).value
        if isinstance(value, str):
            # Three less than the width, which holds the margins and a character that wraps whole.
            lines.append(
                sum(-(-(_width(one) - 3) // (width - 2)) or 1 for one in value.split("\n"))
            )
    return min(HIGHEST, LINE_HEIGHT * max(lines) + 3)


def set_up(page: Worksheet, widths: Sequence[int]) -> None:
    """Sizes, frozen head, filters, and print on A4 landscape with the head on each page."""
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.row_dimensions[1].height = 2 * LINE_HEIGHT
    page.row_dimensions[2].height = _height(page, 2, [sum(widths)])
    for row in range(3, page.max_row + 1):
        page.row_dimensions[row].height = _height(page, row, widths)
    page.freeze_panes = "A4"
    if widths and page.max_row > 3:
        page.auto_filter.ref = f"A3:{get_column_letter(len(widths))}{page.max_row}"
    page.print_title_rows = "1:3"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(0.4, 0.4, top=0.5, bottom=0.75, footer=0.3)
    page.oddFooter.center.text = "&P / &N"
