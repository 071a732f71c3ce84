"""What is typed to acknowledge, urge, answer, extend and close."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.fields import IdsField
from progress.forms import LONGEST, VersionedForm
from progress.models import Outlook

PHRASES = {
    "overdue": _(
        "The deadline has passed and the target is not met. Report the reason, the measures and "
        "the day of completion within 3 working days."
    ),
    "lagging": _(
        "Progress is behind schedule. Find out why, take measures and catch up within this quarter."
    ),
    "silent": _("Nothing has been reported. Report how things really stand within 3 working days."),
    "due-soon": _(
        "The deadline is near and the target is not met. Report within 3 working days how it will "
        "be met in time."
    ),
    "unfiled": _("The report is overdue. File it today and see that it is complete and true."),
}


def _text(label: Any, rows: int, required: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONGEST,
        error_messages={"required": required} if required else None,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-control", **attrs}),
    )


class AcknowledgeForm(forms.Form):
    chosen = IdsField(label=_("Tasks"), none=_("Choose at least one task."))
    note = _text(_("Note (may stay empty)"), 2)


class UrgeForm(forms.Form):
    """Which rows, and what to say: a stock phrase, words of one's own, or both."""

    chosen = IdsField(label=_("Rows"), none=_("Choose at least one row."))
    phrase = forms.ChoiceField(
        label=_("Stock phrase"),
        required=False,
        choices=[("", "—"), *PHRASES.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    message = _text(_("In your own words"), 2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = [PHRASES.get(cleaned.get("phrase", "")), cleaned.get("message")]
        cleaned["said"] = "\n".join(str(one) for one in parts if one)
        if not cleaned["said"] and not self.errors:
            self.add_error("message", _("Choose a stock phrase, or say it in your own words."))
        return cleaned


class ReplyForm(forms.Form):
    """An answer; `seen` is how many answers the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    text = _text(_("Your reply"), 3, _("Write a reply."))


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=_("New deadline"),
        error_messages={"required": _("Choose the new date."), "invalid": _("Write 2025-12-31.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    reason = _text(_("Why more time is needed"), 3, _("Say why more time is needed."))
    progress = _text(_("Progress so far"), 3, _("Say what has been achieved so far."))


class OutlookForm(VersionedForm):
    """How those answerable see a target; `version` is the judgement that the page showed."""

    level = forms.ChoiceField(
        label=_("How do you see it yourselves?"),
        choices=Outlook.Level.choices,
        error_messages={"required": _("Choose one of the three.")},
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    words = _text(_("Grounds, in a sentence"), 2, _("Say on what grounds."))


class CloseForm(forms.Form):
    reason = _text(_("What was achieved"), 4, _("Say what was achieved."))


class ReasonForm(forms.Form):
    reason = _text(_("Reason"), 3, _("Give the reason."))


class DecideForm(ReasonForm):
    """Grant or refuse, each with a reason."""

    act = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
