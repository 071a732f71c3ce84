"""Which files are taken as what they say: each kind of content under each name."""

import io
import time
import zipfile

import pytest

from nanyang_vet.kit.file_kinds import Fault, FileKind, NotTaken, kind_of
from tests.evidence_files import JPG, MAIN, OLD_OFFICE, XML, office, pdf, png, types, zipped

CONTENTS = {
    FileKind.PDF: pdf(),
    FileKind.JPG: JPG,
    FileKind.PNG: png(),
    FileKind.XLSX: office("xlsx"),
    FileKind.DOCX: office("docx"),
}
NAMES = ["a.pdf", "a.jpg", "a.jpeg", "a.png", "a.xlsx", "a.docx"]
TYPES = "[Content_Types].xml"


def said(name: str, content: bytes) -> str:
    """The kind, or the fault and what was found instead."""
    stream = io.BytesIO(content)
    stream.seek(len(content) // 2)
    try:
        return kind_of(name, stream).value
    except NotTaken as why:
        return f"{why.fault.value} {why.found}" if why.found else why.fault.value
    finally:
        assert stream.tell() == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", CONTENTS)
def test_name_and_content_must_agree(kind, name):
    ending = name.partition(".")[2].replace("jpeg", "jpg")
    expected = kind.value if ending == kind.value else f"other_kind {kind.value}"
    assert said(name, CONTENTS[kind]) == expected


ENDINGS = [
    ("证明材料.pdf", "pdf"),
    ("A.PDF", "pdf"),
    ("a.exe.pdf", "pdf"),
    ("a.pdf.exe", "extension"),
    ("a.html", "extension"),
    ("a.svg", "extension"),
    ("a.xlsm", "extension"),
    ("a.doc", "extension"),
    ("a.zip", "extension"),
    ("a", "extension"),
    ("pdf", "extension"),
    (".pdf", "extension"),
    ("a.pdf.", "extension"),
    ("a.pdf ", "extension"),
    ("a.ｐｄｆ", "extension"),
    ("", "extension"),
]


@pytest.mark.parametrize(("name", "expected"), ENDINGS)
def test_only_these_endings(name, expected):
    assert said(name, pdf()) == expected


HEADS = [
    (b"%PDF-1.4\n", "pdf"),
    (b"%PDF-2.0\n", "pdf"),
    (b"%PDF-", "unknown"),
    (b"%PDF-9.9\n", "unknown"),
    (b" %PDF-1.4\n", "unknown"),
    (b"%pdf-1.4\n", "unknown"),
    (b"<html>%PDF-1.4", "unknown"),
    (b"MZ\x90\x00", "unknown"),
    (b"GIF89a", "unknown"),
    (b"BM", "unknown"),
    (b"<svg onload='x'>", "unknown"),
    (b"\xff\xd8", "unknown"),
    (b"\x89PNG\r\n\x1a\n", "damaged"),
    (b"\x89PNG\n\x1a\n", "unknown"),
    (b"", "empty"),
    (b"\x00", "unknown"),
    (OLD_OFFICE, "old_office"),
    (b"PK\x03\x04", "damaged"),
    (b"PK\x05\x06" + bytes(18), "unknown"),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_first_bytes(head, expected):
    assert said("a.pdf", head) == expected


XLSX_PART, XLSX = MAIN["xlsx"]
DOCX_PART, DOCX = MAIN["docx"]
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MACROSHEET = "application/vnd.ms-excel.macrosheet+xml"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
MAIN_TYPE = (XLSX_PART, XLSX)

OFFICE = [
    ("no parts", {"x": "y"}, "unknown"),
    ("types without the part", {TYPES: types(MAIN_TYPE)}, "unknown"),
    ("a part without types", {TYPES: types(), XLSX_PART: "x"}, "unknown"),
    ("in order", {TYPES: types(MAIN_TYPE), XLSX_PART: "x"}, "xlsx"),
    ("a comment", {TYPES: types(MAIN_TYPE, before="<!-- x -->"), XLSX_PART: "x"}, "xlsx"),
    ("other capitals", {TYPES: types(MAIN_TYPE), XLSX_PART.upper(): "x"}, "xlsx"),
    (
        "both kinds at once",
        {TYPES: types(MAIN_TYPE, (DOCX_PART, DOCX)), XLSX_PART: "x", DOCX_PART: "x"},
        "unknown",
    ),
    ("macros by type", {TYPES: types((XLSX_PART, MACRO)), XLSX_PART: "x"}, "macros"),
    (
        "macros by name",
        {TYPES: types(MAIN_TYPE), XLSX_PART: "x", "xl/vbaProject.bin": "x"},
        "macros",
    ),
    (
        "old macros",
        {TYPES: types(MAIN_TYPE, ("xl/m.xml", MACROSHEET)), XLSX_PART: "x"},
        "macros",
    ),
    ("controls", {TYPES: types(MAIN_TYPE), XLSX_PART: "x", "xl/activeX/a.xml": "x"}, "macros"),
    ("a DOCTYPE", {TYPES: types(MAIN_TYPE, before=DOCTYPE), XLSX_PART: "x"}, "damaged"),
    ("no XML", {TYPES: "<Types", XLSX_PART: "x"}, "damaged"),
    ("other letters", {TYPES: types(MAIN_TYPE).encode("utf-16"), XLSX_PART: "x"}, "damaged"),
    ("empty types", {TYPES: "", XLSX_PART: "x"}, "damaged"),
]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [pytest.param(parts, expected, id=name) for name, parts, expected in OFFICE],
)
def test_parts_of_an_office_file(parts, expected):
    assert said("a.xlsx", zipped(parts)) == expected


def test_macros_are_told_before_the_wrong_ending():
    assert said("a.docx", office("xlsx", **{"xl/vbaProject.bin": "x"})) == "macros"


@pytest.mark.parametrize("kind", MAIN)
@pytest.mark.parametrize("kept", [4, 40, 0.5, 0.9, 0.99])
def test_a_cut_off_file_is_damaged(kind, kept):
    whole = office(kind)
    cut = whole[: int(kept if kept > 1 else kept * len(whole))]
    assert said(f"a.{kind}", cut) == "damaged"


def test_no_damage_is_anything_but_a_refusal():
    """Each byte of a small file wrong in turn: taken or refused, and never another exception."""
    whole = office("xlsx")
    for place in range(len(whole)):
        for flipped in (0xFF, 0x01):
            spoilt = bytearray(whole)
            spoilt[place] ^= flipped
            said("a.xlsx", bytes(spoilt))


def test_packed_in_another_way_is_refused():
    parts = {TYPES: types(MAIN_TYPE), XLSX_PART: "x"}
    assert said("a.xlsx", zipped(parts, zipfile.ZIP_LZMA)) == "damaged"


def test_bombs_are_not_unpacked():
    """500 MB of noughts in a part are not our matter; in the list of parts they are refused."""
    part = office("xlsx", **{"xl/worksheets/sheet1.xml": "0" * 50_000_000})
    listed = zipped({TYPES: "0" * 50_000_000, XLSX_PART: "x"})
    start = time.process_time()
    assert said("a.xlsx", part) == "xlsx"
    assert said("a.xlsx", listed) == "damaged"
    assert time.process_time() - start < 1


def test_a_size_that_lies_is_not_believed():
    """The list of parts says 100 bytes and unpacks to 50 MB: only what it says is read."""
    packed = bytearray(zipped({TYPES: "0" * 50_000_000, XLSX_PART: "x"}))
    true = (50_000_000).to_bytes(4, "little")
    assert packed.count(true) >= 2
    assert said("a.xlsx", bytes(packed.replace(true, (100).to_bytes(4, "little")))) == "damaged"


def test_a_huge_directory_is_refused_unread():
    crowd = {TYPES: types(MAIN_TYPE), XLSX_PART: XML} | {f"{n:060}": "" for n in range(9000)}
    assert said("a.xlsx", zipped(crowd, zipfile.ZIP_STORED)) == "xlsx"
    crowd |= {f"{n:060}": "" for n in range(9000, 15_000)}
    assert said("a.xlsx", zipped(crowd, zipfile.ZIP_STORED)) == "damaged"


class Counting(io.BytesIO):
    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.xlsx"])
def test_of_a_large_file_little_is_read(name):
    kind = FileKind(name.partition(".")[2])
    stream = Counting(CONTENTS[kind] + bytes(5_000_000))
    if kind == FileKind.XLSX:
        stream = Counting(office("xlsx", **{"xl/media/a.bin": "x"}) + bytes(5_000_000))
        with pytest.raises(NotTaken) as refused:
            kind_of(name, stream)
        assert refused.value.fault == Fault.DAMAGED
    else:
        assert kind_of(name, stream) == kind
    assert stream.taken < 1_100_000
