"""Texts and names such as a workbook can hold. Pure: knows no library that writes them."""

import re
from collections.abc import Collection

LONGEST_TEXT = 32_767
"""What a cell can hold; Excel calls a longer one damage."""
LONGEST_NAME = 31
LIKE_A_FORMULA = frozenset("=+-@＝＋－＠")
"""First characters of what Excel or WPS would take for a formula once somebody edits the cell."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """`text` without the characters that XML cannot hold; one of them would spoil the file."""
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)


def cell_text(text: str) -> str:
    """`text` as a cell can hold it: one kind of line's end, and not too long."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return writable(text)[:LONGEST_TEXT]


def sheet_name(name: str, taken: Collection[str]) -> str:
    """At most 31 characters, without those that a sheet's name may not have, and not yet taken.

    Excel refuses an apostrophe at either end, and tells no capitals from small letters.
    """
    allowed = "".join(" " if one in "[]:*?/\\" else one for one in writable(name))
    plain = allowed[:LONGEST_NAME].strip(" '\t\r\n") or "Sheet"
    used = {one.lower() for one in taken}
    found, number = plain, 1
    while found.lower() in used:
        number += 1
        mark = f" ({number})"
        found = plain[: LONGEST_NAME - len(mark)] + mark
    return found
