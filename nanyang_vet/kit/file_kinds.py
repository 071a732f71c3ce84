"""Which kind a file is, by its name and by what is in it. Pure: no Django.

A file is taken only when both say the same. Nothing is unpacked except the list of parts of an
xlsx or docx, and of any file only a bounded number of bytes is read, whatever its size says.
"""

import io
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring


class FileKind(StrEnum):
    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"


EXTENSIONS = {
    ".pdf": FileKind.PDF,
    ".jpg": FileKind.JPG,
    ".jpeg": FileKind.JPG,
    ".png": FileKind.PNG,
    ".xlsx": FileKind.XLSX,
    ".docx": FileKind.DOCX,
}
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    EXTENSION = "extension"
    UNKNOWN = "unknown"
    OTHER_KIND = "other_kind"
    OLD_OFFICE = "old_office"
    DAMAGED = "damaged"
    MACROS = "macros"


class NotTaken(Exception):
    """The file is none that is taken; `fault` says why, `found` what its content is, if known."""

    def __init__(self, fault: Fault, found: FileKind | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.found = found


_PDF = re.compile(rb"%PDF-[12]\.\d")
_JPG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of .doc and .xls, and of an xlsx or docx that a password protects."""

_TYPES_PART = "[Content_Types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": (
        FileKind.DOCX
    ),
}
_ACTIVE = ("macroenabled", "vbaproject", "macrosheet", "activex")
"""What the types or names of parts contain that hold code."""
_MOST_READ = 1_000_000
"""Bytes read of an xlsx or docx: its directory, and its list of parts packed and unpacked."""
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    DefusedXmlException,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def kind_of(name: str, stream: BinaryIO) -> FileKind:
    """The kind of the file called `name`. `stream` can be sought and is left at its beginning.

    Raises NotTaken.
    """
    try:
        named = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
        if named is None:
            raise NotTaken(Fault.EXTENSION)
        found = _by_content(stream)
        if found != named:
            raise NotTaken(Fault.OTHER_KIND, found)
        return found
    finally:
        stream.seek(0)


def _by_content(stream: BinaryIO) -> FileKind:
    stream.seek(0)
    head = stream.read(64)
    if not head:
        raise NotTaken(Fault.EMPTY)
    if _PDF.match(head):
        return FileKind.PDF
    if head.startswith(_JPG):
        return FileKind.JPG
    if head.startswith(_PNG):
        if head[12:16] != b"IHDR":
            raise NotTaken(Fault.DAMAGED)
        return FileKind.PNG
    if head.startswith(_OLD_OFFICE):
        raise NotTaken(Fault.OLD_OFFICE)
    if head.startswith(_ZIP):
        return _office_kind(stream)
    raise NotTaken(Fault.UNKNOWN)


class _Bounded(io.RawIOBase):
    """`stream`, of which no more than a budget is read: a bomb cannot make us read it all."""

    def __init__(self, stream: BinaryIO, budget: int) -> None:
        self.stream = stream
        self.budget = budget

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def read(self, size: int | None = -1) -> bytes:
        wanted = self.budget + 1 if size is None or size < 0 else size
        if wanted > self.budget:
            wanted = self.budget + 1
        data = self.stream.read(wanted)
        self.budget -= len(data)
        if self.budget < 0:
            raise NotTaken(Fault.DAMAGED)
        return data


def _office_kind(stream: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(_Bounded(stream, _MOST_READ)) as parts:
            names = parts.namelist()
            return _main_kind(_part_types(parts), names)
    except _BROKEN_ZIP as error:
        raise NotTaken(Fault.DAMAGED) from error


def _part_types(parts: zipfile.ZipFile) -> list[tuple[str, str]]:
    """What [Content_Types].xml says: the name of each part it names, and its type."""
    if _TYPES_PART not in parts.namelist():
        raise NotTaken(Fault.UNKNOWN)
    info = parts.getinfo(_TYPES_PART)
    packed_as_usual = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if info.file_size > _MOST_READ or not packed_as_usual:
        raise NotTaken(Fault.DAMAGED)
    with parts.open(info) as part:
        text = part.read(_MOST_READ + 1).decode("utf-8-sig")
    if "<!" in text.replace("<!--", ""):
        raise NotTaken(Fault.DAMAGED)  # a DOCTYPE, which no Office program writes
    root = fromstring(text)
    return [(one.get("PartName", ""), one.get("ContentType", "")) for one in root]


def _main_kind(types: list[tuple[str, str]], names: list[str]) -> FileKind:
    held = {name.lower() for name in names}
    said = [*held, *(kind.lower() for _name, kind in types)]
    if any(mark in one for mark in _ACTIVE for one in said):
        raise NotTaken(Fault.MACROS)
    found = {
        _MAIN[kind]
        for name, kind in types
        if kind in _MAIN and name.removeprefix("/").lower() in held
    }
    if len(found) != 1:
        raise NotTaken(Fault.UNKNOWN)
    return found.pop()
