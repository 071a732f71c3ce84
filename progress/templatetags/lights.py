"""Lights, amounts and figures as templates show them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.judging import Light, Reason
from progress.lights import LIGHT_WORDS, SYMBOLS, WORDS
from progress.models import Report, Standing
from tasks.models import Target

register = template.Library()


def light_badge(light: str, reason: str) -> SafeString:
    """A light with its symbol and its word."""
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        light,
        SYMBOLS[Light(light)],
        WORDS[Reason(reason)],
    )


@register.simple_tag
def light(standing: Standing) -> SafeString:
    return light_badge(standing.light, standing.reason)


@register.simple_tag
def colour(value: str) -> SafeString:
    """The bare colour of a light, with its symbol and the colour's name."""
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        value,
        SYMBOLS[Light(value)],
        LIGHT_WORDS[Light(value)],
    )


@register.filter
def amount(number: Decimal | None, target: Target) -> str:
    """`number` in the unit of `target`; a dash where there is none."""
    if number is None:
        return "—"
    if target.kind == Target.Kind.MILESTONE:
        return _("done") if number >= 1 else _("not yet done")
    return with_unit(show_number(number, 2), target.unit)


def with_unit(number: str, unit: str) -> str:
    """A percent sign clings to its number; a Chinese unit stands off."""
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


@register.filter
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


@register.filter
def figure(report: Report) -> str:
    """What a report says: a value, a share with its parts, 不适用, or a dash."""
    if report.not_applicable:
        return _("not applicable")
    if report.target.is_share:
        return share(report.numerator, report.denominator)
    return amount(report.value, report.target)


def share(numerator: Decimal | None, denominator: Decimal | None) -> str:
    if numerator is None or denominator is None:
        return "—"
    percent = show_number(numerator * 100 / denominator, 2) if denominator else "—"
    return f"{percent}% ({show_number(numerator)} / {show_number(denominator)})"
