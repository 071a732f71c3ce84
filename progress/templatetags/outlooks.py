"""The own judgement as a sign beside the light."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from progress.models import Outlook

register = template.Library()

SYMBOLS = {Outlook.Level.ON_COURSE: "↗", Outlook.Level.AT_RISK: "→", Outlook.Level.OFF_COURSE: "↘"}


@register.simple_tag
def outlook_tag(level: str, differs: bool = False) -> SafeString:
    """What those answerable think, and whether the light says otherwise."""
    one = Outlook.Level(level)
    beside = _("differs from the light") if differs else ""
    return format_html(
        '<span class="tag outlook-{}"><span aria-hidden="true">{}</span> {}</span>{}',
        level,
        SYMBOLS[one],
        one.label,
        format_html(' <span class="tag tag-red">{}</span>', beside) if beside else "",
    )
