"""Dates in an official text: what is due by when, and what starts when (rulings 2.7). Pure."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasks.quantities import parse_numeral

START, DEADLINE, UNCLEAR = "start_date", "deadline", "date"

_D = "0-9０-９"
_NUMBER = rf"(?:[{_D}]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_YEAR_WORDS = rf"(?:(?:19|20|１９|２０)[{_D}]{{2}}|[一二][九〇零○][〇零○一二三四五六七八九]{{2}})"
_DASH = r"(?:[-－–—―~～〜]{1,2}|至|到)"
_MONTHS = rf"(?:{_NUMBER}\s*月?份?\s*{_DASH}\s*)?"  # 1-6 月: due at the end of the last one
_POST = (
    r"(?:第?[一二三四1-4]季度|前[三3]季度|上半年|下半年|年中|[春秋]季(?:学期)?|暑[期假]|寒假)?(?:年?底(?:之?前|以前)?|年?末(?:之?前|以前)?|年?初"
    r"|(?:之|以)?前|起(?:开始)?|开始|以来|(?:之|以)?后(?!备)|之?内|期?间)?"
)
_DATE = re.compile(
    rf"(?P<pre>截至|截止到?|到|至|自|从|比|较|以|在|于)?\s*"
    rf"(?:(?P<from>{_YEAR_WORDS})\s*年?\s*{_DASH}\s*)?(?P<year>{_YEAR_WORDS})\s*"
    rf"(?:年度?|(?=\s*{_DASH})|(?=(?:\s*[、和与及]\s*{_YEAR_WORDS})+\s*年))"
    rf"(?:\s*{_MONTHS}(?P<month>{_NUMBER})\s*月份?)?"
    rf"(?:\s*(?P<day>{_NUMBER})\s*[日号]|(?P<third>[上中下]旬))?\s*(?P<post>{_POST})"
)
# A day of every year, or a year that only the day of issue could tell.
_YEARLESS = re.compile(
    rf"{_MONTHS}{_NUMBER}\s*月份?(?:\s*{_NUMBER}\s*[日号]|[上中下]旬)?(?:底|末|初)?(?:之?前)?(?!内)"
    r"|(?:今年|明年|后年|本年|当年)(?:年?底|年?末)?(?:之?前)?"
    r"|(?<![0-9０-９每一二三四五六七八九十两数])年(?:底|末)(?:之?前)?"
    r"|(?<![0-9０-９每近一二三四五六七八九十两数])年内"
)
_SCHOOL_YEAR = re.compile(
    rf"(?:从|自|到|至)?{_YEAR_WORDS}\s*(?:{_DASH}\s*(?:{_YEAR_WORDS}|[{_D}]{{2}})\s*)?学年度?(?:起|开始)?"
)
_QUARTERS = {"一季": 3, "二季": 6, "上半年": 6, "三季": 9, "四季": 12, "下半年": 12}
_QUARTERS |= {"1季": 3, "2季": 6, "3季": 9, "4季": 12}
_SEASON = re.compile(r"年中|[春秋]季|暑|寒假|初$")  # they may end in any of some months
_THIRDS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True)
class DateWords:
    """A date's words at [start, end): `role` is START, DEADLINE or UNCLEAR.

    `day` is the last day for a deadline, the first for a start; None where it is unclear.
    `first_year` is the first one of a span of years (2022—2025 年), and a start's year. `loose`
    says that 2025 年前 was taken as by the end of 2025, as official texts mostly mean it.
    """

    start: int
    end: int
    role: str
    day: date | None = None
    first_year: int | None = None
    loose: bool = False


def find_dates(text: str) -> tuple[DateWords, ...]:
    """Every date of the text in its order, without overlaps."""
    # a school year ends in the summer, on a day that the text does not name
    found = [DateWords(*match.span(), UNCLEAR) for match in _SCHOOL_YEAR.finditer(text)]
    for match in _DATE.finditer(text):
        if all(match.end() <= one.start or match.start() >= one.end for one in found):
            found.append(_read_date(match))
    for match in _YEARLESS.finditer(text):
        if all(match.end() <= one.start or match.start() >= one.end for one in found):
            found.append(DateWords(match.start(), match.end(), UNCLEAR))
    return tuple(sorted(found, key=lambda one: one.start))


def _read_date(match: re.Match[str]) -> DateWords:
    span = match.start(), match.start() + len(match.group().rstrip())
    pre, post, year = match["pre"] or "", match["post"] or "", _year(match["year"])
    first = _year(match["from"]) if match["from"] else None
    if re.search(r"起|开始|以来|后$", post) or (pre in {"从", "自"} and first is None):
        return DateWords(*span, START, date(year, 1, 1), year)
    # 截至 tells how it stood; 比 and 较 what it is compared with; 年初 may be any of some months
    if pre.startswith("截") or pre in {"比", "较", "以"} or _SEASON.search(post):
        return DateWords(*span, UNCLEAR)
    loose = post.endswith("前") and not (
        match["day"] or match["third"] or re.search("[底末]", post)
    )
    day = _last_day(year, match)
    return DateWords(*span, DEADLINE if day else UNCLEAR, day, first, loose)


def _last_day(year: int, match: re.Match[str]) -> date | None:
    """The last day that the words allow; None for one that no calendar has."""
    named = next((month for words, month in _QUARTERS.items() if words in match["post"]), 12)
    month = _small(match["month"]) if match["month"] else named
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = _small(match["day"]) if match["day"] else _THIRDS.get(match["third"] or "", last)
    return date(year, month, day) if 1 <= day <= last else None


def _small(words: str) -> int:
    # a leading nought is usual in 06 月
    value = parse_numeral(words.lstrip("0０") or "零")
    return int(value) if value is not None else 0


_YEAR_DIGITS: Mapping[str, str] = {
    words: str(value) for value, words in enumerate("零一二三四五六七八九")
} | {"〇": "0", "○": "0"}


def _year(words: str) -> int:
    return int("".join(_YEAR_DIGITS.get(one, one) for one in words))


def five_year_plan_end(words: str) -> date | None:
    """“十四五” is the plan of 2021 to 2025: 31 December 2025. None for other words."""
    match = re.search(r"十([一二三四五六七八九])五", words)
    value = parse_numeral(match[1]) if match else None
    return date(2005 + 5 * int(value), 12, 31) if value is not None else None
