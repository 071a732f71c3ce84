"""The lights of the quarters as a chart, and two shares side by side."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.changes import Column
from progress.judging import Light
from progress.lights import LIGHT_WORDS, SYMBOLS
from progress.templatetags.lights import BAR_ORDER

register = template.Library()

STEP, WIDTH, HEIGHT, TOP = 46, 34, 150, 14
"""Pixels: from column to column, a column's width and full height, the room above."""
READABLE = 12
"""The height from which a part of a column has room for its number."""


@register.simple_tag
def trend_chart(columns: Sequence[Column]) -> SafeString:
    """Columns of the shares of the lights, each a link to its quarter.

    The same numbers stand in the table beneath: the drawing is for the eye alone.
    """
    width = STEP * len(columns) + STEP - WIDTH
    drawn = (_column(place, one) for place, one in enumerate(columns))
    parts = format_html_join("", "{}", ((one,) for one in drawn))
    return format_html(
        '<svg class="light-trend" viewBox="0 0 {} {}" width="{}" height="{}" role="group" '
        'aria-label="{}">{}</svg>',
        width,
        HEIGHT + TOP + 34,
        width,
        HEIGHT + TOP + 34,
        _("Lights by quarter"),
        parts,
    )


def _column(place: int, column: Column) -> SafeString:
    left = STEP * place + (STEP - WIDTH)
    words = "，".join(
        f"{LIGHT_WORDS[light]} {column.lights[light]}" for light in Light if column.lights[light]
    )
    return format_html(
        '<a href="{}?quarter={}"><title>{}</title>{}'
        '<text x="{}" y="{}" class="trend-quarter">Q{}</text>{}</a>',
        reverse("home"),
        column.quarter.code,
        f"{column.quarter} {words}",
        format_html_join("", "{}", ((one,) for one in _parts(left, column))),
        left + WIDTH // 2,
        HEIGHT + TOP + 15,
        column.quarter.number,
        _year(left, place, column),
    )


def _year(left: int, place: int, column: Column) -> SafeString:
    if place and column.quarter.number != 1:
        return SafeString("")
    return format_html(
        '<text x="{}" y="{}" class="trend-year">{}</text>',
        left + WIDTH // 2,
        HEIGHT + TOP + 30,
        column.quarter.year,
    )


def _parts(left: int, column: Column) -> Iterator[SafeString]:
    """The lights from the bottom up, the worst at the bottom, each with its number."""
    bottom = Fraction(HEIGHT + TOP)
    for light in BAR_ORDER:
        count = column.lights[light]
        if not count:
            continue
        height = Fraction(HEIGHT * count, column.total)
        bottom -= height
        yield format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" class="fill-{}"/>',
            left,
            f"{float(bottom):.1f}",
            WIDTH,
            f"{float(height):.1f}",
            light.value,
        )
        if height >= READABLE:
            yield format_html(
                '<text x="{}" y="{}" class="trend-count on-{}">{}{}</text>',
                left + WIDTH // 2,
                f"{float(bottom + height / 2) + 4:.1f}",
                light.value,
                SYMBOLS[light],
                count,
            )


@register.simple_tag
def share_bar(share: Fraction, name: str) -> SafeString:
    """A share from 0 to 1 as a bar; the number stands beside it."""
    return format_html(
        '<svg class="share-bar share-{}" viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect width="{}" height="6"/></svg>',
        name,
        f"{float(share * 100):.2f}",
    )


@register.filter
def percent(share: Fraction) -> str:
    """0.625 as 62.5%, cut to one place."""
    return f"{show_number(Decimal(share.numerator * 100) / share.denominator, 1)}%"


@register.filter
def signed(number: int) -> str:
    """+3, −2 or ±0: a difference."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "±0"
