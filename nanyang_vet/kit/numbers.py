"""Numbers as people type them, read by one strict grammar; and written back for people.

Pure: no Django. Forms, workbooks and commands all read through `parse_number`, so that a number
is taken or refused alike wherever it comes from. Never float().
"""

import re
import unicodedata
from decimal import ROUND_FLOOR, Context, Decimal

MAX_VALUE = Decimal("99999999999.9999")
"""One thousand 亿 less a little: fifteen digits, which SQLite's 8-byte reals still hold exactly."""
DECIMAL_PLACES = 4
LONGEST = 40

ERROR_CODES = (
    "empty",
    "not_a_number",
    "bad_grouping",
    "percent",
    "negative",
    "too_large",
    "too_many_decimals",
    "not_whole",
)

_PATTERN = re.compile(r"([+-]?)([0-9][0-9,]*)(?:\.([0-9]+))?\s*(?:(万|亿)|(%))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_EXACT = Context(prec=2 * LONGEST)
"""The default of 28 digits would round 1.000…01 to an acceptable 1."""
_MULTIPLIERS = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


class NumberError(ValueError):
    """What was typed is not an acceptable number; `code` (one of ERROR_CODES) says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:LONGEST]!r}")
        self.code = code
        self.text = text


def parse_number(text: str, *, whole: bool = False, percent: bool = False) -> Decimal:
    """The exact value of `text`: １２, 1,200, 7.2万, 3亿; with `percent` also 35%, as 35.

    Raises NumberError for anything else, for a negative number, for one above MAX_VALUE, for
    more than DECIMAL_PLACES decimals, and, with `whole`, for a fraction.
    """
    folded = _folded(text)
    if not folded:
        raise NumberError("empty", text)
    match = _PATTERN.fullmatch(folded) if len(folded) <= LONGEST else None
    if match is None:
        raise NumberError("not_a_number", text)
    sign, digits, fraction, multiplier, sign_of_percent = match.groups()
    if "," in digits and not _GROUPED.fullmatch(digits):
        raise NumberError("bad_grouping", text)
    if sign_of_percent and not percent:
        raise NumberError("percent", text)
    written = Decimal(f"{digits.replace(',', '')}.{fraction or '0'}")
    number = _EXACT.multiply(written, _MULTIPLIERS[multiplier])
    if sign == "-" and number:
        raise NumberError("negative", text)
    return _bounded(number, text, whole)


def _folded(text: str) -> str:
    """`text` with full-width forms narrowed; not where that would change its meaning.

    NFKC makes 102 of 10², and 15 of 1⑤: such digits (category No) are left, to be refused.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST or any(unicodedata.category(one) == "No" for one in stripped):
        return stripped
    return unicodedata.normalize("NFKC", stripped).strip()


def _bounded(number: Decimal, text: str, whole: bool) -> Decimal:
    if number > MAX_VALUE:
        raise NumberError("too_large", text)
    if number != number.quantize(Decimal(1).scaleb(-DECIMAL_PLACES)):
        raise NumberError("too_many_decimals", text)
    if whole and number != number.to_integral_value():
        raise NumberError("not_whole", text)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def cut(number: Decimal, places: int) -> Decimal:
    """`number` with at most so many decimals, the rest cut off and never rounded up."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR)


def percent_of(part: int, whole: int) -> Decimal | None:
    """Hundredths, cut to one decimal; None of nothing."""
    return cut(Decimal(part * 100) / whole, 1) if whole else None


def show_number(number: Decimal | int | None, places: int | None = None) -> str:
    """`number` with thousands separators and without idle noughts; "" for None.

    With `places` it is cut (never rounded up) to so many decimals: 29.999 must not read as the
    30.00 that it failed to reach.
    """
    if number is None:
        return ""
    exact = Decimal(number) if places is None else cut(Decimal(number), places)
    written = f"{exact:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
