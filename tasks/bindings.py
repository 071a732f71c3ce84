"""How a number binds where the words that say so stand apart from it (rulings 2.2). Pure."""

import re
from dataclasses import dataclass

from tasks.clauses import Item
from tasks.measures import Measured
from tasks.quantities import AT_LEAST, EXACT, late_binding

_APART = re.compile(
    r"(?:至少|最少|起码|(?:不|不得|不能|不应)(?:少于|低于))(?:要|应|须)?"
    r"(?P<verb>[\u4e00-\u9fff]{0,6})\s*$"
)
_LEVEL_APART = re.compile(
    r"(?:达到|(?:提高|提升|增加|扩大)(?:到|至))(?:每(?:一?名?学?生|人)|人均|生均|户均)(?:每学?年)?\s*$"
)
_JOINED = re.compile(
    r"^[^，；]*?(?:、|和|与|及|以及)\s*$|^[^，；]*?(?:和|与|及|、)[\u4e00-\u9fff]{0,2}\s*$"
)


@dataclass(frozen=True)
class Binding:
    """Where the number's words begin, and how they bind.

    `apart` says that 至少 stood before the verb: it holds for a number joined by 和 too.
    """

    start: int
    comparator: str
    apart: bool = False


def find_binding(item: Item, *, apart_before: bool) -> Binding:
    """The binding of a number; `apart_before` is that of the number before it."""
    one = item.quantity
    if one.comparator != EXACT and not one.soft:
        return Binding(one.start, one.comparator, apart=_is_shared(item))
    apart = _APART.search(item.own)
    if apart:
        return Binding(item.own_start + apart.start(), AT_LEAST, apart=True)
    level = _LEVEL_APART.search(item.own)
    if level:
        return Binding(item.own_start + level.start(), AT_LEAST, apart=apart_before)
    joined = item.own_start > item.clause_start and _JOINED.match(item.own)
    if joined and apart_before:
        return Binding(one.start, AT_LEAST, apart=True)
    return Binding(one.start, one.comparator, apart=_is_shared(item))


def _is_shared(item: Item) -> bool:
    """分别达到 60%、80%: both are to be reached."""
    return "分别" in item.before and item.quantity.comparator == AT_LEAST


def bind_late(
    comparator: str, measured: Measured, text: str, number_end: int
) -> tuple[str, Measured]:
    """3 所示范学校以上: the words that bind it end the clause."""
    binding, place = late_binding(text[number_end : measured.end])
    if binding not in {AT_LEAST, "about"} or place == 0:
        return comparator, measured
    name = re.sub(r"(?:以上|左右|上下)$", "", measured.name)
    return binding, Measured(name or measured.name, measured.start, measured.end)
