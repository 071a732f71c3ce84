"""Widths of columns and heights of rows: programs do not agree on who finds them, so we do. Pure.

Widths are in small letters; a Chinese character takes two. Heights are in points.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

WIDEST, NARROW, NARROWEST = 60, 18, 8
"""Down to NARROW a column gives way when the page is full."""
PAGE_WIDTH, LEAST_WIDTH = 205, 90
"""Of all columns: what prints legibly on A4 landscape; what a title and a note need."""
LINE_HEIGHT, HIGHEST = 15, 400
MARGINS = 3
"""What a cell's own margins, and the arrow of a filter in its head, take of a column."""


def text_width(text: str) -> int:
    """Of its longest line. All but ASCII is wide: so are “…—× in a Chinese font."""
    if "\n" in text:
        return max(map(text_width, text.split("\n")))
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def needed(value: Any) -> int:
    """The width of the column that shows `value` in one line."""
    if isinstance(value, str):
        return text_width(value) + MARGINS
    if isinstance(value, datetime.datetime):
        return 18
    if isinstance(value, datetime.date):
        return 12
    if isinstance(value, Decimal | int):
        return number_width(value)
    return text_width(str(value if value is not None else "")) + MARGINS


def number_width(number: Decimal | int) -> int:
    """Of a number written with thousands separators and without idle noughts."""
    written = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,d}"
    return len(written.rstrip("0").rstrip(".") if "." in written else written) + MARGINS


def fitted(wanted: Sequence[int]) -> list[int]:
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


def lines(text: str, width: int) -> int:
    """How many lines `text` takes in a column: two less than its width, for the margins and a
    character that wraps whole."""
    room = max(1, width - 2)
    if "\n" not in text:
        return -(-text_width(text) // room) or 1
    return sum(-(-text_width(one) // room) or 1 for one in text.split("\n"))


def height(values: Iterable[Any], widths: Sequence[int]) -> int:
    """Points that the fullest of a row's texts needs."""
    most = 1
    for value, width in zip(values, widths, strict=False):
        # Four bytes at most make one character: short ones need not be measured.
        if isinstance(value, str) and (2 * len(value) > width - 2 or "\n" in value):
            most = max(most, lines(value, width))
    return min(HIGHEST, LINE_HEIGHT * most + 3)
