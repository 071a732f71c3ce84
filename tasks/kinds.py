"""Total, yearly, ratio or standard; and how the words before the verb bind (rulings 2.3). Pure."""

import re

from tasks.clauses import Item
from tasks.measures import EVERY_YEAR, YEARLY_WORD
from tasks.quantities import AT_LEAST, NUMERAL

TOTAL, YEARLY, RATIO, STANDARD = "total", "yearly", "ratio", "standard"
EVERY_YEAR_KINDS = frozenset({YEARLY, STANDARD})

# What flows through a year rather than stands: 每年 of the clause before holds for it too
_FLOWS = frozenset(re.findall(r"\S+", "人次 人 名 场次 场 次 期 班 批 元 份 篇 户"))
_STOCK = re.compile(
    r"在校|规模|总量|存量|拥有|保有|建设|建成|打造|培育|认定|创建|新建|遴选|设立|改建|扩建|形成|布局"
    r"|累计|总"
)
_LISTED = re.compile(r"(?:[、和与及]|以及)\s*$")
_SUFFIXED = re.compile(r"\s*(?:[/／]\s*年|每年)")

_KEPT = re.compile(r"(?:保持|稳定|维持|巩固)(?!率|就业率)")
_FLOOR_APART = re.compile(r"(?:不|不得|不能|不应)(?:低于|少于)|至少|最低")
_FUNDS = re.compile(
    r"附加|经费|资金|预算|拨款|土地出让|财政收入|支出|工资总额|投入(?!使用)|公益金|收益"
)
_RATE = re.compile(r"率\s*$")
PER_HEAD = re.compile(r"生均|人均|每生|每人|每学生|标准|定额|年薪|津贴|工资")
_TRADE = re.compile(r"产值|收入|投资|交易|销售|贷款|融资|利润|税收|营收|服务额|到账|产业规模|出口")


_MONEY_WORDS = re.compile(
    r"资金|经费|投入|预算|财政|拨款|投资|产值|补助|补贴|奖金|收入|基金|贷款|债券|营收"
)


def unit_of(item: Item, sentence: str) -> str:
    """The unit; bare 600 万 of money is 元 (rulings 2.4)."""
    one = item.quantity
    if one.is_money or (not one.unit and one.scaled and _MONEY_WORDS.search(sentence)):
        return "元"
    return one.unit


def kind_of(item: Item, unit: str, clause: str, *, every_year: bool) -> str:
    """The kind of a target of `unit` in `clause`, the clause's words in the text.

    A share climbs to its deadline (ratio), except for one kept every year or a floor of funds; an
    amount of money per head, or one set aside every year, is a standard.
    """
    one = item.quantity
    if unit == "%":
        own = item.own_start if item.own.strip(" 、和与及") else item.clause_start
        kept = _KEPT.search(clause[own - item.clause_start : one.number_start - item.clause_start])
        funds = _FUNDS.search(item.before) and not _RATE.search(item.own)
        floor = re.match(r"\s*用于", item.rest) or (
            funds
            and ((one.comparator == AT_LEAST and not one.soft) or _FLOOR_APART.search(item.own))
        )
        return STANDARD if every_year or kept or floor else RATIO
    if unit == "元" and not _TRADE.search(clause) and (every_year or PER_HEAD.search(clause)):
        return STANDARD
    return YEARLY if every_year else TOTAL


def is_every_year(item: Item, unit: str, *, carried: bool) -> bool:
    """Whether it is an amount of every year; `carried` says that the number before it is one."""
    if EVERY_YEAR.search(item.own) or _is_of_the_number(YEARLY_WORD.search(item.own), item):
        return True
    if _SUFFIXED.match(item.rest):
        return True
    if not (carried or EVERY_YEAR.search(item.before)):
        return False
    if item.own_start > item.clause_start and _LISTED.search(item.own):
        return True
    return unit in _FLOWS and not _STOCK.search(item.own)


def may_be_every_year(head: str) -> bool:
    """每年开展评选活动，评选 10 名: the clause before the number's, without one, says 每年.

    `head` is the sentence up to the number's clause.
    """
    clauses = re.split(r"[，,；;：:（(]", head)
    before = clauses[-2] if len(clauses) > 1 else ""
    return bool(EVERY_YEAR.search(before)) and not re.search(NUMERAL, before)


def _is_of_the_number(word: re.Match[str] | None, item: Item) -> bool:
    """Whether 年 belongs to the number itself: not in 年产值 10 亿元以上企业 3 家."""
    return word is not None and not re.search(NUMERAL, item.own[word.end() :])
