"""Whether the bytes of an upload are a harmless xlsx file: judged before anything parses its XML.

The sizes in a zip's directory are claims, so every part is unpacked piece by piece and counted;
what passed is packed anew, so that the parser meets exactly the parts that were looked at.
"""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_ENTRIES = 200
MAX_RATIO, SMALL = 200, 1024 * 1024
"""How much smaller a part may be packed than it is, once it is larger than SMALL."""
MAX_ROWS = 5000
MAX_SHEETS = 30
MAX_TAGS = 400_000
MAX_OTHER_TAGS, WEIGHT = 20_000, 20
"""Tags of cells, and all others (styles, rules), for each of which a parser works far longer."""
MAX_ATTRIBUTES = 500_000
"""Signs of equality, in all parts."""
_LONG = re.compile(rb"<[^<]{131072}")
"""A tag, or the text behind it, longer than any cell's: a parser is slow with many attributes."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_PIECE = 64 * 1024
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet[\s/>]")
_CELLS = re.compile(rb"</?(?:[\w.-]+:)?(?:row|c|v|f|is|si|t|r)[\s/>]")
_CODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_XML = (".xml", ".rels")
"""All that the parser gets to see: pictures and the like are left out."""
_SHEETS = ("xl/worksheets/", "xl/sharedstrings")


class WorkbookRefused(Exception):
    """The file is not read any further; the message says why and what to do."""


def damaged() -> WorkbookRefused:
    return WorkbookRefused(
        _("The file is damaged. Open it, save it anew as “Excel workbook (.xlsx)” and upload that.")
    )


def repacked(data: bytes) -> BytesIO:
    """The harmless parts of the xlsx file `data`, as an xlsx file. Raises WorkbookRefused."""
    parts = _unpacked(data)
    _check_kind(parts)
    _check_tags(parts)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            if name.lower().endswith(_XML):
                archive.writestr(name, part)
    stream.seek(0)
    return stream


def _unpacked(data: bytes) -> dict[str, bytes]:
    _check_wrapping(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: _part(archive, entry) for entry in entries}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error
    except (ValueError, OSError, OverflowError) as error:
        raise damaged() from error


def _check_wrapping(data: bytes) -> None:
    """What can be told from the bytes as they are."""
    if not data:
        raise WorkbookRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise WorkbookRefused(too_large())
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise WorkbookRefused(
                _("The file is protected by a password. Save it without one and upload that.")
            )
        raise WorkbookRefused(
            _("This is an old .xls file. Save it as “Excel workbook (.xlsx)” and upload that.")
        )
    if not data.startswith(b"PK"):
        raise WorkbookRefused(
            _("This is not an Excel workbook (.xlsx). Upload the template that you filled in.")
        )
    if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise WorkbookRefused(_too_much())


def too_large() -> str:
    limit = MAX_BYTES // 1024 // 1024
    words = _("The file is larger than %(limit)s MB. Remove pictures and sheets of your own.")
    return words % {"limit": limit}


def _too_much() -> str:
    return _(
        "The file holds far more than a template does. Download the template again and fill"
        " that in."
    )


def _check_entries(entries: list[ZipInfo]) -> None:
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise damaged()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise WorkbookRefused(_too_much())
    for entry in entries:
        if entry.flag_bits & 1 or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise damaged()
        packed = max(1, entry.compress_size)
        if entry.file_size > SMALL and entry.file_size / packed > MAX_RATIO:
            raise WorkbookRefused(_too_much())


def _part(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The part, unpacked piece by piece: never more than its entry claims, which was added up."""
    pieces = []
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            pieces.append(piece)
    part = b"".join(pieces)
    if len(part) != entry.file_size:
        raise damaged()
    return part


def _check_kind(parts: dict[str, bytes]) -> None:
    """A workbook, and one that only holds values."""
    names = {name.lower() for name in parts}
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused(
            _("This is not an Excel workbook (.xlsx). Upload the template that you filled in.")
        )
    types = parts.get("[Content_Types].xml", b"").lower()
    macros = ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "xl/activex/")
    if b"macroenabled" in types or any(one in name for name in names for one in macros):
        raise WorkbookRefused(
            _("The file holds macros. Save it as “Excel workbook (.xlsx)”, without macros.")
        )
    if any(name.startswith("xl/externallinks/") for name in names):
        raise WorkbookRefused(
            _("The file refers to other workbooks. Break the links, keep the values, save it anew.")
        )
    if any(name.startswith("xl/embeddings/") for name in names):
        raise WorkbookRefused(_("The file holds embedded files. Remove them and save it anew."))


def _check_tags(parts: dict[str, bytes]) -> None:
    cells = others = work = sheets = attributes = 0
    for name, part in parts.items():
        if not name.lower().endswith(_XML):
            continue
        _check_text(part)
        _check_rows(part)
        attributes += part.count(b"=")
        sheets += len(_SHEET.findall(part))
        tags, of_cells = part.count(b"<"), len(_CELLS.findall(part))
        cells, others = cells + of_cells, others + tags - of_cells
        if name.lower().startswith(_SHEETS):
            work += of_cells + WEIGHT * (tags - of_cells)
    # Several sheets may name the same part, which is then read for each of them.
    is_much = cells > MAX_TAGS or others > MAX_OTHER_TAGS or work * sheets > 2 * MAX_TAGS
    if is_much or sheets > MAX_SHEETS or attributes > MAX_ATTRIBUTES:
        raise WorkbookRefused(_too_much())


def _check_text(part: bytes) -> None:
    """XML in UTF-8 without a DOCTYPE. In another coding the search below would look past one."""
    try:
        part.decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged() from error
    coding = _CODING.match(part.removeprefix(b"\xef\xbb\xbf")[:400])
    if b"\0" in part or (coding and coding[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise damaged()
    if _LONG.search(part):
        raise WorkbookRefused(_too_much())
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise WorkbookRefused(
            _("The file holds XML declarations (DOCTYPE) that no template has. It is not opened.")
        )


def _check_rows(part: bytes) -> None:
    if sum(1 for _row in _ROW.finditer(part)) > MAX_ROWS:
        words = _(
            "A sheet has more than %(limit)s rows. Delete the empty rows below the table, or"
            " download the template again and fill that in."
        )
        raise WorkbookRefused(words % {"limit": MAX_ROWS})
