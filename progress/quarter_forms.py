"""What is typed to lock and reopen a quarter, and to move its dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from progress.follow_up_forms import ReasonForm

MOST = 1_000_000


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        error_messages={
            "required": _("Choose the date."),
            "invalid": _("Write the date like 2024-12-31."),
        },
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )


class LockForm(ReasonForm):
    """Carries the numbers that the person is warned of."""

    missing = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    waiting = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    known = forms.BooleanField(
        label=_("I have taken note of this."),
        error_messages={"required": _("Tick that you have taken note of it.")},
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class MoveForm(ReasonForm):
    """New dates, with those that the page showed."""

    opens_on = _day(_("Filing opens on"))
    due_on = _day(_("Filing due on"))
    seen_opens_on = forms.DateField(widget=forms.HiddenInput)
    seen_due_on = forms.DateField(widget=forms.HiddenInput)
    known = forms.BooleanField(
        label=_("The new filing date has passed: what is not handed in is overdue at once."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean(self) -> dict[str, Any]:
        """A date that has passed needs a tick: it makes others' reports late."""
        cleaned = super().clean() or {}
        new, seen = cleaned.get("due_on"), cleaned.get("seen_due_on")
        if new and new != seen and new < clock.today() and not cleaned.get("known"):
            self.add_error("known", _("Tick that you have taken note of it."))
        return cleaned
