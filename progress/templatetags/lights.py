"""Lights, amounts and figures as templates show them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from progress.contributing import Contribution
from progress.forecasting import Prospect
from progress.forecasts import ForecastInWords
from progress.judging import Light, Reason
from progress.lights import LIGHT_WORDS, SYMBOLS, WORDS
from progress.models import Report, Standing
from progress.wording import amount, figure, required
from tasks.models import Target

register = template.Library()

CLOSED = gettext_lazy("task closed")

BAR_ORDER = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN, Light.BLUE)
MEANINGS = {
    Light.BLUE: gettext_lazy("required number reached"),
    Light.GREEN: gettext_lazy("as expected by now"),
    Light.YELLOW: gettext_lazy("somewhat behind"),
    Light.RED: gettext_lazy("overdue, far behind or silent"),
    Light.GREY: gettext_lazy("not due yet, or not applicable"),
}
PROSPECT_TAGS = {
    Prospect.IN_TIME: "state-accepted",
    Prospect.AT_RISK: "tag-soon",
    Prospect.TOO_LATE: "tag-red",
}
WHAT_TO_FILE = {
    Target.Kind.TOTAL: gettext_lazy("File the running total since the plan began."),
    Target.Kind.YEARLY: gettext_lazy(
        "File this year's running total; it begins at nought in January."
    ),
    Target.Kind.RATIO: gettext_lazy("File both parts of the share as they stand now."),
    Target.Kind.STANDARD: gettext_lazy(
        "File this year's value; it is settled with the year's last quarter."
    ),
    Target.Kind.MILESTONE: gettext_lazy("Say whether it is done."),
    Target.Kind.COMPLETION: gettext_lazy("File how much of the task is completed, from 0 to 100%."),
}


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


@register.simple_tag
def light_link(standing: Standing, as_of: date | None = None) -> SafeString:
    """A light that opens its reason: in a dialog, or on a page of its own without scripts.

    With `as_of`, a target that is due soon on that day says so beside its light (rulings 4.6).
    """
    return format_html(
        '<a class="why" href="{0}" hx-get="{0}" hx-target="#why-body" title="{1}">{2}</a>{3}',
        reverse("why", args=[standing.pk]),
        _("Why this light"),
        light_badge(standing.light, standing.reason),
        due_soon_tag(standing, as_of),
    )


def due_soon_tag(standing: Standing, as_of: date | None) -> SafeString:
    """The second sign: the deadline is near and the target not met. Empty where it is not so."""
    if as_of is None or not standing.is_due_soon(as_of):
        return SafeString("")
    return format_html(' <span class="tag tag-soon">{}</span>', _("due soon"))


@register.simple_tag
def extended_tag(standing: Standing) -> SafeString:
    """Beside a deadline that was moved: the one before (rulings 4.7). Empty where it was not."""
    if standing.moved_from is None:
        return SafeString("")
    text = _("extended, originally %(deadline)s") % {
        "deadline": date_format(standing.moved_from, "Y-m-d")
    }
    return format_html(' <span class="tag">{}</span>', text)


@register.simple_tag
def closed_tag() -> SafeString:
    """The sign of a task that is struck off."""
    return format_html('<span class="tag state-accepted">{}</span>', CLOSED)


@register.simple_tag
def light_meaning(value: str) -> str:
    """What a light's colour tells, in a few words."""
    return str(MEANINGS[Light(value)])


@register.simple_tag
def light_counts(lights: Mapping[str, int]) -> SafeString:
    """How many of each light there are; the noughts are left out."""
    badges = [
        (value.value, SYMBOLS[value], LIGHT_WORDS[value], lights[value])
        for value in Light
        if lights[value]
    ]
    return format_html_join(
        " ",
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {} {}</span>',
        badges,
    )


@register.simple_tag
def light_bar(lights: Mapping[str, int]) -> SafeString:
    """The shares of the lights as a bar; what it shows stands beside it as counts."""
    total = sum(lights.values()) or 1
    parts, place = [], Fraction(0)
    for value in BAR_ORDER:
        width = Fraction(lights[value] * 100, total)
        if width:
            parts.append((f"{float(place):.2f}", f"{float(width):.2f}", value.value))
        place += width
    return format_html(
        '<svg class="light-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        format_html_join("", '<rect x="{}" width="{}" height="6" class="fill-{}"/>', parts),
    )


@register.simple_tag
def part_bar(one: Contribution) -> SafeString:
    """What an organization contributed, as a bar; its share of the sum in words beside it."""
    return format_html(
        '<svg class="part-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="part-ground" width="100" height="8"/>'
        '<rect class="part-fill" width="{}" height="8"/></svg> <span>{}</span>',
        one.bar,
        one.words,
    )


@register.simple_tag
def prospect_tag(one: ForecastInWords) -> SafeString:
    """Whether the pace will do, as a tag. Empty where there is no forecast."""
    if one.prospect is None:
        return SafeString("")
    return format_html('<span class="tag {}">{}</span>', PROSPECT_TAGS[one.prospect], one.sign)


@register.simple_tag
def state(report: Report) -> SafeString:
    """The state of a report as a tag."""
    shown = report.get_state_display() if report.is_owed or report.is_touched else _("not owed")
    if report.is_task_closed and not report.is_touched:
        return closed_tag()
    return format_html('<span class="tag state-{}">{}</span>', report.state, shown)


@register.simple_tag
def what_to_file(target: Target) -> str:
    """Which figure the form asks for, in a sentence."""
    if target.is_share:
        return _("File both parts of the share as they stand now.")
    return str(WHAT_TO_FILE[Target.Kind(target.kind)])


register.filter("amount", amount)
register.filter("required", required)
register.filter("figure", figure)
