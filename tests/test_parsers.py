"""Every parser of outside input, with anything at all: it answers, or refuses in its own words.

What comes from a person, a file or a network is made up here by hypothesis: random text, text of
the genre's own pieces, and valid files with some bytes changed, cut off or swapped. No parser may
end in an exception that it does not name. `FUZZ=5000` in the environment tries that many cases.
"""

import io
import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from departments.kept_forms import KeptForm, unwrapped
from departments.names import read_units
from departments.robots import NoRobotAddress, robot_host
from nanyang_vet.kit.file_kinds import EXTENSIONS, FileKind, NotTaken, kind_of
from nanyang_vet.kit.numbers import MAX_VALUE, NumberError, parse_number
from nanyang_vet.kit.spreadsheet import read_pages
from nanyang_vet.kit.spreadsheet_safety import WorkbookRefused
from progress.import_file import COLUMNS, ImportRefused, read_lines
from progress.periods import Period
from tasks.quantities import find_quantities
from tasks.reading import read_task_list
from tasks.rows import ListError
from tests import evidence_files
from tests.progress.sheets import parts_of, zipped
from tests.tasks.test_properties import REGISTER

cases = settings(
    max_examples=int(os.environ.get("FUZZ", "60")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SIGNS = "0123456789０１２.,，、%％万亿-+eE〇一二十百千所个名不低于以上左右至 \t\n=@\0\ud800"
anything = st.text(max_size=80) | st.text(st.sampled_from(SIGNS), max_size=40)
UNITS = "市县区教育局人民政府各、，等有关部门（）()高新内乡"
HEAD = "序号\t工作任务\t负责单位"


@st.composite
def spoilt(draw: Any, whole: bytes) -> bytes:
    """`whole` with up to five bytes changed, then perhaps cut off, doubled or shifted."""
    data = bytearray(whole)
    for _time in range(draw(st.integers(0, 5))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.none() | st.integers(0, len(data)))
    if cut is None:
        return bytes(data)
    return draw(st.sampled_from([bytes(data[:cut]), bytes(data[cut:]), bytes(data + data[:cut])]))


def book() -> bytes:
    page = Workbook().active
    assert page is not None
    for row in ([1, "甲", date(2024, 1, 1)], [0.35, "=1+1", True], [None, "x" * 50, 1e300]):
        page.append(row)
    stream = io.BytesIO()
    page.parent.save(stream)
    return stream.getvalue()


BOOK = book()
PARTS = parts_of(BOOK)


@st.composite
def spoilt_parts(draw: Any) -> bytes:
    """A workbook that unpacks well, and of which one part is spoilt: what checksums would hide."""
    name = draw(st.sampled_from(sorted(PARTS)))
    return zipped(PARTS | {name: draw(spoilt(PARTS[name]))})


@cases
@given(anything, st.booleans(), st.booleans())
@example("１２", False, False)
def test_numbers(text, whole, percent):
    try:
        number = parse_number(text, whole=whole, percent=percent)
    except NumberError:
        return
    assert 0 <= number <= MAX_VALUE


@cases
@given(anything)
def test_quarters(text):
    try:
        Period.parse(text)
    except ValueError:
        return


@cases
@given(anything)
def test_quantities(text):
    for one in find_quantities(text):
        assert text[one.start : one.end]


@cases
@given(anything | st.text(st.sampled_from(UNITS), max_size=40))
def test_units(text):
    read_units(text, REGISTER)


lines = st.lists(
    st.tuples(st.integers(-1, 40).map(str), anything, anything).map("\t".join), max_size=4
)


@cases
@given(anything | lines.map("\n".join) | lines.map(lambda found: "\n".join([HEAD, *found])))
def test_task_lists(text):
    try:
        read_task_list(text, REGISTER, date(2022, 1, 1), date(2025, 12, 31))
    except ListError:
        return


@cases
@given(
    st.binary(max_size=200)
    | anything.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | anything.map(lambda text: (",".join(COLUMNS) + "\n" + text).encode("utf-8", "replace"))
    | anything.map(lambda text: (",".join(COLUMNS) + "\n" + text).encode("gb18030", "replace"))
)
def test_files_of_reports(data):
    try:
        read_lines(data)
    except ImportRefused:
        return


@cases
@given(st.binary(max_size=300) | spoilt(BOOK) | spoilt_parts())
def test_workbooks(data):
    try:
        read_pages(data, lambda title: True)
    except WorkbookRefused:
        return


FILES: dict[FileKind, Callable[[], bytes]] = {
    FileKind.PDF: evidence_files.pdf,
    FileKind.PNG: evidence_files.png,
    FileKind.XLSX: lambda: evidence_files.office("xlsx"),
    FileKind.DOCX: lambda: evidence_files.office("docx"),
}


@pytest.mark.parametrize("kind", list(FILES))
@cases
@given(data=st.data(), name=st.sampled_from([*EXTENSIONS, "", ".exe", ".xlsx.exe", "/", "\0.pdf"]))
def test_files_of_evidence(kind, data, name):
    content = data.draw(spoilt(FILES[kind]()) | st.binary(max_size=100))
    try:
        found = kind_of(f"x{name}", io.BytesIO(content))
    except NotTaken:
        return
    assert found == EXTENSIONS[f".{name.rpartition('.')[2]}"]


SIGNED = KeptForm("/filing/", [("value", "1")]).wrapped()


@cases
@given(anything | spoilt(SIGNED.encode()).map(lambda data: data.decode("latin-1")))
def test_kept_forms(text):
    found = unwrapped(text)
    assert found is None or found.address == "/filing/"


@cases
@given(
    anything
    | st.text(st.sampled_from("htps:/@[]?#%.1:qyapi"), max_size=30).map(
        lambda end: f"https://{end}"
    )
)
def test_addresses_of_robots(text):
    try:
        assert robot_host(text)
    except NoRobotAddress:
        return
