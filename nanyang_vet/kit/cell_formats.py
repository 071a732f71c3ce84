"""The looks of cells: few formats, each made once for a workbook and shared by its cells."""

from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as File

TITLE, HEAD, BODY = ("黑体", 16), ("黑体", 10.5), ("仿宋", 10.5)
"""Fonts of Chinese official writing, with their sizes in points."""
HEAD_COLOUR, EDGE, SUM_COLOUR = "DCE6F1", "B8C4D0", "F3F6FA"

NUMBERS = {
    "whole": "#,##0",
    "decimal": "#,##0.####",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
"""How numbers, percentages, dates and moments are shown."""
_FREE: dict[str, dict[str, Any]] = {
    "title": {"font": TITLE, "align": "center"},
    "note": {"font": BODY, "text_wrap": True},
}
"""Looks that stand outside of tables."""
_IN_TABLES: dict[str, dict[str, Any]] = {
    "head": {"font": HEAD, "bg_color": HEAD_COLOUR, "align": "center", "text_wrap": True},
    "text": {"text_wrap": True},
    "quoted": {"text_wrap": True, "quote_prefix": True},
    "centred": {"text_wrap": True, "align": "center"},
    "blank": {},
}


def number_look(number: int | Decimal) -> str:
    """The key of NUMBERS for `number`: without a point where nothing would stand behind it."""
    return "whole" if number == int(number) else "decimal"


class Formats:
    """The formats of one workbook, by their look."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._made: dict[tuple[str, str, bool], Format] = {}

    def get(self, look: str, fill: str = "", is_sum: bool = False) -> Format:
        """`look` is a key of the tables above; `fill` an RGB; `is_sum` a line of totals."""
        key = (look, fill, is_sum)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._file.add_format(_properties(look, fill, is_sum))
        return found


def _properties(look: str, fill: str, is_sum: bool) -> dict[str, Any]:
    given = dict(_FREE.get(look) or _IN_TABLES.get(look, {}))
    if look in NUMBERS:
        given |= {"num_format": NUMBERS[look], "align": "right"}
    font, size = given.pop("font", HEAD if is_sum else BODY)
    properties = {"font_name": font, "font_size": size, "valign": "vcenter"} | given
    # Says which kind of font it is, where the machine has none of this name.
    properties |= {"font_family": 3, "font_charset": 134}
    if look not in _FREE:
        properties |= {"border": 1, "border_color": f"#{EDGE}"}
    colour = fill or (SUM_COLOUR if is_sum else "") or properties.get("bg_color")
    if colour:
        properties["bg_color"] = f"#{colour}"
    return properties
