"""Points and matters of a score in words."""

from decimal import Decimal

from django import template

from nanyang_vet.kit.numbers import show_number
from progress.models import Matter

register = template.Library()


@register.simple_tag
def matter_words(matter: str) -> str:
    return str(Matter(matter).label)


@register.filter
def points(number: Decimal) -> str:
    """-4.5 as −4.5, with a true minus sign."""
    return show_number(number).replace("-", "−")
