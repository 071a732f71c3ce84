"""The targets in a task's text: what somebody can be measured against (rulings 2). Pure.

Every number of the text comes out as exactly one of three: a target, no target with its reason,
or a doubt that a person must settle.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tasks.actions import ACTION
from tasks.bindings import bind_late, find_binding
from tasks.clauses import Item, Shape, find_shape
from tasks.contexts import (
    comes_from,
    doubt_of,
    falls_from,
    grows_over_another,
    is_each_county,
    is_small_word,
    why_no_target,
)
from tasks.due import Due, dates_before, dates_of, find_due
from tasks.excluding import NotTarget, holds_number
from tasks.kinds import (
    EVERY_YEAR_KINDS,
    PER_HEAD,
    is_every_year,
    kind_of,
    may_be_every_year,
    unit_of,
)
from tasks.measures import EVERY_YEAR, YEARLY_WORD, Measured, find_measured
from tasks.quantities import EXACT, Quantity

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
        "unclear_deadline",  # 年底前, of which year the text does not say
        "respective_numbers",  # 2023 年、2025 年分别建设 3 所和 5 所
        "several_dates",  # 6 月和 12 月各召开一次
        "instalments",  # 其中，2022 年 40 名，2023 年 60 名
        "falling_number",  # 由 38 所整合至 28 所
        "threshold",  # 产值 50 亿元以上产业集群
        "unclear_period",  # 每年开展评选活动，评选 10 名
    }
)
"""Every reason of this module's own for which a number is left to a person."""

WARNING_CODES = frozenset(
    {
        "loose_deadline",  # 2025 年前; meaning: the day
        "deadline_after_plan",  # meaning: the day
        "carried_scope",  # 每个县区建成 1 所学院，培养名师 10 名
    }
)
"""Every code of a warning of this module; its target is read nevertheless."""


@dataclass(frozen=True)
class NumberRemark:
    """What there is to say of the number at [start, end); `words` show it in its clause."""

    code: str
    words: str
    start: int
    end: int
    meaning: str = ""


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
    warnings: tuple[NumberRemark, ...]
    doubts: tuple[NumberRemark, ...]


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
    stood_at: Quantity | None = None  # 由 38 所


@dataclass
class _Found:
    targets: list[TargetWords] = field(default_factory=list)
    not_targets: list[NotTarget] = field(default_factory=list)
    warnings: list[NumberRemark] = field(default_factory=list)
    doubts: list[NumberRemark] = field(default_factory=list)


def find_targets(text: str, starts_on: date, ends_on: date) -> TargetsRead:
    """Sort every number of `text`, a task of the plan that runs from `starts_on` to `ends_on`."""
    shape = find_shape(text)
    found = _Found(not_targets=[*shape.exclusions, *dates_of(shape)])
    reader = _Reader(shape, starts_on, ends_on, found)
    for item in shape.items:
        reader.read(item)
    found.not_targets.sort(key=lambda one: one.start)
    return TargetsRead(
        targets=tuple(found.targets),
        not_targets=tuple(found.not_targets),
        warnings=tuple(found.warnings),
        doubts=tuple(found.doubts),
    )


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
        why = why or ("background" if self._tells_how_it_stood(item) else "")
        if why:
            self._exclude(item, why)
            return
        words = self.shape.text[item.clause_start : item.quantity.start]
        code = doubt_of(item, words, prior_why=self.prior.why) or self._doubt_of_unit(item)
        if code:
            self._doubt(item, code)
            return
        self._target(item)

    def _tells_how_it_stood(self, item: Item) -> bool:
        """截至 2021 年底, 共有 56 所."""
        before = dates_before(self.shape, item)
        return bool(before) and self.shape.text[before[-1].start : before[-1].end].startswith("截")

    def _exclude(self, item: Item, why: str) -> None:
        one = item.quantity
        words = self.shape.text[one.start : one.end]
        self.found.not_targets.append(NotTarget(words, one.start, one.end, why))
        if item.is_attribute:
            return
        self.prior.why, self.prior.end = why, one.end
        self.prior.stood_at = one if comes_from(item) else None
        if why == "background":
            self.prior.measure = find_measured(self.shape, item, one.start).name

    def _doubt(self, item: Item, code: str) -> None:
        one = item.quantity
        measured = find_measured(self.shape, item, one.start)
        start = max(min(measured.start, one.start), self.prior.end)
        words = self.shape.text[start : max(measured.end, one.end)].strip()
        self.found.doubts.append(NumberRemark(code, words, one.start, one.end))
        self.prior.why, self.prior.end = code, one.end
        if not holds_number(measured.name):
            self.prior.measure = measured.name

    def _unit(self, item: Item) -> str:
        """The unit; bare 600 万 of money is 元 (rulings 2.4)."""
        return unit_of(item, self.shape.text[item.sentence_start : item.sentence_end])

    def _doubt_of_unit(self, item: Item) -> str:
        if not self._unit(item):
            return "no_unit"
        head = self.shape.text[item.sentence_start : item.quantity.number_start]
        if grows_over_another(head, item.before):
            return "growth"
        stood_at, self.prior.stood_at = self.prior.stood_at, None
        if stood_at and falls_from(stood_at, item.quantity):
            return "falling_number"
        kept = EVERY_YEAR.search(item.before) or PER_HEAD.search(item.before)
        named = item.own.strip("\0 ") and (self._unit(item) != "元" or kept)
        if (named and not is_small_word(item)) or item.quantity.comparator != EXACT:
            return ""
        sentence = self.shape.masked[item.sentence_start : item.sentence_end]
        return "" if ACTION.search(sentence) else "unbound_number"

    def _target(self, item: Item) -> None:
        one, unit = item.quantity, self._unit(item)
        every_year = is_every_year(item, unit, carried=self.prior.every_year)
        each_county = is_each_county(item, carried=self.prior.each_county)
        clause = self.shape.text[item.clause_start : item.clause_end]
        kind = kind_of(item, unit, clause, every_year=every_year)
        due = find_due(self.shape, item, kind, self.starts_on, self.ends_on)
        head = self.shape.masked[item.sentence_start : item.clause_start]
        unclear = kind not in EVERY_YEAR_KINDS and (
            may_be_every_year(head) or self.prior.why == "unclear_period"
        )
        if due.doubt or unclear:
            self._doubt(item, due.doubt or "unclear_period")
            return
        self._warn_of_deadline(item, due)
        if each_county and not is_each_county(item, carried=False):
            self._warn("carried_scope", self.shape.text[one.start : one.end], one)
        comparator, measured, start = self._words(item)
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
                deadline=due.deadline,
                first_year=due.first_year,
                whole_city="全市" in sentence,
            )
        )
        self._leave_behind(measured)
        self.prior.each_county = each_county
        self.prior.every_year = every_year and not YEARLY_WORD.search(item.own)

    def _words(self, item: Item) -> tuple[str, Measured, int]:
        """How the number binds, what it measures, and where the target's words begin."""
        text, one = self.shape.text, item.quantity
        binding = find_binding(item, apart_before=self.prior.separated_at_least)
        self.prior.separated_at_least = binding.apart
        comparator = binding.comparator
        measured = find_measured(self.shape, item, binding.start, self.prior.measure)
        if comparator == EXACT and one.comparator == EXACT:
            comparator, measured = bind_late(comparator, measured, text, one.end)
        start = max(min(measured.start, binding.start), self.prior.end)
        start += len(text[start:]) - len(text[start:].lstrip(" 、\t\n"))
        return comparator, measured, start

    def _leave_behind(self, measured: Measured) -> None:
        self.prior.why, self.prior.end = "", measured.end
        if not holds_number(measured.name):
            self.prior.measure = re.sub(r"（[^）]*级[^）]*）$", "", measured.name)

    def _warn_of_deadline(self, item: Item, due: Due) -> None:
        """2025 年前 is read as by the end of 2025, and the plan may end before a deadline."""
        one = item.quantity
        if due.loose:
            self._warn("loose_deadline", due.loose, one, due.deadline.isoformat())
        if due.deadline > self.ends_on:
            words = self.shape.text[one.start : one.end]
            self._warn("deadline_after_plan", words, one, due.deadline.isoformat())

    def _warn(self, code: str, words: str, one: Quantity, meaning: str = "") -> None:
        self.found.warnings.append(NumberRemark(code, words, one.start, one.end, meaning))
