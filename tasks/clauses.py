"""The sentences, clauses and items around the numbers of a task's text. Pure.

A sentence ends at 。, a clause at a comma, a semicolon or a bracket that holds a number, an item
where the next number's words begin. All offsets are into the task's text.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tasks.actions import ACTION
from tasks.dates import DateWords, find_dates, five_year_plan_end
from tasks.excluding import NotTarget, find_exclusions, find_ordinary_words, mask
from tasks.quantities import NUMERAL, Quantity, find_quantities
from tasks.units import AGES

_FILLER = "\1"  # stands for punctuation that ends nothing
_WORD = "\2"  # stands for a name or a term, which may be part of what is measured
# Written so in the shape, whatever the text writes: 县（市、区）, 县市区, 县区
_COUNTIES = re.compile(
    r"县\s*[（(]\s*市\s*[、，,]?\s*区?\s*[)）]\s*区?|市\s*[（(]\s*县\s*[、，,]?\s*区\s*[)）]"
)
_QUIET_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;：:（()）。！？!?\n]")


@dataclass(frozen=True)
class Item:
    """One number with the words around it.

    `before` runs from the clause's start (or the number before it, for `own`) to the number's
    first word, `after` from its last word to the next number or the clause's end. All are cut from
    the shape, in which names, terms and dates are masked. `is_attribute` says that the number only
    describes what another one counts.
    """

    quantity: Quantity
    sentence_start: int
    sentence_end: int
    clause_start: int
    clause_end: int
    own_start: int
    next_start: int | None
    before: str
    own: str
    after: str
    rest: str
    is_attribute: bool = False


@dataclass(frozen=True)
class Shape:
    """A task's text with its names, terms, dates and numbers found."""

    text: str
    masked: str
    exclusions: tuple[NotTarget, ...]
    dates: tuple[DateWords, ...]
    items: tuple[Item, ...] = field(default=())


def find_shape(text: str) -> Shape:
    """Take the text apart."""
    exclusions = find_exclusions(text)
    timed = [one for one in exclusions if one.why in {"ordinal", "indefinite"}]
    timed += [one for one in exclusions if five_year_plan_end(one.text) is not None]
    masked = mask(text, [(one.start, one.end) for one in timed])
    words = [(one.start, one.end) for one in exclusions if one not in timed]
    masked = mask(masked, words, _WORD)
    masked = mask(masked, find_ordinary_words(masked), _WORD)
    dates = find_dates(masked)
    masked = mask(masked, [(one.start, one.end) for one in dates])
    quantities = find_quantities(masked)
    masked = _COUNTIES.sub(lambda match: "县" * (len(match.group()) - 1) + "区", masked)
    masked = _QUIET_BRACKETS.sub(_quieted, masked)
    return Shape(text, masked, exclusions, dates, _items(masked, quantities))


_JOINT = re.compile(rf"[、，,；;和与及并]|{ACTION.pattern}")
_FROM = re.compile(r"[由从][\s\0]*(?:的|原来?的?|现在?的?|目前的?)?$")
_ATTRIBUTE = re.compile(r"^\s*(?:以上|及以上|左右|以内|规模|级)?的")


def _attributes(masked: str, quantities: Sequence[Quantity]) -> frozenset[int]:
    """The places of numbers that only describe what another number of their clause counts.

    2 个产值超 100 亿元的产业集群 are two clusters; 20 户以上自然村通路率达到 85% is one share.
    """
    found: set[int] = set()
    for place, (one, following) in enumerate(pairwise(quantities)):
        between = masked[one.end : following.start]
        if _JOINT.search(between) or _CLAUSE_END.search(between):
            continue
        if (one.is_duration and one.unit not in AGES) or _FROM.search(masked[: one.start]):
            continue
        if _ATTRIBUTE.match(masked[following.end :]) and not between.startswith("的"):
            found.add(place + 1)
        elif place not in found and len(between.strip()) > 1:
            found.add(place)
    return frozenset(found)


def _quieted(match: re.Match[str]) -> str:
    """Brackets without a number in them do not end a clause."""
    words = match.group()
    if re.search(NUMERAL, words):
        return words
    return _FILLER + re.sub(r"[，,；;：:、]", _FILLER, words[1:-1]) + _FILLER


def _items(masked: str, quantities: Sequence[Quantity]) -> tuple[Item, ...]:
    items = []
    attributes = _attributes(masked, quantities)
    sentence_stops = [match.start() for match in _SENTENCE_END.finditer(masked)]
    clause_stops = [match.start() for match in _CLAUSE_END.finditer(masked)]
    for place, one in enumerate(quantities):
        sentence_start, sentence_end = _around(sentence_stops, one, len(masked))
        clause_start, clause_end = _around(clause_stops, one, len(masked))
        earlier = next((at for at in reversed(range(place)) if at not in attributes), None)
        own_start = max(clause_start, 0 if earlier is None else quantities[earlier].end)
        later = (at for at in range(place + 1, len(quantities)) if at not in attributes)
        following = next((quantities[at].start for at in later), None)
        if following is not None and following >= clause_end:
            following = None
        items.append(
            Item(
                quantity=one,
                sentence_start=sentence_start,
                sentence_end=sentence_end,
                clause_start=clause_start,
                clause_end=clause_end,
                own_start=own_start,
                next_start=following,
                before=masked[clause_start : one.start],
                own=masked[own_start : one.start],
                after=masked[one.end : following or clause_end],
                rest=masked[one.end : clause_end],
                is_attribute=place in attributes,
            )
        )
    return tuple(items)


def _around(stops: Sequence[int], one: Quantity, length: int) -> tuple[int, int]:
    """The place after the last stop before the number, and that of the first one after it."""
    earlier, later = bisect_left(stops, one.start), bisect_left(stops, one.end)
    start = stops[earlier - 1] + 1 if earlier else 0
    return start, stops[later] if later < len(stops) else length
