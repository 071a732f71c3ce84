"""What writing a workbook costs: against openpyxl's write-only mode and against XlsxWriter alone,
for the same cells with shared styles; and the memory that it takes at its peak."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import chain
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from xlsxwriter.workbook import Workbook as File

from bench.timing import best_of
from nanyang_vet.kit import fillable, workbook

HEAD = [
    *["编号", "目标内容", "单位", "实际值", "序时进度", "目标值", "计量单位", "亮灯"],
    *["季度", "工作进展", "存在问题", "下一步打算"],
]
SMALL, LARGE = 500, 50_000
Writer = Callable[[int], None]
_PEAK = """
import sys
from pathlib import Path
import django
django.setup()
from bench import workbooks
workbooks.ours(int(sys.argv[1]))
# Not getrusage: what it tells begins with the memory of the process that started this one.
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line for line in lines if line.startswith("VmHWM")).split()[1])
"""


def rows(count: int) -> Iterator[list[Any]]:
    """As long lists hold them: codes, names, numbers and sentences that differ."""
    for n in range(count):
        yield [
            f"{n % 27 + 1}-{n % 3 + 1}",
            "市级课程思政示范学校",
            "市教育局",
            n,
            Decimal(n) / 4,
            n * 3,
            "所",
            "绿灯（正常）",
            f"202{n % 4 + 2}Q{n % 4 + 1}",
            f"第{n}条：按计划推进，本季度完成评审，已组织专家两轮论证。",
            "无",
            "下季度公布名单。",
        ]


def ours(count: int) -> None:
    workbook.write([workbook.Sheet("测", "测", HEAD, rows(count))])


def write_only(count: int) -> None:
    """openpyxl at its best: two styles, each found once and shared by the cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("测")
    text, number = _styled(sheet, Alignment(wrap_text=True)), _styled(sheet, Alignment("right"))
    for row in chain([HEAD], rows(count)):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell._style = text if isinstance(value, str) else number
            cells.append(cell)
        sheet.append(cells)
    book.save(BytesIO())


def _styled(sheet: Any, alignment: Alignment) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.font, cell.border, cell.alignment = fillable.BODY_FONT, fillable.GRID, alignment
    return cell._style


def bare(count: int) -> None:
    """XlsxWriter alone, with two formats."""
    with File(BytesIO(), {"constant_memory": True}) as file:
        sheet = file.add_worksheet("测")
        text = file.add_format({"font_name": "仿宋", "border": 1, "text_wrap": True})
        number = file.add_format({"font_name": "仿宋", "border": 1, "num_format": "#,##0.####"})
        for place, row in enumerate(chain([HEAD], rows(count))):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(place, column, value, text)
                else:
                    sheet.write_number(place, column, value, number)


def measure() -> None:
    for count, times in ((SMALL, 5), (LARGE, 2)):
        writers: list[Writer] = [ours, write_only, bare]
        taken = {one: best_of(partial(one, count), times) for one in writers}
        print(
            f"workbook of {count} x {len(HEAD)}: {_ratio(taken, write_only)} x openpyxl's"
            f" write-only mode, {_ratio(taken, bare)} x XlsxWriter alone ({taken[ours]:.2f} s)"
        )
    peaks = {count: _peak(count) for count in (0, 5_000, 50_000)}
    more = [f"{count} rows {peak - peaks[0]:.1f} MB" for count, peak in peaks.items() if count]
    print(f"memory at the peak, beyond the program's own {peaks[0]:.0f} MB: {', '.join(more)}")


def _ratio(taken: dict[Writer, float], other: Writer) -> str:
    return f"{taken[ours] / taken[other]:.2f}"


def _peak(count: int) -> float:
    """MB at the peak of a process that writes a workbook of so many rows."""
    done = subprocess.run(  # noqa: S603 - our own program and a number
        [sys.executable, "-c", _PEAK, str(count)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024
