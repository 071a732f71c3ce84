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

_KEPT = re.compile(r"保持|稳定|维持|巩固")
_FUNDS = re.compile(
    r"附加|经费|资金|预算|拨款|土地出让|财政收入|支出|工资总额|投入(?!使用)|公益金|收益"
)
_RATE = re.compile(r"率\s*$")
PER_HEAD = re.compile(r"生均|人均|每生|每人|每学生|标准|定额|年薪|津贴|工资")
_TRADE = re.compile(r"产值|收入|投资|交易|销售|贷款|融资|利润|税收|营收|服务额|到账|产业规模|出口")


def kind_of(item: Item, unit: str, clause: str, *, every_year: bool) -> str:
    """The kind of a target of `unit` in `clause`, the clause's words in the text.

    A share climbs to its deadline (ratio), except for one kept every year or a floor of funds; an
    amount of money per head, or one set aside every year, is a standard.
    """
    one = item.quantity
    if unit == "%":
        kept = _KEPT.search(clause[: one.number_start - item.clause_start])
        funds = _FUNDS.search(item.before) and not _RATE.search(item.own)
        floor = re.match(r"\s*用于", item.rest) or (
            funds and one.comparator == AT_LEAST and not one.soft
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


def _is_of_the_number(word: re.Match[str] | None, item: Item) -> bool:
    """Whether 年 belongs to the number itself: not in 年产值 10 亿元以上企业 3 家."""
    return word is not None and not re.search(NUMERAL, item.own[word.end() :])
