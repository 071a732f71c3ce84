"""Values in cells: each kind by its own call, so that no text is ever taken for anything else."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from nanyang_vet.kit import clock
from nanyang_vet.kit.cell_formats import Formats, number_look
from nanyang_vet.kit.cell_text import LIKE_A_FORMULA, cell_text
from nanyang_vet.kit.numbers import cut

PERCENT_PLACES = 4


@dataclass(frozen=True)
class Percent:
    """A share of 1, shown in percent with two decimals. `of` cuts, and never rounds up."""

    share: Decimal

    @classmethod
    def of(cls, hundredths: Decimal) -> "Percent":
        """29.9999 hundredths read as 29.99%, and not as the 30 they failed to reach."""
        return cls(cut(hundredths / 100, PERCENT_PLACES))


@dataclass(frozen=True)
class Formula:
    """A live formula with the value it has now, for readers that do not calculate.

    `text` is ours, never anybody's input. `value` is a number, a Percent, a text, or None.
    """

    text: str
    value: int | Decimal | Percent | str | None


def plain(text: object) -> str:
    """`text`, translated or not, as a cell can hold it."""
    return cell_text(str(text))


class Cells:
    """Writes values into one sheet."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self._sheet = sheet
        self._get = formats.get

    def write(
        self, row: int, values: Sequence[Any], fills: dict[str, str], is_sum: bool = False
    ) -> None:
        """One row from its first column on. `fills`: colours by text."""
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._text(row, column, value, fills.get(value, "") if fills else "", is_sum)
            elif value is None:
                self._sheet.write_blank(row, column, None, self._get("blank", "", is_sum))
            elif isinstance(value, bool):
                self._text(row, column, str(value), "", is_sum)
            elif isinstance(value, int | Decimal):
                self._sheet.write_number(row, column, value, self._number_look(value, is_sum))
            else:
                self._other(row, column, value, is_sum)

    def _text(self, row: int, column: int, value: str, fill: str, is_sum: bool) -> None:
        text = cell_text(value)
        look = "quoted" if text[:1] in LIKE_A_FORMULA else "text"
        self._sheet.write_string(row, column, text, self._get(look, fill, is_sum))

    def _number_look(self, value: int | Decimal, is_sum: bool) -> Any:
        return self._get(number_look(value), "", is_sum)

    def _other(self, row: int, column: int, value: Any, is_sum: bool) -> None:
        if isinstance(value, Percent):
            self._sheet.write_number(row, column, value.share, self._get("percent", "", is_sum))
        elif isinstance(value, Formula):
            self._formula(row, column, value, is_sum)
        elif isinstance(value, datetime.datetime):
            moment = clock.on_the_wall(value)
            self._sheet.write_datetime(row, column, moment, self._get("moment", "", is_sum))
        elif isinstance(value, datetime.date):
            self._sheet.write_datetime(row, column, value, self._get("date", "", is_sum))
        else:
            self._text(row, column, str(value), "", is_sum)

    def _formula(self, row: int, column: int, formula: Formula, is_sum: bool) -> None:
        value: Any = formula.value
        if isinstance(value, Percent):
            value, style = value.share, self._get("percent", "", is_sum)
        elif isinstance(value, int | Decimal):
            style = self._number_look(value, is_sum)
        else:
            value, style = cell_text(value or ""), self._get("centred", "", is_sum)
        self._sheet.write_formula(row, column, f"={formula.text}", style, value)
