"""Which columns of the heat map are shown, and in which order its rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nanyang_vet.kit.fields import dress
from progress.heat.matrix import Column, HeatMap
from tasks.models import Target

ALL = [("", _("all"))]


class ChoicesForm(forms.Form):
    """Its choices are those of the columns that there are: none of them leads to nothing."""

    lead = forms.ChoiceField(label=_("Lead department"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    red = forms.ChoiceField(
        label=_("Columns"), required=False, choices=[*ALL, ("1", _("only with something red"))]
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("rows", "Order"),
        required=False,
        choices=[("", _("the usual one")), ("worst", _("the worst first"))],
    )

    def __init__(self, data: Mapping[str, Any], columns: list[Column]) -> None:
        super().__init__(data, auto_id="id_%s")
        leads = {str(one.lead.pk): str(one.lead) for one in columns if one.lead}
        kinds = {one.target.kind: Target.Kind(one.target.kind).label for one in columns}
        self.fields["lead"].choices = [*ALL, *leads.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*ALL, *kinds.items()]  # type: ignore[attr-defined]
        dress(self, "sm")


class Choices:
    """What was asked of the heat map; what cannot be understood is said at its field, and not
    heard."""

    def __init__(self, data: Mapping[str, Any], heat_map: HeatMap) -> None:
        self.form = ChoicesForm(data, heat_map.columns)
        self.form.is_valid()
        asked = self.form.cleaned_data
        columns = [one for one in heat_map.columns if _is_asked_for(one, asked)]
        narrowed = replace(heat_map, columns=columns)
        self.heat_map = narrowed.worst_first() if asked.get("order") else narrowed


def _is_asked_for(column: Column, asked: dict[str, Any]) -> bool:
    lead = str(column.lead.pk) if column.lead else ""
    return (
        asked.get("lead") in (None, "", lead)
        and asked.get("kind") in (None, "", column.target.kind)
        and (column.is_red or not asked.get("red"))
    )
