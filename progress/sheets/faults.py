"""What is wrong with an uploaded template, and where."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

MOST = 200
"""Faults that are told: a file with more needs another hand than the list's."""


@dataclass(frozen=True, order=True)
class Fault:
    """Row 0 is the whole sheet or file, column 0 the whole row."""

    row: int
    column: int
    message: str
    heading: str = ""
    sheet: str = ""
    name: str = ""
    """The column's name, where the cell is one of a known column."""

    @property
    def column_words(self) -> str:
        """G (完成值)."""
        if not self.column:
            return "—"
        letter = get_column_letter(self.column)
        return _("%(letter)s (%(heading)s)") % {"letter": letter, "heading": self.heading}


class UploadRefused(Exception):
    """Nothing of the file is read on; every reason is in `faults`.

    `is_conflict` where the file is sound but not, or no longer, the one to upload.
    """

    def __init__(self, faults: list[Fault], *, is_conflict: bool = False) -> None:
        super().__init__(faults[0].message if faults else "")
        self.faults, self.is_conflict = faults, is_conflict


def refused(message: str, *, is_conflict: bool = False, sheet: str = "") -> UploadRefused:
    """The whole file is refused, for one reason."""
    return UploadRefused([Fault(0, 0, message, sheet=sheet)], is_conflict=is_conflict)
