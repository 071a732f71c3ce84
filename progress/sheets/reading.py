"""An uploaded template, as bytes, into its key and its rows. Knows the sheet, not the reports."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from nanyang_vet.kit.spreadsheet import Cell, Page, read_pages
from nanyang_vet.kit.spreadsheet_safety import WorkbookRefused
from progress.sheets.columns import (
    BY_NAME,
    KEY_SHEET,
    READ,
    SHEET,
    TYPED,
    headings,
    in_every_language,
    plain,
)
from progress.sheets.faults import Fault, UploadRefused, refused

HEAD_WITHIN = 20
"""Rows in which the head is looked for: somebody may have written above it."""
MOST_ROWS = 1000
"""Five times what the largest organization owes."""


@dataclass(frozen=True)
class Row:
    """One row below the head: its cells by column, without the blank ones."""

    number: int
    cells: dict[str, Cell]

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True)
class Reading:
    """The filing sheet as it was sent: `columns` says where each column stands."""

    sheet: str
    key: str
    columns: dict[str, int]
    rows: list[Row]
    faults: list[Fault]

    def fault(self, row: int, name: str, message: str) -> Fault:
        """What is wrong with the cell of the column `name`; of the whole row where that is ""."""
        heading = str(BY_NAME[name].heading) if name else ""
        return Fault(row, self.columns.get(name, 0), message, heading, self.sheet, name)


def read_upload(data: bytes) -> Reading:
    """The filing sheet in `data`. Raises UploadRefused for what cannot be read at all."""
    wanted = in_every_language(SHEET) | {plain(KEY_SHEET)}
    try:
        pages = read_pages(data, lambda title: plain(title) in wanted)
    except WorkbookRefused as error:
        raise refused(str(error)) from error
    keys = [page for page in pages if plain(page.title) == plain(KEY_SHEET)]
    sheets = [page for page in pages if page not in keys]
    if len(sheets) != 1:
        words = _(
            "The sheet “%(sheet)s” is missing. Do not rename or delete it; download the template"
            " again and fill that in."
        )
        raise refused(words % {"sheet": SHEET})
    page = sheets[0]
    head, columns = _head(page)
    rows = list(_rows(page, head, columns))
    if len(rows) > MOST_ROWS:
        words = _("The sheet has more than %(limit)s rows. A template has one for each target.")
        raise refused(words % {"limit": MOST_ROWS}, sheet=page.title)
    return Reading(page.title, _key(keys), columns, rows, list(_merged(page, head, columns)))


def _key(pages: list[Page]) -> str:
    """The pieces of the key, put together; "" where there is none."""
    pieces = (cells.get(1) for page in pages for _row, cells in sorted(page.rows.items()))
    return "".join(piece.text for piece in pieces if piece)


def _head(page: Page) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the place of each column."""
    for number, cells in sorted(page.rows.items()):
        if number > HEAD_WITHIN:
            break
        names = [(headings().get(plain(cell.text)), cell) for cell in cells.values()]
        known = [(name, cell) for name, cell in names if name]
        if len(known) >= len(READ) // 2:
            _check_head(page, number, [name for name, _cell in known])
            return number, {name: cell.column for name, cell in known}
    words = _("The row of headings is missing. Download the template again and fill that in.")
    raise refused(words, sheet=page.title)


def _check_head(page: Page, row: int, names: list[str]) -> None:
    faults = []
    for name in READ:
        heading = str(BY_NAME[name].heading)
        if name not in names:
            words = _("The column “%(heading)s” is missing. Do not delete or rename columns.")
        elif names.count(name) > 1:
            words = _("The column “%(heading)s” stands there twice. Remove one.")
        else:
            continue
        faults.append(Fault(row, 0, words % {"heading": heading}, sheet=page.title))
    if faults:
        raise UploadRefused(faults)


def _rows(page: Page, head: int, columns: dict[str, int]) -> Iterator[Row]:
    """The rows in which something was typed or that have a code."""
    for number, cells in sorted(page.rows.items()):
        named = {name: cells[place] for name, place in columns.items() if place in cells}
        if number > head and any(name in named for name in ("code", *TYPED)):
            yield Row(number, named)


def _merged(page: Page, head: int, columns: dict[str, int]) -> Iterator[Fault]:
    """Merged cells among the figures: all but one of them have lost what they held."""
    last = max(page.rows, default=head)
    for place in page.merged:
        left, top, right, bottom = range_boundaries(place)
        touched = [name for name in READ if left <= columns[name] <= right]
        if touched and bottom > head and top <= last:
            words = _("The cells %(place)s are merged. Take the merging back, and fill in each.")
            row = max(top, head + 1)
            heading = str(BY_NAME[touched[0]].heading)
            found = words % {"place": place}
            yield Fault(row, columns[touched[0]], found, heading, page.title, touched[0])
