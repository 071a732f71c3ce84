"""Uploaded workbooks: what a cell says as text, and that damage has one answer."""

import random
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from nanyang_vet.kit import spreadsheet_safety
from nanyang_vet.kit.spreadsheet import FORMULA, LOGICAL, MOMENT, NUMBER, TEXT, Cell, read_pages
from nanyang_vet.kit.spreadsheet_safety import WorkbookRefused

SHEET = "xl/worksheets/sheet1.xml"


def book_with(*values: Any, number_format: str = "General") -> bytes:
    book = Workbook()
    for row, value in enumerate(values, start=1):
        cell = book.worksheets[0].cell(row, 1, value)
        if not isinstance(value, date):
            cell.number_format = number_format
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def cells(data: bytes) -> list[Cell]:
    (page,) = read_pages(data, lambda _title: True)
    return [cell for row in page.rows.values() for cell in row.values()]


def stored_number(digits: str, number_format: str = "General") -> str:
    """The text of a numeric cell in which the file says `digits`."""
    parts = parts_of(book_with(77, number_format=number_format))
    assert b"<v>77</v>" in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(b"<v>77</v>", f"<v>{digits}</v>".encode())
    return cells(zipped(parts))[0].text


NUMBERS = [
    ("12", "General", "12"),
    ("12.0", "General", "12"),
    ("0", "General", "0"),
    ("0.1", "General", "0.1"),
    ("7.0000000000000007E-2", "General", "0.07"),
    ("0.30000000000000004", "General", "0.30000000000000004"),
    ("99999999999.999893", "General", "99999999999.9999"),
    ("1.5E3", "General", "1500"),
    ("1E+22", "General", "10000000000000000000000"),
    ("1E999", "General", "Infinity"),
    ("1E308", "General", "1E+308"),
    ("1E-7", "General", "0.0000001"),
    ("-3", "General", "-3"),
    ("99999999999999999999", "General", "99999999999999999999"),
    ("0.35", "0%", "35%"),
    ("0.35699999999999998", "0.00%", "35.7%"),
    ("0.28999999999999998", "0%", "29%"),
    ("1", "0%", "100%"),
    ("0", "0.00%", "0%"),
    ("0.35", '0.00"%"', "0.35"),
    ("0.35", "0.00\\%", "0.35"),
    ("1200", "#,##0", "1200"),
]


@pytest.mark.parametrize(("digits", "number_format", "text"), NUMBERS)
def test_a_number_is_read_as_it_was_typed(digits, number_format, text):
    assert stored_number(digits, number_format) == text


KINDS = [
    (" 三所 ", TEXT, "三所"),
    ("1200", TEXT, "1200"),
    (1200, NUMBER, "1200"),
    ("=1+1", FORMULA, "=1+1"),
    (True, LOGICAL, "True"),
    (date(2024, 1, 2), MOMENT, "2024-01-02"),
    (datetime(2024, 1, 2, 3, 4), MOMENT, "2024-01-02 03:04:00"),  # noqa: DTZ001
    ("#DIV/0!", "error", "#DIV/0!"),
]


@pytest.mark.parametrize(("value", "kind", "text"), KINDS)
def test_a_cell_says_what_it_holds(value, kind, text):
    assert cells(book_with(value)) == [Cell(1, 1, kind, text)]


def test_blank_cells_are_left_out():
    assert [cell.row for cell in cells(book_with(None, "  ", "x"))] == [3]


def test_only_wanted_sheets_are_read():
    assert read_pages(book_with("x"), lambda title: title == "other") == []


# Damage


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """One part of the workbook with one to five bytes changed, lost or doubled."""
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    part = bytearray(parts[name])
    for _time in range(chance.randint(1, 5)):
        place = chance.randrange(len(part))
        part[place : place + chance.randint(0, 3)] = chance.choice(
            [b"", b"<", b">", b'"', b"9", b"A", b"/", b"\xff", b"rId7", b"</row>", b"-1"]
        )
    return zipped(parts | {name: bytes(part)})


def test_damage_of_every_kind_has_one_answer():
    whole = book_with("一", 1, 2.5, True, date(2024, 1, 2), "=1+1")
    chance, answers = random.Random(20240930), {"": 0}  # noqa: S311
    for _time in range(400):
        try:
            read_pages(spoilt(whole, chance), lambda _title: True)
            answers[""] += 1
        except WorkbookRefused as error:
            answers[str(error)] = answers.get(str(error), 0) + 1
    with override("en"):
        assert len(answers) <= 3
    assert sum(answers.values()) == 400


def test_a_truncated_file_of_any_length_is_refused():
    whole = book_with("一", 1)
    for length in range(0, len(whole) - 1, 97):
        with pytest.raises(WorkbookRefused):
            read_pages(whole[:length], lambda _title: True)


# Both sides of the limits


def is_taken(data: bytes) -> bool:
    try:
        spreadsheet_safety.repacked(data)
    except WorkbookRefused:
        return False
    return True


def padded(size: int) -> bytes:
    """A workbook of exactly `size` bytes."""
    parts = parts_of(book_with(1))
    rest = size - len(zipped(parts | {"xl/media/a.png": b""}, zipfile.ZIP_STORED))
    return zipped(parts | {"xl/media/a.png": b"\x89" * rest}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_the_largest_file(more, taken):
    data = padded(spreadsheet_safety.MAX_BYTES + more)
    assert len(data) == spreadsheet_safety.MAX_BYTES + more
    assert is_taken(data) is taken


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_the_most_entries(more, taken):
    parts = parts_of(book_with(1))
    count = spreadsheet_safety.MAX_ENTRIES - len(parts) + more
    assert is_taken(zipped(parts | {f"xl/a{n}.xml": b"<a/>" for n in range(count)})) is taken


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_the_most_rows(more, taken):
    values = ["x"] * (spreadsheet_safety.MAX_ROWS + more)
    assert is_taken(book_with(*values)) is taken


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_the_most_unpacked(more, taken):
    parts = parts_of(book_with(1))
    rest = spreadsheet_safety.MAX_UNPACKED - sum(len(part) for part in parts.values()) + more
    # As noise as it must be to stay under the ratio, and no more.
    noise = random.Random(1).randbytes(rest // 8)  # noqa: S311
    filling = (noise + bytes(rest - len(noise)))[:rest]
    assert is_taken(zipped(parts | {"xl/media/a.png": filling})) is taken


@pytest.mark.parametrize(("ratio", "taken"), [(150, True), (400, False)])
def test_the_ratio(ratio, taken):
    size = 4 * 2**20
    filling = random.Random(1).randbytes(size // ratio) + bytes(size)  # noqa: S311
    assert is_taken(zipped(parts_of(book_with(1)) | {"xl/media/a.png": filling})) is taken


def test_pictures_never_reach_the_parser():
    stream = spreadsheet_safety.repacked(
        zipped(parts_of(book_with(1)) | {"xl/media/a.png": b"\x89PNG", "xl/a.bin": b"x"})
    )
    names = zipfile.ZipFile(stream).namelist()
    assert SHEET in names
    assert not [name for name in names if name.endswith((".png", ".bin"))]
