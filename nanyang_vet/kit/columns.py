"""Table columns whose screen form and exported value differ, and are both right."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.timezone import localtime

from nanyang_vet.kit import clock
from nanyang_vet.kit.numbers import DECIMAL_PLACES, cut, show_number


class NumberColumn(tables.Column):
    """Right-aligned, thousands separated on screen; a real number in the download."""

    def __init__(self, *args: Any, places: int | None = 2, **kwargs: Any) -> None:
        attrs = {"td": {"class": "number"}, "th": {"class": "number"}}
        super().__init__(*args, **({"attrs": attrs} | kwargs))
        self.places = places

    def render(self, value: Any) -> str:
        return show_number(value, self.places)

    def value(self, **kwargs: Any) -> Any:
        """Cut to the decimals that the workbook's number format shows: it would round up."""
        value = kwargs["value"]
        return cut(value, DECIMAL_PLACES) if isinstance(value, Decimal) else value


class DateColumn(tables.Column):
    """2024-10-15 on screen; a real date in the download."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"attrs": {"td": {"class": "date"}}} | kwargs))

    def render(self, value: Any) -> str:
        return date_format(value, "Y-m-d")

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class MomentColumn(DateColumn):
    """2024-10-15 16:20, local time; a real date and time in the download."""

    def render(self, value: Any) -> str:
        return clock.written(value)

    def value(self, **kwargs: Any) -> Any:
        return localtime(kwargs["value"])
