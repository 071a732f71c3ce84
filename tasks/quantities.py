"""Quantities in Chinese text: "8-10 所", "不低于 30%", "三万人以上" (rulings 2.2 and 2.4). Pure.

Only what the words next to a number say is decided here: its value, its unit and how it binds.
Whether somebody is measured against it is for `tasks.targets`. Numbers are Decimal, multipliers
written out: 10 万人次 is 100000 人次, 600 万元 is 6000000 元, 30% is 30 of %.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from tasks.units import COUNTERS, DURATIONS, MONEY, UNIT_PATTERN, UNUSUAL

RANGE, AT_LEAST, ABOUT, EXACT = "range", "at_least", "about", "exact"
AT_MOST = "at_most"  # read, but none of the ways in which a target binds

LARGEST = Decimal(10) ** 11  # what the database holds: eleven digits, and four decimals
FINEST = Decimal("0.0001")

ODD_CODES = frozenset(
    {
        "malformed_number",  # 三五所, 三万五, 百所, 0012
        "inexact_number",  # 10 余所
        "reversed_range",  # 10-8 所
        "conflicting_words",  # 不低于 8-10 所
        "number_out_of_range",
        "unusual_unit",  # 3 倍, 八成, 5 个百分点, 3 美元
    }
)
"""Every reason for which a number is understood as one and yet not as a quantity."""

_DIGIT = "0-9０-９"
ARABIC = rf"[{_DIGIT}]+(?:,[{_DIGIT}]{{3}}(?![{_DIGIT}]))*(?:[.．][{_DIGIT}]+)?"
_HAN_DIGITS = "零〇一二三四五六七八九两"
# 百 of 百分之, 千 of 千瓦 and 万 of 万能 multiply nothing
_SCALE = r"(?:十|百(?!分)|千(?!瓦|米|克|伏|字|方百计)|万(?!能)|亿)"
_MIXED = rf"(?:{ARABIC}\s*{_SCALE}+)(?:\s*{ARABIC}\s*{_SCALE}+)*(?:{ARABIC})?"
HAN = rf"(?:[{_HAN_DIGITS}]|{_SCALE})+"
NUMERAL = rf"(?:{_MIXED}|{ARABIC}|{HAN})"

_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_VALUES = {words: value for value, words in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_DASH = r"(?:[-－‐‑–—―~～〜∼−]{1,2}|至|到)"
_QUANTITY = re.compile(
    rf"(?:(?P<percent>百分之)\s*(?:(?P<low_pc>{NUMERAL})\s*{_DASH}\s*(?:百分之\s*)?)?(?P<pc>{NUMERAL})"
    rf"|(?P<fraction>{HAN}分之{HAN})"
    rf"|(?:(?P<low>{NUMERAL})\s*(?P<low_unit>{UNIT_PATTERN})?\s*{_DASH}\s*)?(?P<high>{NUMERAL})"
    rf"\s*(?P<odd>[余多几]\s*{_SCALE}*)?\s*(?P<unit>{UNIT_PATTERN})?)"
)

_GAP = r"(?:\s|为|在|到|于|有|是|人民币|其中)*"
_LEAD = re.compile(
    r"(?P<at_least>(?:不|不得|不能|不应|不可)(?:低于|少于|小于|下于)|至少(?:达到?|要?有|为|是)?"
    r"|最少|最低|起码|(?<!不)(?<!不得)(?<!不能)(?:超过|突破|高于|多于|大于)|[≥>＞]=?)"
    r"|(?P<soft>力争达到|(?<!未)(?<!没有)达到?|(?:提高|提升|增加|扩大|增长|上升|发展|壮大|培育|稳定|保持|维持|巩固"
    r"|增|升|扩)(?:到|至|在)|(?:稳定|保持|维持)(?=\s*$))"
    r"|(?P<at_most>(?:不|不得|不能|不应|不可)(?:超过?|高于|多于|大于|突破)|最多|至多|最高"
    r"|(?:控制|限制|压[减缩]|下?降低?|降|减少?|缩小)(?:在|到|至)|低于|少于|小于|不足|不满|未满"
    r"|未达到?|没有达到|上限为?|[≤<＜]=?)"
    r"|(?P<about>(?<![节公制契签预合条])约|大约|大致|大概|接近|将近|近)"
)
_LEADS = re.compile(rf"(?:(?:{_LEAD.pattern}){_GAP})+$")
_TRAIL = re.compile(
    r"\s*(?:(?P<at_least>[（(]?含?[)）]?(?:及|和|或|含)?(?:以上|之上))|(?P<about>左右|上下)"
    r"|(?P<at_most>[（(]?含?[)）]?(?:及|和|或|含)?(?:以内|以下|之内|之下)))"
)
_TRAIL_LATE = re.compile(r"(?P<words>以上|左右|上下|以内|以下)$")
_LATE = {"以上": AT_LEAST, "左右": ABOUT, "上下": ABOUT, "以内": AT_MOST, "以下": AT_MOST}


@dataclass(frozen=True)
class Quantity:
    """A number with the words that bind it.

    [start, end) spans all of it in the text, from its comparator to its last word;
    [number_start, number_end) the number with its unit. `high` is None except for a range. `unit`
    is "" where the text gives none. `odd` is a code of ODD_CODES or "": with one, the values mean
    nothing. `soft` says that the comparator only names a level (达到), so that 至少 may still come.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal
    high: Decimal | None
    unit: str
    comparator: str
    odd: str = ""
    soft: bool = False
    han: bool = False
    scaled: bool = False  # written with 万 or 亿

    @property
    def is_duration(self) -> bool:
        return self.unit in DURATIONS

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY

    @property
    def is_counted(self) -> bool:
        return self.unit in COUNTERS


def parse_numeral(words: str) -> Decimal | None:
    """The value of "12,000", "３", "十二", "1.5万", "三千万"; None for what is no single number."""
    value = _value(words)
    if value is not None and value < LARGEST and value == value.to_integral_value():
        return value.quantize(Decimal(1))  # 4.5 万 is 45000 and not 45000.0
    return value


def _value(words: str) -> Decimal | None:
    plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", words))
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return None if re.match(r"0\d", plain) else Decimal(plain)
    parts = re.findall(r"\d+(?:\.\d+)?|\D", plain)
    return _evaluate(parts)


def _evaluate(parts: list[str]) -> Decimal | None:
    """Chinese place value; strict, so that 三五, 百所 and 三万五 are no numbers."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    small, big, before = 10**4, 10**12, ""
    for part in parts:
        if part in _SMALL:
            if digit is None and part == "十" and not section and before in {"", "零", "万", "亿"}:
                digit = Decimal(1)
            if digit is None or _SMALL[part] >= small:
                return None
            small, section, digit = _SMALL[part], section + digit * _SMALL[part], None
        elif part in _BIG:
            section += digit or 0
            if part == "亿" and total and not section and before == "万":
                total *= _BIG[part]
            elif not section or _BIG[part] >= big:
                return None
            else:
                total += section * _BIG[part]
            small, big, section, digit = 10**4, _BIG[part], Decimal(0), None
        elif part in {"零", "〇"} and before:
            digit = None if before in _SMALL or before in _BIG else Decimal(-1)
        elif digit is None and (part in _VALUES or part[0].isdecimal()):
            digit = Decimal(_VALUES[part]) if part in _VALUES else Decimal(part)
        else:
            return None
        if digit is not None and digit < 0:
            return None
        before = part
    if digit is not None and len(parts) > 1 and parts[-2] in {"百", "千", "万", "亿"}:
        return None  # 三万五 may be 35,000 or a slip
    return total + section + (digit or 0) if parts else None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of the text in its order, without overlaps."""
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(text):
        floor = found[-1].end if found else 0
        found.append(_read_match(text, match, floor))
    return tuple(found)


def _read_match(text: str, match: re.Match[str], floor: int) -> Quantity:
    low_words = match["low"] or match["low_pc"]
    high_words = match["high"] or match["pc"]
    unit = "%" if match["percent"] else _plain_unit(match["unit"] or "")
    if match["fraction"]:
        return _fraction(match)
    first, last = parse_numeral(low_words) if low_words else None, parse_numeral(high_words)
    odd = _odd_number(low_words, first, last)
    if match["odd"]:
        odd = odd or "inexact_number"
    if match["low_unit"] and _plain_unit(match["low_unit"]) != unit:
        odd = odd or "conflicting_words"
    if first is not None and last is not None:
        first = _in_same_scale(low_words, first, high_words, last)
        odd = odd or ("" if first < last else "reversed_range")
    lead = _LEADS.search(text[floor : match.start()])
    start = floor + lead.start() if lead else match.start()
    trail = _TRAIL.match(text, match.end())
    binding, soft, clash = _binding(lead, trail, is_range=bool(low_words))
    low, high = (first, last) if low_words else (last, None)
    odd = odd or clash or _odd_value(low, high, unit)
    return Quantity(
        start=start,
        end=trail.end() if trail else match.end(),
        number_start=match.start(),
        number_end=match.end(),
        low=low if low is not None else Decimal(0),
        high=high,
        unit=unit,
        comparator=binding,
        odd=odd,
        soft=soft,
        han=not re.search(rf"[{_DIGIT}]", match.group()),
        scaled=bool(re.search("[万亿]", high_words)),
    )


def _fraction(match: re.Match[str]) -> Quantity:
    """三分之二: understood, and yet none of the shares that targets are filed in."""
    start, end = match.span()
    zero = Decimal(0)
    return Quantity(start, end, start, end, zero, None, "%", EXACT, odd="unusual_unit", han=True)


_SAME_UNIT = {
    "％": "%",
    "块钱": "元",
    "平方千米": "平方公里",
    "千米": "公里",
    "㎡": "平方米",
}


def _plain_unit(words: str) -> str:
    return _SAME_UNIT.get(words, words)


def _odd_number(low_words: str | None, first: Decimal | None, last: Decimal | None) -> str:
    return "malformed_number" if last is None or (low_words and first is None) else ""


def _odd_value(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    values = [value for value in (low, high) if value is not None]
    if any(value >= LARGEST or value % FINEST for value in values):
        return "number_out_of_range"
    return "unusual_unit" if unit in UNUSUAL else ""


def _in_same_scale(low_words: str, low: Decimal, high_words: str, high: Decimal) -> Decimal:
    """5-8 万 is 50,000 to 80,000: the last multiplier holds for both."""
    scale = re.search(r"[万亿]$", high_words)
    if scale and not re.search(r"[万亿]$", low_words) and low < high / _BIG[scale.group()]:
        return low * _BIG[scale.group()]
    return low


def _binding(
    lead: re.Match[str] | None, trail: re.Match[str] | None, *, is_range: bool
) -> tuple[str, bool, str]:
    """How the number binds, whether only softly, and the code of a contradiction or ""."""
    named = _named(lead) | _named(trail)
    hard = named - {"soft"}
    if len(hard) > 1 or (is_range and hard):
        return EXACT, False, "conflicting_words"
    if is_range:
        return RANGE, False, ""
    if hard:
        return hard.pop(), False, ""
    return (AT_LEAST, True, "") if named else (EXACT, False, "")


def _named(match: re.Match[str] | None) -> set[str]:
    if match is None:
        return set()
    if "soft" not in match.re.groupindex:
        return {name for name, words in match.groupdict().items() if words}
    names = set()
    for one in _LEAD.finditer(match.group()):
        names |= {name for name, words in one.groupdict().items() if words}
    return names


def late_binding(words: str) -> tuple[str, int]:
    """How 以上 or 左右 at the very end of `words` binds, and where it begins; "" if none does.

    县级以上 and 本科以上 say which, not how many.
    """
    match = _TRAIL_LATE.search(words)
    if match is None or re.search(r"(?:级|本科|大专|高职|高中|职称|学历)$", words[: match.start()]):
        return "", len(words)
    return _LATE[match["words"]], match.start()
