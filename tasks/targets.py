"""The targets in a task's text: what somebody can be measured against (rulings 2). Pure.

Every number of the text comes out as exactly one of three: a target, no target with its reason,
or a doubt that a person must settle.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tasks.clauses import Item, Shape, find_shape
from tasks.contexts import doubt_of, is_each_county, why_no_target
from tasks.dates import DEADLINE, START, DateWords, five_year_plan_end
from tasks.excluding import NotTarget
from tasks.measures import EVERY_YEAR, VERB, YEARLY_WORD, Measured, find_measured
from tasks.quantities import AT_LEAST, EXACT, NUMERAL, late_binding

TOTAL, YEARLY, RATIO, STANDARD = "total", "yearly", "ratio", "standard"
CITY, EACH_COUNTY = "city", "each_county"

DOUBT_CODES = frozenset(
    {
        "upper_limit",  # 班额不超过 45 人
        "duration",  # 累计不少于 6 个月
        "growth",  # 增长 10%
        "per_period",  # 每季度 1 次
        "not_binding",  # 鼓励建设 3 所
        "unclear_scope",  # 每所学校 2 名
        "no_unit",  # 达到 5 万
        "unbound_number",  # a number that no word binds
        "deadline_before_plan",
        "respective_numbers",  # 2023 年、2025 年分别达到 60% 和 80%
    }
)
"""Every reason of this module's own for which a number is left to a person."""


@dataclass(frozen=True)
class Doubt:
    """A number at [start, end) that only a person can settle; `words` show it in its clause."""

    code: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class TargetWords:
    """One target: the words at [start, end) and what they bind to; see tasks.models.Target.

    `whole_city` says that its sentence speaks of 全市.
    """

    phrase: str
    start: int
    end: int
    measure: str
    comparator: str
    low: Decimal
    high: Decimal | None
    unit: str
    kind: str
    scope: str
    deadline: date
    first_year: int | None
    whole_city: bool


@dataclass(frozen=True)
class TargetsRead:
    """All that the numbers of a text say, each list in the text's order."""

    targets: tuple[TargetWords, ...]
    not_targets: tuple[NotTarget, ...]
    doubts: tuple[Doubt, ...]


@dataclass
class _Prior:
    """What the number before left behind, within its sentence."""

    sentence_start: int = -1
    why: str = ""
    each_county: bool = False
    every_year: bool = False
    separated_at_least: bool = False
    measure: str = ""
    end: int = 0


@dataclass
class _Found:
    targets: list[TargetWords] = field(default_factory=list)
    not_targets: list[NotTarget] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def find_targets(text: str, starts_on: date, ends_on: date) -> TargetsRead:
    """Sort every number of `text`, a task of the plan that runs from `starts_on` to `ends_on`."""
    shape = find_shape(text)
    found = _Found(not_targets=[*_numbered(shape.exclusions), *_dates(shape)])
    reader = _Reader(shape, starts_on, ends_on, found)
    for item in shape.items:
        reader.read(item)
    found.not_targets.sort(key=lambda one: one.start)
    return TargetsRead(tuple(found.targets), tuple(found.not_targets), tuple(found.doubts))


def _numbered(exclusions: Iterable[NotTarget]) -> list[NotTarget]:
    return list(exclusions)


def _dates(shape: Shape) -> list[NotTarget]:
    """The dates that name a number; 年底 and 当年 do not."""
    found = []
    for one in shape.dates:
        words = shape.text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        if re.search(NUMERAL, words):
            found.append(NotTarget(words.strip(), start, one.end, one.role))
    return found


class _Reader:
    """Reads a text's numbers in their order, for what one says may hold for the next."""

    def __init__(self, shape: Shape, starts_on: date, ends_on: date, found: _Found) -> None:
        self.shape = shape
        self.starts_on = starts_on
        self.ends_on = ends_on
        self.found = found
        self.prior = _Prior()

    def read(self, item: Item) -> None:
        """Sort one number into the targets, the others or the doubts."""
        if item.sentence_start != self.prior.sentence_start:
            self.prior = _Prior(sentence_start=item.sentence_start)
        why = why_no_target(item, prior_why=self.prior.why, has_later=item.next_start is not None)
        if why:
            self._exclude(item, why)
            return
        code = doubt_of(item, prior_why=self.prior.why) or self._doubt_of_unit(item)
        if code:
            self._doubt(item, code)
            return
        self._target(item)

    def _exclude(self, item: Item, why: str) -> None:
        one = item.quantity
        words = self.shape.text[one.start : one.end]
        self.found.not_targets.append(NotTarget(words, one.start, one.end, why))
        self.prior.why, self.prior.end = why, one.end
        if why == "background":
            self.prior.measure = find_measured(self.shape, item, one.start).name

    def _doubt(self, item: Item, code: str) -> None:
        one = item.quantity
        measured = find_measured(self.shape, item, one.start)
        start = max(min(measured.start, one.start), self.prior.end)
        words = self.shape.text[start : max(measured.end, one.end)].strip()
        self.found.doubts.append(Doubt(code, words, one.start, one.end))
        self.prior.why, self.prior.end = "", one.end

    def _unit(self, item: Item) -> str:
        """The unit; bare 600 万 of money is 元 (rulings 2.4)."""
        one = item.quantity
        sentence = self.shape.text[item.sentence_start : item.sentence_end]
        if one.is_money or (not one.unit and one.scaled and _MONEY_WORDS.search(sentence)):
            return "元"
        return one.unit

    def _doubt_of_unit(self, item: Item) -> str:
        if not self._unit(item):
            return "no_unit"
        if "分别" in item.before and len(self._deadlines(item)) > 1:
            return "respective_numbers"
        kept = EVERY_YEAR.search(item.before) or _PER_HEAD.search(item.before)
        named = item.own.strip("\0 ") and (self._unit(item) != "元" or kept)
        if named or item.quantity.comparator != EXACT:
            return ""
        sentence = self.shape.masked[item.sentence_start : item.sentence_end]
        return "" if VERB.search(sentence) else "unbound_number"

    def _deadlines(self, item: Item) -> list[DateWords]:
        start, end = item.clause_start, item.quantity.start
        return [one for one in self.shape.dates if start <= one.start < end]

    def _target(self, item: Item) -> None:
        one, unit = item.quantity, self._unit(item)
        start, comparator = self._comparator(item)
        measured = find_measured(self.shape, item, start, self.prior.measure)
        if comparator == EXACT and one.comparator == EXACT:
            comparator, measured = _late(comparator, measured, self.shape.text, one.end)
        every_year = self._every_year(item, unit)
        each_county = is_each_county(item, carried=self.prior.each_county)
        kind = _kind(item, unit, self._clause(item), every_year=every_year)
        deadline, first_year = self._dates(item, kind)
        if deadline < self.starts_on:
            self._doubt(item, "deadline_before_plan")
            return
        start = max(min(measured.start, start), self.prior.end)
        start += len(self.shape.text[start:]) - len(self.shape.text[start:].lstrip(" 、\t\n"))
        sentence = self.shape.text[item.sentence_start : one.end]
        self.found.targets.append(
            TargetWords(
                phrase=self.shape.text[start : measured.end],
                start=start,
                end=measured.end,
                measure=measured.name,
                comparator=comparator,
                low=one.low,
                high=one.high,
                unit=unit,
                kind=kind,
                scope=EACH_COUNTY if each_county else CITY,
                deadline=deadline,
                first_year=first_year,
                whole_city="全市" in sentence,
            )
        )
        self.prior.why, self.prior.end = "", measured.end
        self.prior.measure = re.sub(r"（[^）]*级[^）]*）$", "", measured.name)
        self.prior.each_county, self.prior.every_year = each_county, every_year

    def _clause(self, item: Item) -> str:
        return self.shape.text[item.clause_start : item.clause_end]

    def _comparator(self, item: Item) -> tuple[int, str]:
        """Where the number's words begin and how they bind: 至少 may stand before the verb."""
        one = item.quantity
        if one.comparator != EXACT and not one.soft:
            self.prior.separated_at_least = False
            return one.start, one.comparator
        apart = _APART.search(item.own)
        if apart:
            self.prior.separated_at_least = True
            return item.own_start + apart.start(), AT_LEAST
        level = _LEVEL_APART.search(item.own)
        if level:
            return item.own_start + level.start(), AT_LEAST
        joined = item.own_start > item.clause_start and _JOINED.match(item.own)
        if joined and self.prior.separated_at_least:
            return one.start, AT_LEAST
        self.prior.separated_at_least = False
        return one.start, one.comparator

    def _every_year(self, item: Item, unit: str) -> bool:
        if EVERY_YEAR.search(item.own) or YEARLY_WORD.search(item.own):
            return True
        if re.match(r"\s*(?:[/／]\s*年|每年)", item.rest):
            return True
        carried = self.prior.every_year or bool(EVERY_YEAR.search(item.before))
        if carried and item.own_start > item.clause_start and _LISTED.search(item.own):
            return True
        return carried and unit in _FLOWS and not _STOCK.search(item.own)

    def _dates(self, item: Item, kind: str) -> tuple[date, int | None]:
        """The deadline, and the first year judged for what is due every year (rulings 2.7)."""
        named, span_start = self._named_deadline(item)
        if kind in {TOTAL, RATIO}:
            return named or self.ends_on, None
        if span_start is not None and named is not None:
            return named, max(span_start, self.starts_on.year)
        started = [one.first_year for one in self._before(item) if one.role == START]
        if started and started[-1] is not None:
            return self.ends_on, max(started[-1], self.starts_on.year)
        if kind == YEARLY and self._is_finished_state(item, named):
            return self.ends_on, (named or self.ends_on).year
        return self.ends_on, self.starts_on.year

    def _is_finished_state(self, item: Item, named: date | None) -> bool:
        """年输送 3 万人 of what will have been formed, not of every year from now."""
        head = self.shape.masked[item.sentence_start : item.quantity.number_start]
        if named is not None and item.quantity.soft:
            return True
        if EVERY_YEAR.search(item.before):
            return False
        return bool(YEARLY_WORD.search(item.before)) and bool(_FORMED.search(head))

    def _before(self, item: Item) -> list[DateWords]:
        start, end = item.sentence_start, item.quantity.start
        return [one for one in self.shape.dates if start <= one.start < end]

    def _named_deadline(self, item: Item) -> tuple[date | None, int | None]:
        """The last deadline named before the number in its sentence, or after it in its clause."""
        start, end = item.sentence_start, item.quantity.start
        places: list[tuple[int, date, int | None]] = [
            (one.start, one.day, one.first_year)
            for one in self.shape.dates
            if one.role == DEADLINE and one.day and start <= one.start < item.clause_end
        ]
        for one in self.shape.exclusions:
            if start <= one.start < end and one.why == "term":
                day = five_year_plan_end(one.text)
                if day is not None:
                    inside = self.starts_on <= day <= self.ends_on
                    places.append((one.start, self.ends_on if inside else day, None))
        earlier = [place for place in places if place[0] < end]
        chosen = max(earlier, default=min(places, default=None))
        return (chosen[1], chosen[2]) if chosen else (None, None)


_MONEY_WORDS = re.compile(
    r"资金|经费|投入|预算|财政|拨款|投资|产值|补助|补贴|奖金|收入|基金|贷款|债券|营收"
)
_APART = re.compile(
    r"(?:至少|最少|起码|(?:不|不得|不能|不应)(?:少于|低于))(?:要|应|须)?"
    r"(?P<verb>[\u4e00-\u9fff]{0,6})\s*$"
)
_LEVEL_APART = re.compile(
    r"(?:达到|(?:提高|提升|增加|扩大)(?:到|至))每(?:一?名?学?生|人)(?:每学?年)?\s*$"
)
_JOINED = re.compile(
    r"^[^，；]*?(?:、|和|与|及|以及)\s*$|^[^，；]*?(?:和|与|及|、)[\u4e00-\u9fff]{0,2}\s*$"
)
_LISTED = re.compile(r"(?:[、和与及]|以及)\s*$")
_FORMED = re.compile(r"形成|达到|实现|具备|建成")
_FLOWS = {
    "人次",
    "人",
    "名",
    "场次",
    "场",
    "次",
    "期",
    "班",
    "批",
    "元",
    "课时",
    "学时",
    "份",
    "篇",
    "户",
}
_STOCK = re.compile(r"建设|建成|打造|培育|认定|创建|新建|遴选|设立|改建|扩建|形成|布局|累计|总")
_KEPT = re.compile(r"(?:保持|稳定|维持|巩固)(?:在|到|为|于)?")
_FUNDS = re.compile(
    r"教育费附加|地方教育附加|附加|经费|资金|预算|拨款|土地出让|财政收入|支出|工资总额|投入(?!使用)|彩票公益金|收益"
)
_PER_HEAD = re.compile(r"生均|人均|每生|每人|每学生|标准|定额|年薪|津贴|工资")
_TRADE = re.compile(r"产值|收入|投资|交易|销售|贷款|融资|利润|税收|营收|服务额|到账|产业规模|出口")


def _kind(item: Item, unit: str, clause: str, *, every_year: bool) -> str:
    """total, yearly, ratio or standard (rulings 2.3)."""
    one = item.quantity
    if unit == "%":
        kept = _KEPT.search(clause[: one.number_start - item.clause_start])
        floor = re.match(r"\s*用于", item.rest) or _FUNDS.search(item.before)
        return STANDARD if every_year or kept or floor else RATIO
    if unit == "元":
        trade = _TRADE.search(clause)
        if _PER_HEAD.search(clause) or (every_year and not trade):
            return STANDARD
    return YEARLY if every_year else TOTAL


def _late(comparator: str, measured: Measured, text: str, number_end: int) -> tuple[str, Measured]:
    """3 所示范学校以上: the words that bind it end the clause."""
    binding, place = late_binding(text[number_end : measured.end])
    if binding not in {AT_LEAST, "about"} or place == 0:
        return comparator, measured
    name = re.sub(r"(?:以上|左右|上下)$", "", measured.name)
    return binding, Measured(name or measured.name, measured.start, measured.end)
