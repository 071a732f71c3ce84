"""Files that are no templates: what is done to one, and how the site has to name it.

A case makes its file from the downloaded template of 宛城区 (rows 4: 4-1, a share; 5: 8-1, a whole
number; 6: 23-2, an amount) or of 市教育局 (4: 1-1 whole, 5: 22-1 milestone, 6: 27-0 percentage).
"""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook

from tests.progress.sheets import (
    SHEET,
    bytes_of,
    edited,
    filled,
    parts_of,
    rewritten,
    with_part,
    zipped,
)

Make = Callable[[bytes], bytes]
NOT_XLSX, DAMAGED, TOO_MUCH = "not an Excel workbook", "damaged", "far more than"


@dataclass(frozen=True)
class Bad:
    """`words` have to be in the message; `row` and `column` in its place, 0 for the whole file."""

    make: Make
    words: str
    row: int = 0
    column: str = ""


# Files of another kind, or spoilt as a whole


def bomb(size: int) -> bytes:
    """A sheet of `size` bytes in some thousandth of them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(SHEET, "w", force_zip64=True) as part:
            for _piece in range(size // 2**20):
                part.write(b" " * 2**20)
    return stream.getvalue()


def lying_bomb(template: bytes) -> bytes:
    """A part that claims to be small, and is 200 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(template).items():
            archive.writestr(name, b" " * 200 * 2**20 if name == SHEET else part)
    data = stream.getvalue()
    return data.replace(struct.pack("<I", 200 * 2**20), struct.pack("<I", 1000))


def many_entries(template: bytes) -> bytes:
    more = {f"xl/more/{number}.xml": b"<a/>" for number in range(300)}
    return zipped(parts_of(template) | more)


def doubled_entry(template: bytes) -> bytes:
    stream = io.BytesIO(template)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(SHEET.upper(), parts_of(template)[SHEET])
    return stream.getvalue()


def encrypted_entries(template: bytes) -> bytes:
    """The flag that says so, in every entry of the directory."""
    data, place = bytearray(template), 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    return bytes(data)


def packed_with(method: int) -> Make:
    def make(template: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, part in parts_of(template).items():
                archive.writestr(name, part)
        return stream.getvalue()

    return make


def docx(_template: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


def with_declaration(words: str, coding: str = "utf-8") -> Make:
    def make(template: bytes) -> bytes:
        xml = parts_of(template)[SHEET].decode()
        xml = xml.partition("?>")[2] if xml.startswith("<?xml") else xml
        head = f'<?xml version="1.0" encoding="{coding}"?>{words}'
        return with_part(template, SHEET, (head + xml).encode(coding))

    return make


def without_part(name: str) -> Make:
    def make(template: bytes) -> bytes:
        parts = parts_of(template)
        del parts[name]
        return zipped(parts)

    return make


def extra(name: str, part: bytes = b"<a/>") -> Make:
    return lambda template: with_part(template, name, part)


def raw_number(text: bytes) -> Make:
    return lambda t: rewritten(filled(t, H6=77), b"<v>77</v>", b"<v>" + text + b"</v>")


def many_rows(template: bytes) -> bytes:
    return edited(template, lambda page: [page.append(["x"]) for _row in range(20_000)])


def many_styles(template: bytes) -> bytes:
    more = b"<cellXfs>" + b"<xf/>" * 50_000
    return rewritten(template, b"<cellXfs", more + b"<cellXfs", "xl/styles.xml")


def many_cells(template: bytes) -> bytes:
    row = b'<row r="9">' + b"<c/>" * 450_000 + b"</row></sheetData>"
    return rewritten(template, b"</sheetData>", row)


def own_book(template: bytes) -> bytes:
    book = Workbook()
    book.worksheets[0].append(["编号", "完成值"])
    return bytes_of(book)


ENTITY = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def many_sheets(template: bytes) -> bytes:
    """One sheet under a hundred names."""
    more = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(9, 109))
    return rewritten(template, b"</sheets>", more + b"</sheets>", "xl/workbook.xml")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = "[Content_Types].xml"

FILES = {
    "empty": Bad(lambda _t: b"", "empty"),
    "csv": Bad(lambda _t: "编号,完成值\n4-1,3\n".encode(), NOT_XLSX),
    "html": Bad(lambda _t: b"<html><table><tr><td>3</td></tr></table></html>", NOT_XLSX),
    "pdf": Bad(lambda _t: b"%PDF-1.7 " + b"\0" * 100, NOT_XLSX),
    "noise": Bad(lambda _t: bytes(range(256)) * 40, NOT_XLSX),
    "docx": Bad(docx, NOT_XLSX),
    "xls": Bad(lambda _t: OLE, "old .xls"),
    "password": Bad(lambda _t: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "half of it": Bad(lambda t: t[: len(t) // 2], DAMAGED),
    "its first bytes": Bad(lambda t: t[:4], DAMAGED),
    "without its end": Bad(lambda t: t[:-30], DAMAGED),
    "a flipped byte": Bad(lambda t: t[:300] + bytes([t[300] ^ 255]) + t[301:], DAMAGED),
    "too large": Bad(lambda t: t + b"\0" * (5 * 2**20), "larger than 5 MB"),
    "a bomb": Bad(lambda _t: bomb(100 * 2**20), TOO_MUCH),
    "a small bomb": Bad(lambda _t: bomb(10 * 2**20), TOO_MUCH),
    "a bomb that lies": Bad(lying_bomb, DAMAGED),
    "300 entries": Bad(many_entries, TOO_MUCH),
    "an entry twice": Bad(doubled_entry, DAMAGED),
    "encrypted entries": Bad(encrypted_entries, DAMAGED),
    "packed by bzip2": Bad(packed_with(zipfile.ZIP_BZIP2), DAMAGED),
    "packed by lzma": Bad(packed_with(zipfile.ZIP_LZMA), DAMAGED),
    "a DOCTYPE": Bad(with_declaration("<!DOCTYPE worksheet>"), "DOCTYPE"),
    "entities": Bad(with_declaration(ENTITY), "DOCTYPE"),
    "a DOCTYPE in UTF-16": Bad(with_declaration(ENTITY, "utf-16"), DAMAGED),
    "a DOCTYPE in UTF-7": Bad(with_declaration(ENTITY, "utf-7"), DAMAGED),
    "a foreign coding": Bad(with_declaration("", "gb18030"), DAMAGED),
    "macros": Bad(extra("xl/vbaProject.bin"), "macros"),
    "macros by type": Bad(lambda t: rewritten(t, SHEET_TYPE, MACRO_TYPE, TYPES), "macros"),
    "a sheet of macros": Bad(extra("xl/macrosheets/sheet1.xml"), "macros"),
    "links": Bad(extra("xl/externalLinks/externalLink1.xml"), "other workbooks"),
    "embedded files": Bad(extra("xl/embeddings/oleObject1.bin"), "embedded"),
    "no workbook": Bad(without_part("xl/workbook.xml"), NOT_XLSX),
    "no types": Bad(without_part(TYPES), DAMAGED),
    "no part of the sheet": Bad(without_part(SHEET), "is missing"),
    "no styles": Bad(with_declaration("</worksheet>"), DAMAGED),
    "broken XML": Bad(lambda t: rewritten(t, b"</sheetData>", b"</sheetDat>"), DAMAGED),
    "a wrong place": Bad(lambda t: rewritten(t, b'r="A4"', b'r="4A4"'), DAMAGED),
    "a wrong string": Bad(raw_number(b"99999</v><f>"), DAMAGED),
    "a number that is none": Bad(raw_number(b"NaN"), DAMAGED),
    "20,000 rows": Bad(many_rows, "more than 5000 rows"),
    "450,000 cells": Bad(many_cells, TOO_MUCH),
    "100 sheets": Bad(many_sheets, TOO_MUCH),
    "50,000 styles": Bad(many_styles, TOO_MUCH),
    "a workbook of their own": Bad(own_book, "is missing"),
}


# Sheets and keys


def rename(title: str) -> Make:
    return lambda template: edited(template, lambda page: setattr(page, "title", title))


def without_sheet(place: int) -> Make:
    def edit(page: Any) -> None:
        del page.parent[page.parent.sheetnames[place]]

    return lambda template: edited(template, edit)


def with_key(spoil: Callable[[str], str]) -> Make:
    def edit(page: Any) -> None:
        cell = page.parent["_key"]["A1"]
        cell.value = spoil(cell.value)

    return lambda template: edited(template, edit)


def sheet_edit(edit: Callable[[Any], Any]) -> Make:
    return lambda template: edited(template, edit)


NO_TEMPLATE = "not a template of this site"
SHEETS = {
    "renamed": Bad(rename("Sheet1"), "is missing"),
    "sheet deleted": Bad(without_sheet(0), "is missing"),
    "key deleted": Bad(without_sheet(2), NO_TEMPLATE),
    "key emptied": Bad(with_key(lambda _key: ""), NO_TEMPLATE),
    "key altered": Bad(
        with_key(lambda key: key[:-1] + ("A" if key[-1] != "A" else "B")), NO_TEMPLATE
    ),
    "key cut": Bad(with_key(lambda key: key[:20]), NO_TEMPLATE),
    "head deleted": Bad(sheet_edit(lambda page: page.delete_rows(3)), "row of headings"),
    "codes deleted": Bad(sheet_edit(lambda page: page.delete_cols(1)), "“Code” is missing", 3),
    "values deleted": Bad(sheet_edit(lambda page: page.delete_cols(8)), "“Value” is missing", 3),
    "column renamed": Bad(lambda t: filled(t, M3="情况"), "“Progress made” is missing", 3),
    "column doubled": Bad(lambda t: filled(t, P3="Value"), "“Value” stands there twice", 3),
}


# Cells: of 宛城区's template

TEXT_40000, TEXT_2001 = "长" * 40_000, "长" * 2001
NUMBER = "is not a number"


def cell(words: str, place: str, **cells: Any) -> Bad:
    return Bad(lambda template: filled(template, **cells), words, int(place[1:]), place[0])


CELLS = {
    "text": cell(NUMBER, "H6", H6="约三百万"),
    "NaN": cell(NUMBER, "H6", H6="NaN"),
    "infinity": cell(NUMBER, "H6", H6="Infinity"),
    "1E999": Bad(raw_number(b"1E999"), NUMBER, 6, "H"),
    "1E308": Bad(raw_number(b"1E308"), NUMBER, 6, "H"),
    "1E-300": Bad(raw_number(b"1E-300"), NUMBER, 6, "H"),
    "negative": cell("below nought", "H6", H6=-1),
    "negative text": cell("below nought", "H6", H6="－１"),
    "too large": cell("larger than the largest", "H6", H6=100_000_000_000),
    "20 digits": cell("larger than the largest", "H6", H6=10**19),
    "5 decimals": cell("more than 4 decimals", "H6", H6=1.23456),
    "a sum's rest": Bad(raw_number(b"0.30000000000000004"), "more than 4 decimals", 6, "H"),
    "half a school": cell("not a whole number", "H5", H5=0.5),
    "percent of an amount": cell("without the percent sign", "H6", H6="35%"),
    "commas": cell("not between thousands", "H6", H6="1,2,3"),
    "two numbers": cell(NUMBER, "H6", H6="3/4"),
    "a date": cell("is a date", "H6", H6=date(2024, 1, 2)),
    "a moment": cell("is a date", "H6", H6=datetime(2024, 1, 2, 3, 4)),  # noqa: DTZ001
    "a time": cell("is a date", "H6", H6=time(3, 4)),
    "TRUE": cell("logical value", "H6", H6=True),
    "TRUE in words": cell("logical value", "M6", M6=True),
    "#DIV/0!": cell("#DIV/0!", "H6", H6="#DIV/0!"),
    "#N/A in words": cell("#N/A", "M6", M6="#N/A"),
    "a formula": cell("formula", "H6", H6="=1+1"),
    "a formula in words": cell("formula", "M6", M6='="a"&"b"'),
    "a formula for a choice": cell("formula", "K6", K6="=K5"),
    "a link": cell("formula", "H6", H6='=HYPERLINK("http://example.com","3")'),
    "part above the whole": cell("larger than the denominator", "I4", I4=5, J4=4),
    "nought below": cell("above nought", "J4", I4=0, J4=0),
    "a value for a share": cell("numerator and denominator", "H4", H4=30),
    "a share for a value": cell("one value", "I5", I5=1),
    "another word": cell("cell's list", "K5", K5="不涉及"),
    "no reason": cell("Say why", "L5", K5="yes"),
    "not applicable, and a value": cell("Leave this empty", "H5", K5="yes", L5="无", H5=1),
    "2,001 characters": cell("2000", "M5", M5=TEXT_2001),
    "40,000 characters": Bad(
        lambda t: rewritten(filled(t, M5="few words"), b"few words", TEXT_40000.encode()),
        "2000",
        5,
        "M",
    ),
    "a row twice": cell("stands in row 4 already", "A5", A5="4-1", B5="不低于30%"),
    "an unknown code": cell("is not in this template", "A5", A5="99-9"),
    "a code of others": cell("is not in this template", "A5", A5="1-1", B5="8-10所"),
    "no code": cell("no code", "A5", A5=None, H5=1),
    "text below the table": cell("no code", "A9", M9="合计"),
    "another target's words": cell("do not belong together", "A5", B5="不低于300万"),
    "merged down": Bad(sheet_edit(lambda page: page.merge_cells("H5:H6")), "merged", 5, "H"),
    "merged across": Bad(sheet_edit(lambda page: page.merge_cells("M4:O4")), "merged", 4, "M"),
    "merged with the head": Bad(
        sheet_edit(lambda page: page.merge_cells("H3:H4")), "merged", 4, "H"
    ),
    "merged everywhere": Bad(
        lambda t: rewritten(t, b'ref="A2:O2"', b'ref="A2:XFD1048576"'), "merged", 4, "A"
    ),
}

# Cells: of 市教育局's template

CHOICES = {
    "another word for done": cell("cell's list", "H5", H5="基本完成"),
    "a number for done": cell("cell's list", "H5", H5=1),
    "more than all": cell("ends at 100", "H6", H6=100.01),
    "more than all, in percent": cell("ends at 100", "H6", H6="101%"),
}
