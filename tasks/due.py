"""By when a target is due, and from which year on it is judged (rulings 2.7). Pure."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tasks.actions import ACTION
from tasks.clauses import Item, Shape
from tasks.dates import DEADLINE, START, UNCLEAR, DateWords, five_year_plan_end
from tasks.excluding import NotTarget
from tasks.kinds import EVERY_YEAR_KINDS, RATIO, TOTAL, YEARLY
from tasks.measures import EVERY_YEAR, YEARLY_WORD
from tasks.quantities import AT_LEAST, EXACT, NUMERAL

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


def dates_of(shape: Shape) -> list[NotTarget]:
    """The dates that name a number; 年底 and 当年 do not."""
    found = []
    for one in shape.dates:
        words = shape.text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        if re.search(NUMERAL, words):
            found.append(NotTarget(words.strip(), start, one.end, one.role))
    return found


def find_due(shape: Shape, item: Item, kind: str, starts_on: date, ends_on: date) -> Due:
    """When a target of `kind` is due in the plan that runs from `starts_on` to `ends_on`."""
    several = _several(shape, item, kind)
    if several is not None:
        if several.doubt or several.deadline >= starts_on:
            return several
        return Due(several.deadline, doubt="deadline_before_plan")
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


_JOINED = re.compile(r"\s*(?:[、和与及]|以及)\s*")
_BEFORE_DATES = re.compile(r"分别(?:于|在|到|至)?\s*$")
_PARTS = re.compile(r"[、和与及]")
_CUMULATIVE = re.compile(r"\s*[到至]|.*(?:底|末|前)\s*$")


def _several(shape: Shape, item: Item, kind: str) -> Due | None:
    """What several dates before the number say of it; None where there are not several."""
    run = _joined_dates(shape, item)
    days = [day for one in run for day in _days(one)]
    if run:
        head = shape.text[run[-1].end : item.quantity.start]
        spread = "分别" in head or _BEFORE_DATES.search(shape.text[: run[0].start])
        if spread and len(days) > 1:
            return _respective(shape, item, kind, run[-1].end, days)
        if len(run) > 1:
            return Due(date.min, doubt="several_dates")
    if kind == TOTAL and _is_instalment(shape, item):
        return Due(date.min, doubt="instalments")
    return None


def _joined_dates(shape: Shape, item: Item) -> list[DateWords]:
    """2023 年和 2025 年: the last dates before the number, as far as only 和 stands between."""
    run: list[DateWords] = []
    for one in reversed(dates_before(shape, item)):
        if one.role == START or (run and not _JOINED.fullmatch(shape.text[one.end : run[0].start])):
            break
        run.insert(0, one)
    return run


def _days(one: DateWords) -> list[date | None]:
    """The last day of a date, or those of every year in a span (2022-2024 年)."""
    if one.day is None or one.first_year is None:
        return [one.day]
    ends = [date(year, 12, 31) for year in range(one.first_year, one.day.year)]
    return [*ends, one.day]


def _respective(shape: Shape, item: Item, kind: str, start: int, days: list[date | None]) -> Due:
    """2023 年和 2025 年分别达到 200 家、300 家: levels that rise are matched one to one."""
    series = [
        one
        for one in shape.items
        if start <= one.quantity.start and one.clause_end == item.clause_end
        if not one.is_attribute
    ]
    levels = [one.quantity for one in series]
    lows = [one.low for one in levels]
    clear = (
        kind in {TOTAL, RATIO}
        and item in series
        and len(levels) == len(days)
        and levels[0].comparator == AT_LEAST
        and len({one.unit for one in levels}) == 1
        and all(not one.odd and one.comparator in {AT_LEAST, EXACT} for one in levels)
        and all(low < high for low, high in pairwise(lows))
        and not _PARTS.search(shape.masked[start : series[0].quantity.start])
    )
    day = days[series.index(item)] if clear else None
    return Due(day) if day is not None else Due(date.min, doubt="respective_numbers")


def _is_instalment(shape: Shape, item: Item) -> bool:
    """Whether it may be one year's part of a sum: 2022 年 40 名，2023 年 60 名."""
    year = _plain_year(shape, item)
    if year is None:
        return False
    head = shape.masked[item.sentence_start : year.start]
    if re.search(r"其中[：:，,]?\s*$", head):
        return True
    for other in shape.items:
        if other.sentence_start != item.sentence_start or other.is_attribute:
            continue
        its = _plain_year(shape, other)
        same = other.quantity.unit == item.quantity.unit and not re.search("已", other.own)
        if its is not None and its != year and same:
            nouns = {_noun(shape, one, date) for one, date in ((item, year), (other, its))}
            if len(nouns - {""}) < 2:
                return True
    return False


def _plain_year(shape: Shape, item: Item) -> DateWords | None:
    """2022 年 right before a number that names no level; 到 2022 年 and 2022 年底前 sum up."""
    dates = dates_before(shape, item)
    if not dates or dates[-1].day is None or item.quantity.soft:
        return None
    words = shape.text[dates[-1].start : dates[-1].end]
    return None if _CUMULATIVE.match(words) or dates[-1].first_year else dates[-1]


def _noun(shape: Shape, item: Item, year: DateWords) -> str:
    words = ACTION.sub("", shape.masked[max(year.end, item.own_start) : item.quantity.start])
    return re.sub(r"[^\u4e00-\u9fff]|再|又|至少|新", "", words + item.after)
