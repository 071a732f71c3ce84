"""Amounts and figures in words: what a target asks for, what a report says."""

from decimal import Decimal

from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.models import Report
from tasks.models import Target


def with_unit(number: str, unit: str) -> str:
    """A percent sign clings to its number; a Chinese unit stands off."""
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def amount(number: Decimal | None, target: Target) -> str:
    """`number` in the unit of `target`; a dash where there is none."""
    if number is None:
        return "—"
    if target.kind == Target.Kind.MILESTONE:
        return _("done") if number >= 1 else _("not yet done")
    return with_unit(show_number(number, 2), target.unit)


def required(target: Target) -> str:
    """What the target asks for, in its own words: 8–10 所, 不低于 30%."""
    low, high = show_number(target.low), show_number(target.high)
    if target.kind == Target.Kind.MILESTONE:
        return _("done")
    if target.comparator == Target.Comparator.RANGE and high:
        return with_unit(f"{low}–{high}", target.unit)
    written = with_unit(low, target.unit)
    if target.comparator == Target.Comparator.AT_LEAST:
        return _("at least %(amount)s") % {"amount": written}
    if target.comparator == Target.Comparator.ABOUT:
        return _("about %(amount)s") % {"amount": written}
    return written


def figure(report: Report) -> str:
    """What a report says: a value, a share with its parts, 不适用, or a dash."""
    if report.not_applicable:
        return _("not applicable")
    if report.target.is_share:
        return share(report.numerator, report.denominator)
    return amount(report.value, report.target)


def share(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """A share in percent with its two parts."""
    if numerator is None or denominator is None:
        return "—"
    percent = share_percent(numerator, denominator) or "—%"
    return f"{percent} ({show_number(numerator)} / {show_number(denominator)})"


def share_percent(numerator: Decimal, denominator: Decimal) -> str:
    """A share in percent, cut to two decimals; "" where there is nothing to divide by."""
    if not denominator:
        return ""
    return f"{show_number(numerator * 100 / denominator, 2)}%"
