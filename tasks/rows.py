"""The rows of an official task list, from the text of a file or a pasted table. Pure.

Three columns separated by tabs: number, task, responsible units; broken by blank lines, headings
and the header that every printed page repeats.
"""

import re
import unicodedata
from dataclasses import dataclass

from tasks.quantities import parse_numeral

LARGEST_NUMBER = 99_999
LONGEST_CELL = 5_000  # characters: a printed page holds a fifth of it

LIST_ERRORS = frozenset({"empty", "not_text", "no_tabs", "no_rows", "no_units_column"})
"""Every code of a ListError."""

ROW_CODES = frozenset(
    {
        "unread_line",  # a line that is no row and no heading
        "unread_cell",  # a fourth column
        "empty_task",
        "too_long",
        "repeated_number",
        "repeated_row",
        "missing_numbers",  # 1, 2, 4
    }
)
"""Every code of a remark of this module."""

WARNING, DOUBT = "warning", "doubt"


class ListError(ValueError):
    """The text is not a task list.

    `code` is one of LIST_ERRORS, `line` the number of the line at fault (0 for the whole) and
    `words` what stands there.
    """

    def __init__(self, code: str, line: int = 0, words: str = "") -> None:
        super().__init__(f"{code}, line {line}: {words!r}" if line else code)
        self.code = code
        self.line = line
        self.words = words


@dataclass(frozen=True)
class Row:
    """One row: `text` and `units_text` are the cells without outer spaces, otherwise untouched."""

    number: int
    text: str
    units_text: str
    line: int


@dataclass(frozen=True)
class RowRemark:
    """A warning or a doubt of one row; row 0 for what stands before the first one."""

    row: int
    code: str
    words: str
    meaning: str = ""


@dataclass(frozen=True)
class RowsRead:
    rows: tuple[Row, ...]
    warnings: tuple[RowRemark, ...]
    doubts: tuple[RowRemark, ...]


@dataclass
class _Open:
    """A row whose cells may go on in the next line."""

    number: int
    cells: list[str]
    line: int


_HEADER = re.compile(r"^(?:序号|编号|序|项目|No\.?)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^[（(]?\s*([0-9０-９]{1,9}|[一二三四五六七八九十百]{1,6})\s*[)）]?\s*[.、．]?$"
)
_TASK = re.compile(r"任务|工作内容|工作要点|重点工作|目标内容|事项|举措|措施")
_LEADS = re.compile(r"牵头|主责|责任领导")
_UNITS = re.compile(r"单位|部门|牵头|主体")
_SENTENCE = re.compile(r"[。；;，,]")
_HEADING = re.compile(r"^(?:#|附件|附表|[-—–]\s*\d+\s*[-—–]$|第?\s*\d+\s*页|表\s*\d|注[:：])")
LONGEST_HEADING = 40


def split_rows(text: str) -> RowsRead:
    """The list's rows in its order. Raises ListError where there is none at all."""
    if "\0" in text:
        raise ListError("not_text")
    lines = re.split(r"\r\n|\n|\r|\v|\f|\u2028|\u2029", text.removeprefix("\ufeff"))
    if not any(line.strip() for line in lines):
        raise ListError("empty")
    splitter = _Splitter()
    for number, line in enumerate(lines, start=1):
        splitter.take(number, line)
    splitter.close()
    _raise_for_no_rows(splitter, lines)
    splitter.check_numbers()
    return RowsRead(tuple(splitter.rows), tuple(splitter.warnings), tuple(splitter.doubts))


def _raise_for_no_rows(splitter: "_Splitter", lines: list[str]) -> None:
    if splitter.rows:
        return
    filled = [(place, line.strip()) for place, line in enumerate(lines, start=1) if line.strip()]
    tabbed = [(place, line) for place, line in filled if "\t" in line]
    if not tabbed:
        place, words = filled[0]
        raise ListError("no_tabs", place, words[:LONGEST_HEADING])
    place, words = next(
        ((place, line) for place, line in tabbed if _row_number(line.split("\t")[0])), tabbed[0]
    )
    code = "no_units_column" if _row_number(words.split("\t")[0]) else "no_rows"
    raise ListError(code, place, words[:LONGEST_HEADING])


def _row_number(cell: str) -> int | None:
    match = _NUMBER.match(cell.strip())
    if match is None:
        return None
    words = unicodedata.normalize("NFKC", match[1])
    value = int(words) if words.isascii() else parse_numeral(words)
    return int(value) if value is not None and 0 < value <= LARGEST_NUMBER else None


def _unquoted(cell: str) -> str:
    """A cell without the quotes that Excel puts around one with line breaks."""
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _column_order(header: list[str]) -> tuple[int, ...]:
    """Which columns hold the task and the units (those that lead first); () for the usual ones."""
    units = [at for at, words in enumerate(header) if at and _UNITS.search(words)]
    tasks = [at for at, words in enumerate(header) if at not in units and _TASK.search(words)]
    if not units or not tasks:
        return ()
    units.sort(key=lambda at: not _LEADS.search(header[at]))
    order = (tasks[0], *units)
    return () if order == (1, 2) else order


class _Splitter:
    """Takes line after line; a row is closed when the next one begins."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.warnings: list[RowRemark] = []
        self.doubts: list[RowRemark] = []
        self.open: _Open | None = None
        self.order: tuple[int, ...] = ()  # the columns in our order, where the header has another

    @property
    def _last(self) -> int:
        return self.open.number if self.open else self.rows[-1].number if self.rows else 0

    def take(self, line_number: int, line: str) -> None:
        """One line of the file, whatever it is."""
        cells = [_unquoted(cell.strip()) for cell in line.split("\t")]
        while len(cells) > 3 and not cells[-1]:
            cells.pop()
        if not any(cells):
            return
        number = _row_number(cells[0])
        if _HEADER.match(cells[0]):
            self.order = _column_order(cells)
            return
        if len(cells) >= 2 and number is not None:
            self.close()
            self.open = _Open(number, self._ordered(cells)[1:], line_number)
        elif not self._continues(cells) and not self._is_heading(line.strip()):
            words = " ".join(cell for cell in cells if cell)
            self.doubts.append(RowRemark(self._last, "unread_line", words))

    def _ordered(self, cells: list[str]) -> list[str]:
        """The row as number, task, units, and then the rest, as the header names the columns."""
        if not self.order or len(cells) <= max(self.order):
            return cells
        task, *units = self.order
        rest = [cell for at, cell in enumerate(cells) if at and at not in self.order]
        return [cells[0], cells[task], "、".join(cells[at] for at in units if cells[at]), *rest]

    def _continues(self, cells: list[str]) -> bool:
        """Whether the line goes on with the open row's last cell; then it is added there."""
        if self.open is None or (len(cells) > 1 and cells[0] and len(self.open.cells) > 1):
            return False
        held = self.open.cells
        words = [cell for cell in cells if cell]
        if len(held) == 1:
            held[0] += words[0]
            held.extend(words[1:])
            return True
        if len(words) == 1 and re.search(r"[、，,]$", held[1]):
            held[1] += words[0]
            return True
        if len(words) == 1 and re.match(r"[、，,]", words[0]):
            held[1] += words[0]
            return True
        return False

    @staticmethod
    def _is_heading(line: str) -> bool:
        short = len(line) <= LONGEST_HEADING and not _SENTENCE.search(line) and "\t" not in line
        return short or bool(_HEADING.match(line))

    def close(self) -> None:
        """The open row is whole."""
        if self.open is None:
            return
        number, line = self.open.number, self.open.line
        cells = [_unquoted(cell) for cell in self.open.cells]
        self.open = None
        if len(cells) < 2:
            self.doubts.append(RowRemark(number, "unread_line", f"{number} {cells[0]}".strip()))
            return
        row = Row(number, cells[0], cells[1], line)
        if not row.text:
            self.doubts.append(RowRemark(number, "empty_task", row.units_text))
            return
        if max(len(row.text), len(row.units_text)) > LONGEST_CELL:
            self.doubts.append(RowRemark(number, "too_long", row.text[:LONGEST_HEADING]))
            return
        for cell in cells[2:]:
            if cell:
                self.doubts.append(RowRemark(number, "unread_cell", cell))
        held = next((one for one in self.rows if one.number == number), None)
        if held is None:
            self.rows.append(row)
        elif (held.text, held.units_text) == (row.text, row.units_text):
            self.warnings.append(RowRemark(number, "repeated_row", row.text))
        else:
            self.doubts.append(RowRemark(number, "repeated_number", f"{row.text} {row.units_text}"))

    def check_numbers(self) -> None:
        """Numbers left out between the first and the last are reported."""
        numbers = {row.number for row in self.rows}
        named = numbers | {one.row for one in self.doubts}
        missing = [one for one in range(min(numbers), max(numbers)) if one not in named]
        if missing:
            shown = "、".join(str(one) for one in missing[:20])
            self.warnings.append(RowRemark(missing[0], "missing_numbers", shown))
