"""Templates as people send them back, and as nobody should: what the tests of uploads share."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from departments.models import User

NOW = "2024Q3"
PLACES = {
    "code": "A",
    "measure": "B",
    "value": "H",
    "numerator": "I",
    "denominator": "J",
    "not_applicable": "K",
    "not_applicable_why": "L",
    "done": "M",
    "problems": "N",
    "next_steps": "O",
}
"""Where the template has its columns."""
HEAD, FIRST = 3, 4
SHEET = "xl/worksheets/sheet1.xml"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def downloaded(client: Client, quarter: str = NOW) -> bytes:
    answer = client.get(reverse("filing-template"), {"quarter": quarter})
    assert answer.status_code == 200
    return answer.content


def upload(client: Client, data: bytes, quarter: str = NOW, name: str = "填报表.xlsx") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"{reverse('filing-upload')}?quarter={quarter}", {"file": file})


def confirm(client: Client, content: str, act: str = "save", quarter: str = NOW) -> Any:
    sent = {"content": content, "act": act}
    return client.post(f"{reverse('filing-confirm')}?quarter={quarter}", sent)


def book_of(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def bytes_of(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(data: bytes, edit: Callable[[Worksheet], Any]) -> bytes:
    """The template after `edit` was done to its filing sheet."""
    book = book_of(data)
    edit(book.worksheets[0])
    return bytes_of(book)


def filled(data: bytes, **cells: Any) -> bytes:
    """The template with these cells filled in: H4=3, M4="三所"."""

    def fill(page: Worksheet) -> None:
        for place, value in cells.items():
            page[place] = value

    return edited(data, fill)


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    return zipped(parts_of(data) | {name: part})


def rewritten(data: bytes, old: bytes, new: bytes, name: str = SHEET) -> bytes:
    """The file with `old` replaced in one part; it has to stand there."""
    part = parts_of(data)[name]
    assert old in part
    return with_part(data, name, part.replace(old, new, 1))
