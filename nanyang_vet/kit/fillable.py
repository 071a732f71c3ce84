"""Cells of workbooks that are sent out to be filled in and come back: written with openpyxl.

What is only read is written by `nanyang_vet.kit.workbook`, which is faster and streams.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from openpyxl.cell import Cell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from nanyang_vet.kit import clock
from nanyang_vet.kit.cell_formats import BODY, EDGE, HEAD, HEAD_COLOUR, NUMBERS, TITLE, number_look
from nanyang_vet.kit.cell_sizes import LINE_HEIGHT, height
from nanyang_vet.kit.cell_text import LIKE_A_FORMULA, cell_text

TITLE_FONT, HEAD_FONT, BODY_FONT = (
    Font(name=name, size=size) for name, size in (TITLE, HEAD, BODY)
)
HEAD_FILL = PatternFill("solid", fgColor=HEAD_COLOUR)
_HAIR = Side(style="thin", color=EDGE)
GRID = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)


def put(cell: Cell, value: Any) -> Cell:
    """Write `value` so that no text is ever taken for a formula (promises 10)."""
    if isinstance(value, Promise | str):
        text = cell_text(str(value))
        cell.value = text
        cell.data_type = "s"
        if text[:1] in LIKE_A_FORMULA:
            # Says to Excel and WPS: still text after somebody has edited the cell.
            cell.quotePrefix = True
    elif isinstance(value, datetime.datetime):
        cell.value = clock.on_the_wall(value)
        cell.number_format = NUMBERS["moment"]
    elif isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = NUMBERS["date"]
    elif isinstance(value, bool):
        cell.value = str(value)
    else:
        cell.value = value
        if isinstance(value, Decimal | int):
            cell.number_format = NUMBERS[number_look(value)]
    return cell


def set_up(page: Worksheet, widths: Sequence[int]) -> None:
    """Sizes, frozen head, filters, and print on A4 landscape with the head on each page."""
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.row_dimensions[1].height = 2 * LINE_HEIGHT
    page.row_dimensions[2].height = height([page.cell(2, 1).value], [sum(widths)])
    for number, row in enumerate(page.iter_rows(min_row=3, values_only=True), start=3):
        page.row_dimensions[number].height = height(row, widths)
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
