"""Anything at all in any field of any page: never a 5xx, and nothing comes back as markup.

Promises 3 and 16. The fields are those that the pages themselves show, hidden ones and filters
included, so that a new page is tried without a word here. The addresses are those of the table.
Each page gets some of the odd values, in turn; with FUZZ in the environment all of them.
"""

import os
import re
import zlib
from typing import Any

import pytest
from django.test import Client

from departments.models import User
from tests.access_rows import GET, POST
from tests.test_access_table import address, world

__all__ = ["world"]

PROBE = "\"><xss-probe a='b'>"
ODD = (
    "\0",
    "a\0b",
    "9" * 5000,
    str(2**70),
    "-1",
    "1e308",
    "NaN",
    "Infinity",
    "２０２４Ｑ９",
    "' OR '1'='1' --",
    "1; DROP TABLE progress_report; --",
    PROBE,
    "{{ 7|add:'42' }}{% debug %}${7*7}#{7*7}",
    "../../../../etc/passwd",
    "%00%ff\r\nSet-Cookie: a=b",
    "\u202e\ufeff\u2028",
    "=1+1",
    "http://evil.example/",
)
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"')
ALWAYS = ("quarter", "page", "sort", "export", "next", "light", "pk", "version", "act")
LONG = "x" * 200_000
AT_ONCE = len(ODD) if "FUZZ" in os.environ else 4
OWN = {"csrfmiddlewaretoken"}


def clients(*roles: str) -> list[tuple[Client, str]]:
    found = []
    for role in roles:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=role))
        found.append((client, role))
    return found


def fields_of(page: Any) -> list[str]:
    shown = FIELD.findall(page.content.decode(errors="replace")) if not page.streaming else []
    return sorted({*shown, *ALWAYS} - OWN)


def some_odd(*words: str) -> list[str]:
    """Some of ODD, others for each page and role; a NUL, which databases refuse, always."""
    first = zlib.crc32("".join(words).encode())
    return ["a\0b", *(ODD[(first + step) % len(ODD)] for step in range(AT_ONCE))]


def check(answer: Any, told: str) -> None:
    assert answer.status_code < 500, f"{answer.status_code} {told[:120]!r}"
    if not answer.streaming and "html" in answer.get("Content-Type", ""):
        assert b"<xss-probe" not in answer.content, told[:120]
    assert "evil.example" not in answer.get("Location", "").partition("?")[0], told[:120]
    assert "Set-Cookie: a=b" not in str(answer.headers), told[:120]


GETS = sorted({(name, whose) for name, whose, _answers in GET if whose != "none"})
POSTS = sorted({(name, whose) for name, whose, _answers in POST if whose != "none"})


@pytest.mark.parametrize(("name", "whose"), GETS)
def test_odd_values_in_the_address(world, name, whose):
    where = address(world, name, whose)
    for client, role in clients("reviewer", "filer"):
        fields = fields_of(client.get(where))
        for odd in some_odd(name, role):
            check(client.get(where, dict.fromkeys(fields, odd)), f"{name} {odd}")
        for field in fields if "FUZZ" in os.environ else ():
            check(client.get(where, {field: ["\0", "-1", "x"]}), f"{name} {field}")


@pytest.mark.parametrize(("name", "whose"), POSTS)
def test_odd_values_in_a_form(world, name, whose):
    where = address(world, name, whose)
    for client, role in clients("reviewer", "filer"):
        fields = fields_of(client.get(where))
        for odd in (*some_odd(role, name), LONG):
            check(client.post(where, dict.fromkeys(fields, odd)), f"{name} {odd}")
        check(client.post(where, "\0{", content_type="application/json"), f"{name} as JSON")
        check(client.post(where, b"\xff\xfe", content_type="multipart/form-data"), f"{name} broken")
