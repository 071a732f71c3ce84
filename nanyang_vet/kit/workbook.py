"""Workbooks: rows in, xlsx out. Text stays text, numbers stay numbers, dates stay dates.

Written with XlsxWriter, row by row: a sheet of any length takes the same memory.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from typing import Any, BinaryIO
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.functional import Promise
from xlsxwriter.workbook import Workbook as File

from nanyang_vet.kit import clock
from nanyang_vet.kit.cell_formats import Formats
from nanyang_vet.kit.cell_sizes import LINE_HEIGHT, fitted, height, needed
from nanyang_vet.kit.cell_text import sheet_name
from nanyang_vet.kit.cells import Cells, Formula, Percent, plain
from nanyang_vet.kit.worksheet import PlainWorksheet

__all__ = ["CONTENT_TYPE", "Book", "Formula", "Page", "Percent", "Sheet", "response", "write"]

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAMPLE = 1000
"""Rows that are looked at for the widths of columns, before the first of them is written."""
FIRST_ROW = 4
"""Of the data, counted from 1 as in the file: below title, note and head."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title line, a line that says what it is as of, a head and rows of values.

    A value is a text, a number, a date, a moment, a Percent, a Formula, or None for nothing.
    """

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    note: str = ""
    fills: dict[str, str] = field(default_factory=dict)
    """Cell texts that are coloured, and their RGB: the words of the lights."""
    fixed_columns: int = 0
    """How many columns stay in sight, and are printed again on each page."""
    widths: Sequence[int] | None = None
    """Of the columns, where they are not to be found from what the rows hold."""
    sums: Callable[[int, int], Iterable[Sequence[Any]]] | None = None
    """Lines of totals below the rows, which no filter hides: from the first and last row."""


class Page:
    """One sheet of a file, written from top to bottom. `row` is the next one, from nought."""

    def __init__(self, file: File, formats: Formats, name: str, widths: Sequence[int]) -> None:
        self.sheet: PlainWorksheet = file.add_worksheet(name, PlainWorksheet)
        self.name = name
        self.widths = list(widths)
        self.row = 0
        self._cells = Cells(self.sheet, formats)
        self._formats = formats
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
        self.sheet.set_footer("&C&P / &N", {"margin": 0.3})

    def line(self, text: str, look: str = "note", tall: float | None = None) -> None:
        """`text` over all columns; `tall` in points, else as high as the text needs."""
        text, width = plain(text), max(1, len(self.widths))
        needs = height([text], [sum(self.widths)]) if tall is None else tall
        self.sheet.set_row(self.row, needs)
        style = self._formats.get(look)
        if width > 1:
            self.sheet.merge_range(self.row, 0, self.row, width - 1, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def head(self, words: Iterable[str]) -> None:
        """The head of a table."""
        texts = [plain(one) for one in words]
        self.sheet.set_row(self.row, height(texts, self.widths))
        style = self._formats.get("head")
        for column, text in enumerate(texts):
            self.sheet.write_string(self.row, column, text, style)
        self.row += 1

    def values(
        self, values: Sequence[Any], fills: dict[str, str] | None = None, is_sum: bool = False
    ) -> None:
        """One row of a table, as high as its texts need."""
        texts = [str(one) if isinstance(one, Promise) else one for one in values]
        self.sheet.set_row(self.row, height(texts, self.widths))
        self._cells.write(self.row, texts, fills or {}, is_sum)
        self.row += 1

    def widen(self, values: Iterable[Any]) -> None:
        """Make room for numbers: a text wraps, a number without room is shown as ####."""
        for column, value in enumerate(values):
            if value is not None and not isinstance(value, str | Promise):
                self.widths[column] = max(self.widths[column], needed(value))

    def finish(self) -> None:
        """Widths and the area that is printed. After the last row."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.print_area(0, 0, max(0, self.row - 1), max(0, len(self.widths) - 1))


class Book:
    """A workbook that is written to `stream`; `made_at` stands in its properties."""

    def __init__(
        self, stream: BinaryIO, made_at: datetime.datetime | None = None, title: str = ""
    ) -> None:
        self.file = File(stream, {"constant_memory": True})
        moment = (made_at or clock.now()).astimezone(datetime.UTC).replace(tzinfo=None)
        self.file.set_properties({"created": moment, "title": plain(title)})
        self.file.set_size(24_000, 14_000)
        self._formats = Formats(self.file)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self.file.close()

    def page(self, name: str, widths: Sequence[int]) -> Page:
        """A new sheet, to be written by the caller, who calls its `finish`."""
        taken = [one.get_name() for one in self.file.worksheets()]
        return Page(self.file, self._formats, sheet_name(plain(name), taken), widths)

    def add(self, sheet: Sheet) -> Page:
        """Write `sheet`. What is returned may be dressed further; its rows are written."""
        rows = iter(sheet.rows)
        sample = list(islice(rows, SAMPLE))
        page = self.page(sheet.name, sheet.widths or _widths(sheet.head, sample))
        page.line(sheet.title, "title", 2 * LINE_HEIGHT)
        page.line(sheet.note)
        page.head(sheet.head)
        for values in sample:
            page.widen(values)
        for place, values in enumerate(chain(sample, rows)):
            if place >= SAMPLE:
                page.widen(values)
            page.values(values, sheet.fills)
        last = page.row
        for values in sheet.sums(FIRST_ROW, last) if sheet.sums and last >= FIRST_ROW else ():
            page.values(values, is_sum=True)
        _frame(page, sheet, last)
        page.finish()
        return page


def _widths(head: Sequence[str], sample: Iterable[Sequence[Any]]) -> list[int]:
    wanted = [needed(plain(words)) for words in head]
    for values in sample:
        for column, value in enumerate(values):
            text = str(value) if isinstance(value, Promise) else value
            wanted[column] = max(wanted[column], needed(text))
    return fitted(wanted)


def _frame(page: Page, sheet: Sheet, last: int) -> None:
    """Frozen head, filters, and what is printed again on each page. `last` row counts from 1."""
    page.sheet.freeze_panes(FIRST_ROW - 1, sheet.fixed_columns)
    page.sheet.repeat_rows(0, FIRST_ROW - 2)
    if sheet.fixed_columns:
        page.sheet.repeat_columns(0, sheet.fixed_columns - 1)
    if page.widths and last >= FIRST_ROW:
        page.sheet.autofilter(FIRST_ROW - 2, 0, last - 1, len(page.widths) - 1)


def write(sheets: Iterable[Sheet], made_at: datetime.datetime | None = None) -> bytes:
    """The xlsx file of `sheets`."""
    stream = BytesIO()
    with Book(stream, made_at) as book:
        for sheet in sheets:
            book.add(sheet)
    return stream.getvalue()


def response(sheets: Iterable[Sheet], file_name: str) -> HttpResponse:
    """`sheets` as a download called `file_name`.xlsx."""
    answer = HttpResponse(write(sheets), content_type=CONTENT_TYPE)
    name = quote(f"{file_name}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
