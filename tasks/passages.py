"""The official words cut where the targets' words begin and end, so that a page can mark them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """Some words of the text; `code` is the target that they belong to, "" for none."""

    words: str
    code: str = ""


def passages(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Passage]:
    """`text` in passages; `spans` are (start, end, code). Joined, the words are `text` again.

    Where two spans overlap, the later one begins where the earlier one ends.
    """
    place = 0
    for start, end, code in sorted(spans):
        first, last = max(start, place), min(end, len(text))
        if first >= last:
            continue
        if first > place:
            yield Passage(text[place:first])
        yield Passage(text[first:last], code)
        place = last
    if place < len(text):
        yield Passage(text[place:])
