"""Form fields that take what people type."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.numbers import MAX_VALUE, NumberError, parse_number, show_number

NUMBER_MESSAGES = {
    "empty": _("Write a number."),
    "not_a_number": _(
        "“%(text)s” is not a number. Write the digits only, without unit and blanks, for example "
        "1200, 1,200 or 7.2万."
    ),
    "bad_grouping": _("The commas in “%(text)s” are not between thousands. Write 1200 or 1,200."),
    "percent": _("Write “%(text)s” without the percent sign: this is an amount, not a share."),
    "negative": _("“%(text)s” is below nought, which this value cannot be."),
    "too_large": _("“%(text)s” is larger than the largest value that can be kept (%(limit)s)."),
    "too_many_decimals": _("“%(text)s” has more than 4 decimals. Round it to 4 at most."),
    "not_whole": _("“%(text)s” is not a whole number, and this is counted in whole pieces."),
}


def number_message(error: NumberError) -> str:
    """What is wrong with a number and how to mend it, in the reader's language."""
    words = {"text": error.text.strip()[:40], "limit": show_number(MAX_VALUE)}
    return str(NUMBER_MESSAGES[error.code]) % words


class NumberField(forms.CharField):
    """A number by the one strict grammar of `kit.numbers`; cleans to Decimal, or None if blank."""

    def __init__(
        self, *, whole: bool = False, percent: bool = False, unit: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.unit = unit
        self.whole = whole
        self.percent = percent

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_number(text, whole=self.whole, percent=self.percent)
        except NumberError as error:
            raise forms.ValidationError(number_message(error), code=error.code) from error

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        if value is not None:
            super().run_validators(str(value))

    def prepare_value(self, value: Any) -> Any:
        return show_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}


class IdsField(forms.Field):
    """The rows ticked in a table: whole numbers, each once, in the order sent."""

    MOST = 1000
    widget = forms.MultipleHiddenInput

    def __init__(self, *, none: Any, **kwargs: Any) -> None:
        """`none` is said when nothing is ticked."""
        super().__init__(error_messages={"required": none}, **kwargs)

    def to_python(self, value: Any) -> list[int]:
        texts = [str(one) for one in value or []]
        if len(texts) > self.MOST or not all(is_id(one) for one in texts):
            raise forms.ValidationError(_("This choice is not valid."), code="invalid")
        return list(dict.fromkeys(int(one) for one in texts))


def is_id(text: str) -> bool:
    """Whether `text` can be the number of a row: digits that both databases can hold."""
    return text.isascii() and text.isdigit() and len(text) < 19


def dress(form: forms.Form, size: str = "") -> None:
    """Give every field of `form` Bootstrap's class for its kind; `size` is "" or "sm"."""
    for field in form.fields.values():
        family = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if isinstance(field.widget, forms.CheckboxInput):
            family = "form-check-input"
        classes = f"{family} {family}-{size}" if size else family
        field.widget.attrs.setdefault("class", classes)
