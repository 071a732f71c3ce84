"""Small true files of each kind of evidence, and some that only claim to be one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

MAIN = {
    "xlsx": (
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"


def pdf(words: str = "") -> bytes:
    return f"%PDF-1.7\n% {words}\n%%EOF\n".encode()


def png() -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return stream.getvalue()


def types(*overrides: tuple[str, str], before: str = "") -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    inner = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides
    )
    return f'{XML}{before}<Types xmlns="{namespace}">{inner}</Types>'


def office(kind: str, **more: str) -> bytes:
    """An xlsx or docx with nothing in it; `more` are further parts by their names."""
    name, main = MAIN[kind]
    return zipped({"[Content_Types].xml": types((name, main)), name: f"{XML}<x/>"} | more)


def upload(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    """What a browser sends; without content a pdf of its own, different for each name."""
    return SimpleUploadedFile(name, pdf(name) if content is None else content)
