"""Tags for every page."""

from decimal import Decimal

from django import template

from nanyang_vet.kit.numbers import show_number

register = template.Library()


@register.filter
def number(value: Decimal | int | None) -> str:
    """With thousands separators, cut to two decimals."""
    return show_number(value, 2)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key, "")
