"""What the bureau types to bend a target's expected line."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.fields import NumberField
from progress.checkpointing import Values, checkpoints_of, faults, fingerprint, periods_of
from progress.forms import LONGEST
from progress.periods import Period
from tasks.models import Target


class CheckpointsForm(forms.Form):
    """One field for each quarter before the deadline; a blank one is no checkpoint."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, target: Target, *args: Any, **kwargs: Any) -> None:
        self.target = target
        held = checkpoints_of(target)
        kwargs["initial"] = {one.code: held[one] for one in held} | {"seen": fingerprint(held)}
        super().__init__(*args, **kwargs)
        for period in periods_of(target):
            self.fields[period.code] = NumberField(
                label=period.code,
                required=False,
                whole=target.is_whole,
                percent=target.unit == "%",
                widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
            )

    def values(self) -> dict[Period, Decimal]:
        """What was typed, by quarter; of a valid form."""
        typed = {one: self.cleaned_data.get(one.code) for one in periods_of(self.target)}
        return {period: value for period, value in typed.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for period, fault in faults(self.target, self.values()).items():
            self.add_error(period.code, fault)
        return cleaned

    def has_reason(self) -> bool:
        if not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Give the reason."))
        return self.is_valid()

    def has_seen(self, values: Values) -> None:
        """Carry from now on that these are the checkpoints that hold; what was typed stays."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = fingerprint(values)
        self.data = data
