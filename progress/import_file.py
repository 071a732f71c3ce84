"""A file of past reports, as bytes, into its lines. Knows the form of the file, not its meaning.

The file is comma-separated text with the head COLUMNS, in any order; UTF-8 (with or without a byte
order mark) or GB18030, which is what a spreadsheet on a Chinese PC writes.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

COLUMNS = ("target", "organization", "quarter", "value", "numerator", "denominator", "status")
MAX_BYTES = 20_000_000
"""Some 300,000 lines: ten times what a province files in four years."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and how to mend it. Line 0 is the whole file; "" the whole line."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.line:
            return self.message
        if not self.column:
            return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}
        return _("Line %(line)s, column %(column)s: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


class ImportRefused(Exception):
    """Nothing was loaded; `faults` names every reason, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """One line below the head: where it starts in the file, and its cells, stripped, by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """The file's lines, and the faults of those that have not as many cells as the head.

    Raises ImportRefused for a file that cannot be read at all: empty, too large, no text, or
    without the right head.
    """
    rows = _rows(_decoded(data))
    head_line, head = next(rows, (0, []))
    if not head:
        raise _empty()
    names = [unicodedata.normalize("NFKC", name).lower() for name in head]
    _check_head(head_line, names)
    lines, faults = [], []
    for number, cells in rows:
        if len(cells) == len(names):
            lines.append(Line(number, dict(zip(names, cells, strict=True))))
        else:
            faults.append(_wrong_count(number, len(cells)))
    if not lines and not faults:
        raise _refused(_("There is no line below the head. Write one line for each report."))
    return lines, faults


def _decoded(data: bytes) -> str:
    if not data.strip(_BLANK):
        raise _empty()
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise _refused(_("The file is larger than %(limit)s MB. Split it.") % {"limit": limit})
    if not data.startswith(_UTF16):
        _refuse_nul(data)
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _refused(_("The file's encoding is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”."))


def _empty() -> ImportRefused:
    head = ",".join(COLUMNS)
    return _refused(_("The file is empty. Its first line must be: %(head)s") % {"head": head})


def _refuse_nul(data: bytes) -> None:
    place = data.find(b"\0")
    if place >= 0:
        line = data.count(b"\n", 0, place) + 1
        words = _("holds a NUL byte, so this is not a text file. Save it as “CSV UTF-8”.")
        raise ImportRefused([Fault(line, "", words)])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of the line on which each row starts, and its stripped cells; blank rows go."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            words = _("cannot be read as comma-separated text. Check its quotation marks.")
            raise ImportRefused([Fault(start, "", words)]) from error
        if any(cells):
            yield start, cells
        start = reader.line_num + 1


def _check_head(line: int, names: list[str]) -> None:
    faults = []
    for name in COLUMNS:
        if name not in names:
            words = _("The column “%(name)s” is missing. The first line must be: %(head)s")
            faults.append(Fault(line, "", words % {"name": name, "head": ",".join(COLUMNS)}))
    for place, name in enumerate(names, start=1):
        if name not in COLUMNS:
            words = _("column %(place)s, “%(name)s”, is not known. Remove it; there are: %(head)s")
            about = {"place": place, "name": name[:40], "head": ",".join(COLUMNS)}
            faults.append(Fault(line, "", words % about))
        elif name in names[: place - 1]:
            words = _("The column “%(name)s” stands there twice. Remove one.")
            faults.append(Fault(line, "", words % {"name": name}))
    if faults:
        raise ImportRefused(faults)


def _wrong_count(line: int, count: int) -> Fault:
    words = _(
        "has %(count)s cells instead of %(wanted)s. Write a comma for every empty cell, and put"
        " a number with commas in quotation marks."
    )
    return Fault(line, "", words % {"count": count, "wanted": len(COLUMNS)})


def _refused(message: str) -> ImportRefused:
    return ImportRefused([Fault(0, "", message)])
