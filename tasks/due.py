"""By when a target is due, and from which year on it is judged (rulings 2.7). Pure."""

import re
from dataclasses import dataclass
from datetime import date

from tasks.clauses import Item, Shape
from tasks.dates import DEADLINE, START, UNCLEAR, DateWords, five_year_plan_end
from tasks.kinds import EVERY_YEAR_KINDS, YEARLY
from tasks.measures import EVERY_YEAR, YEARLY_WORD

_FORMED = re.compile(r"形成|达到|实现|具备|建成")
_COMPARED = re.compile(r"\s*(?:截|比|较|以)")


@dataclass(frozen=True)
class Due:
    """`deadline`, and `first_year` for what is due every year (else None).

    `doubt` is a code of tasks.targets.DOUBT_CODES or ""; `loose` the words that name the deadline
    loosely (2025 年前), or "".
    """

    deadline: date
    first_year: int | None = None
    doubt: str = ""
    loose: str = ""


@dataclass(frozen=True)
class _Named:
    place: int
    day: date
    span_start: int | None = None
    words: DateWords | None = None


def dates_before(shape: Shape, item: Item) -> list[DateWords]:
    """The dates of the number's sentence that stand before it."""
    start, end = item.sentence_start, item.quantity.start
    return [one for one in shape.dates if start <= one.start < end]


def find_due(shape: Shape, item: Item, kind: str, starts_on: date, ends_on: date) -> Due:
    """When a target of `kind` is due in the plan that runs from `starts_on` to `ends_on`."""
    named = _named_deadline(shape, item, starts_on, ends_on)
    if kind in EVERY_YEAR_KINDS:
        return _every_year(shape, item, kind, named, starts_on, ends_on)
    if named is None:
        unclear = [one for one in dates_before(shape, item) if one.role == UNCLEAR]
        words = [shape.text[one.start : one.end] for one in unclear]
        vague = any(not _COMPARED.match(one) for one in words)
        return Due(ends_on, doubt="unclear_deadline" if vague else "")
    if named.day < starts_on:
        return Due(named.day, doubt="deadline_before_plan")
    one = named.words
    loose = shape.text[one.start : one.end].strip() if one is not None and one.loose else ""
    return Due(named.day, loose=loose)


def _every_year(
    shape: Shape, item: Item, kind: str, named: _Named | None, starts_on: date, ends_on: date
) -> Due:
    """Every year of the plan, of a span of years (2022—2024 年), or from the year that is named."""
    if named is not None and named.span_start is not None and named.day >= starts_on:
        return Due(named.day, max(named.span_start, starts_on.year))
    started = [one.first_year for one in dates_before(shape, item) if one.role == START]
    if started and started[-1] is not None:
        return Due(ends_on, max(started[-1], starts_on.year))
    if kind == YEARLY and _is_finished_state(shape, item, named):
        last = named.day if named is not None else ends_on
        return Due(ends_on, min(max(last, starts_on), ends_on).year)
    return Due(ends_on, starts_on.year)


def _is_finished_state(shape: Shape, item: Item, named: _Named | None) -> bool:
    """年输送 3 万人 of what will have been formed, not of every year from now."""
    head = shape.masked[item.sentence_start : item.quantity.number_start]
    if named is not None and item.quantity.soft:
        return True
    if EVERY_YEAR.search(item.before):
        return False
    return bool(YEARLY_WORD.search(item.before)) and bool(_FORMED.search(head))


def _named_deadline(shape: Shape, item: Item, starts_on: date, ends_on: date) -> _Named | None:
    """The last deadline named before the number in its sentence, or after it in its clause."""
    start, end = item.sentence_start, item.quantity.start
    found = [
        _Named(one.start, one.day, one.first_year, one)
        for one in shape.dates
        if one.role == DEADLINE and one.day and start <= one.start < item.clause_end
    ]
    for term in shape.exclusions:
        day = five_year_plan_end(term.text) if start <= term.start < end else None
        if day is not None:
            # “十四五” means the plan's own end (rulings 2.7)
            found.append(_Named(term.start, ends_on if starts_on <= day <= ends_on else day))
    earlier = [one for one in found if one.place < end]
    if earlier:
        return max(earlier, key=lambda one: one.place)
    return min(found, key=lambda one: one.place, default=None)
