"""What filers and reviewers type."""

from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.fields import NumberField
from nanyang_vet.kit.file_kinds import EXTENSIONS
from progress.filing import Content, content_of
from progress.models import Report
from tasks.models import Target

LONGEST = 2000
HUNDRED = 100


def _words(label: Any, rows: int = 2, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-control", **attrs}),
    )


class VersionedForm(forms.Form):
    """A form on something that others may change at the same time: it carries what was seen."""

    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def has_seen(self, version: int) -> None:
        """Carry `version` from now on; what was typed stays."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


def digest(content: Content) -> str:
    """A fingerprint of what a report says: 5 and 5.0000 say the same, and so do line ends."""
    words = "\0".join(_plain(value) for value in asdict(content).values())
    return sha256(words.encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | int):
        return f"{Decimal(value).normalize():f}"
    return " ".join((value or "").split())


class ReportForm(VersionedForm):
    """One report. Which figure it asks for follows from the target."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    done = _words(_("Progress made"))
    problems = _words(_("Problems"))
    next_steps = _words(_("Next steps"))
    not_applicable = forms.BooleanField(
        label=_("Not applicable to us"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    not_applicable_why = forms.CharField(
        label=_("Why not applicable"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        self.report = report
        content = content_of(report)
        initial = {name: getattr(content, name) for name in Content.__dataclass_fields__}
        if report.target.kind == Target.Kind.MILESTONE and report.value is not None:
            initial["value"] = str(int(report.value))
        initial["seen"] = digest(content)
        kwargs["prefix"] = f"r{report.pk}"
        kwargs["initial"] = initial | {"version": report.version}
        super().__init__(*args, **kwargs)
        figures = _figure_fields(report.target)
        self.figure_names = list(figures)
        self.fields = figures | self.fields

    def figures(self) -> list[forms.BoundField]:
        """The fields of the figure, which differ from target to target."""
        return [self[name] for name in self.figure_names]

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("done", "problems", "next_steps")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("not_applicable"):
            self._clean_not_applicable(cleaned)
        elif self.report.target.is_share:
            self._clean_share(cleaned)
        elif self.report.target.kind == Target.Kind.COMPLETION:
            self._clean_completion(cleaned)
        return cleaned

    def _clean_not_applicable(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("not_applicable_why"):
            self.add_error(
                "not_applicable_why", _("Say why it does not apply, so that it can be reviewed.")
            )
        for name in ("value", "numerator", "denominator"):
            if cleaned.get(name) not in (None, ""):
                self.add_error(name, _("Leave this empty, or take the tick from “not applicable”."))

    def _clean_share(self, cleaned: dict[str, Any]) -> None:
        part, whole = cleaned.get("numerator"), cleaned.get("denominator")
        if whole is not None and whole == 0:
            self.add_error(
                "denominator",
                _("Must be above nought. If there is nothing to count, tick “not applicable”."),
            )
        elif part is not None and whole is not None and part > whole:
            self.add_error("numerator", _("Must not be larger than the denominator."))

    def _clean_completion(self, cleaned: dict[str, Any]) -> None:
        value = cleaned.get("value")
        if value is not None and value > HUNDRED:
            self.add_error("value", _("A completion percentage ends at 100."))

    def is_untouched(self) -> bool:
        """Whether it was sent as the page gave it, whatever has become of the report since."""
        seen = self.cleaned_data.get("seen")
        return bool(seen) and seen == digest(self.content())

    def content(self) -> Content:
        """What was typed. Only on a valid form."""
        typed: dict[str, Any] = {
            name: self.cleaned_data.get(name) for name in Content.__dataclass_fields__
        }
        if not typed["not_applicable"]:
            typed["not_applicable_why"] = ""
        return Content(**typed)


def _figure_fields(target: Target) -> dict[str, forms.Field]:
    """The fields of the figure: a share's two parts, done or not, or one value."""
    shown = {"class": "form-control"}
    if target.is_share:
        return {
            "numerator": NumberField(
                label=_("Numerator"), required=False, widget=forms.TextInput(attrs=shown)
            ),
            "denominator": NumberField(
                label=_("Denominator"), required=False, widget=forms.TextInput(attrs=shown)
            ),
        }
    if target.kind == Target.Kind.MILESTONE:
        return {
            "value": forms.TypedChoiceField(
                label=_("Done?"),
                required=False,
                choices=[("", "—"), ("0", _("not yet done")), ("1", _("done"))],
                coerce=int,
                empty_value=None,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        }
    is_percent = target.unit == "%"
    field = NumberField(
        unit=target.unit,
        label=_("Value"),
        required=False,
        whole=target.is_whole,
        percent=is_percent,
        widget=forms.TextInput(attrs=shown),
    )
    return {"value": field}


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one go. What each must be is checked where they are stored."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class EvidenceForm(forms.Form):
    uploads = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file.")},
        widget=ManyFilesInput(
            attrs={"class": "form-control", "accept": ",".join(EXTENSIONS), "required": True}
        ),
    )

    def faults(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]
