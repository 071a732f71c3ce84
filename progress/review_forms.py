"""What reviewers decide with: accept one or many, send back with a reason and a date."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from nanyang_vet.kit.fields import is_id
from progress.forms import LONGEST, VersionedForm
from progress.models import Phrase


class AcceptForm(VersionedForm):
    pass


class ReturnForm(AcceptForm):
    """Stock phrases, own words, or both; and by when it is to be handed in again."""

    phrases = forms.MultipleChoiceField(
        label=_("Usual reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    reason = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    redo_by = forms.DateField(
        label=_("To be handed in again by"),
        required=False,
        error_messages={"invalid": _("Write the date like 2024-12-31.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, proposed: date | None = None, **kwargs: Any) -> None:
        """`proposed` is the date that stands in the form until another one is chosen."""
        super().__init__(*args, **kwargs)
        self.fields["phrases"].choices = self._offered  # type: ignore[attr-defined]
        self.initial.setdefault("redo_by", proposed)
        self.fields["redo_by"].widget.attrs["min"] = clock.today().isoformat()

    @cached_property
    def _offered(self) -> list[tuple[str, str]]:
        return [(str(one.pk), one.text) for one in Phrase.objects.offered()]

    def clean_redo_by(self) -> date | None:
        day: date | None = self.cleaned_data["redo_by"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        texts = dict(self._offered)
        ticked = cleaned.pop("phrases", [])
        chosen = [text for pk, text in texts.items() if pk in ticked]
        parts = [*chosen, cleaned.get("reason", "").strip()]
        cleaned["reason"] = "\n".join(one for one in parts if one)
        if not cleaned["reason"] and not self.errors:
            self.add_error("reason", _("Say what has to be corrected."))
        return cleaned


class SeenField(forms.Field):
    """Rows ticked in a table, each with the version that the page showed: 17-3."""

    MOST = 200
    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[tuple[int, int]]:
        texts = [str(one) for one in value or []]
        pairs = [one.partition("-")[::2] for one in texts]
        if len(pairs) > self.MOST or not all(is_id(one) for pair in pairs for one in pair):
            raise forms.ValidationError(_("This choice is not valid."), code="invalid")
        return [(int(pk), int(version)) for pk, version in pairs]


class AcceptManyForm(forms.Form):
    seen = SeenField(error_messages={"required": _("Tick at least one report.")})
