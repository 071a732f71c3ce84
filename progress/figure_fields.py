"""The fields of a figure: one value, a share's two parts, or done and not done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.fields import NumberField
from tasks.models import Target


def figure_fields(target: Target) -> dict[str, forms.Field]:
    """The fields that `target` is filed in, by name."""
    if target.is_share:
        return {"numerator": _number(_("Numerator")), "denominator": _number(_("Denominator"))}
    if target.kind == Target.Kind.MILESTONE:
        return {"value": _done_or_not()}
    return {
        "value": _number(
            _("Value"), unit=target.unit, whole=target.is_whole, percent=target.unit == "%"
        )
    }


def _number(
    label: object, unit: str = "", whole: bool = False, percent: bool = False
) -> NumberField:
    return NumberField(
        label=label,
        required=False,
        unit=unit,
        whole=whole,
        percent=percent,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


def _done_or_not() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Done?"),
        required=False,
        choices=[("", "—"), ("0", _("not yet done")), ("1", _("done"))],
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
