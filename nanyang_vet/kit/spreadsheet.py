"""Uploaded workbooks, cell by cell: what stands there, and not what a program makes of it."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from nanyang_vet.kit.numbers import LONGEST
from nanyang_vet.kit.spreadsheet_safety import WorkbookRefused, damaged, repacked

LAST_ROW, LAST_COLUMN = 20_000, 60
"""What stands beyond is not read: programs like to leave traces in row 1048576."""
FORMULA, ERROR, LOGICAL, MOMENT, NUMBER, TEXT = "formula", "error", "logical", "date", "number", ""
_KINDS = {"f": FORMULA, "e": ERROR, "b": LOGICAL, "d": MOMENT, "n": NUMBER}
_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True)
class Cell:
    """One cell that is not blank: its place, what kind of thing it holds, and that as text."""

    row: int
    column: int
    kind: str
    text: str


@dataclass(frozen=True)
class Page:
    """One sheet: the cells that are not blank, row by row, and its merged ranges."""

    title: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[str, ...]


def read_pages(data: bytes, is_wanted: Callable[[str], bool]) -> list[Page]:
    """The wanted sheets of an uploaded xlsx file, by title. Raises WorkbookRefused."""
    stream = repacked(data)
    try:
        book = load_workbook(stream, read_only=True, keep_links=False)
        sheets = [one for one in book.worksheets if is_wanted(one.title)]
        return [_page(one, book._archive.read(one._worksheet_path)) for one in sheets]
    except WorkbookRefused:
        raise
    except Exception as error:  # openpyxl raises some twenty kinds on damaged files
        raise damaged() from error


def _page(sheet: Any, source: bytes) -> Page:
    rows: dict[int, dict[int, Cell]] = {}
    for cells in sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN):
        found = [_cell(one) for one in cells if one.value is not None]
        kept = {one.column: one for one in found if one.text}
        if kept:
            rows[next(iter(kept.values())).row] = kept
    merged = tuple(one.decode() for one in _MERGED.findall(source))
    return Page(sheet.title, rows, merged)


def _cell(cell: Any) -> Cell:
    kind = _KINDS.get(cell.data_type, TEXT)
    value = cell.value
    if kind == NUMBER and not isinstance(value, bool | int | float):
        kind = TEXT
    if kind == NUMBER:
        text = _number_text(value, cell.number_format or "")
    elif kind == FORMULA:
        text = value if isinstance(value, str) else "="
    elif isinstance(value, datetime.datetime) and value.time() == datetime.time():
        text = value.date().isoformat()
    else:
        text = str(value).strip()
    return Cell(cell.row, cell.column, kind, text)


def _number_text(value: int | float, number_format: str) -> str:
    """The number as somebody would type it; the shortest digits that mean the stored number.

    A spreadsheet keeps 35% as 0.35 and says in the cell's format that it is a percentage.
    """
    number, sign = Decimal(repr(value)), ""
    if not number.is_finite():
        return str(number)
    if "%" in _QUOTED.sub("", number_format):
        number, sign = number.scaleb(2), "%"
    written = f"{number:f}" if abs(number.adjusted()) < LONGEST else str(number)
    if "." in written and "E" not in written:
        written = written.rstrip("0").rstrip(".")
    return written + sign
