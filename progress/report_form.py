"""One card of the filing page: the figure that the target asks for, and the words beside it."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.numbers import show_number
from progress.comparing import repeats_words
from progress.figure_fields import figure_fields
from progress.filing import Content, content_of
from progress.forms import LONGEST, VersionedForm
from progress.models import Report
from progress.wording import share_percent, with_unit
from tasks.models import Target

HUNDRED = 100
PLAIN = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")
"""How a number is read at sight. Anything else the grammar takes is read back in full first."""
FIGURES = ("value", "numerator", "denominator")
NOT_APPLICABLE = ("not_applicable", "not_applicable_why")
WORDS = ("done", "problems", "next_steps")
CONTENT = tuple(field.name for field in fields(Content))


def digest(content: Content) -> str:
    """A fingerprint of what a report says: 5 and 5.0000 say the same, and so do line ends."""
    words = "\0".join(_plain(value) for value in asdict(content).values())
    return sha256(words.encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | int):
        return f"{Decimal(value).normalize():f}"
    return " ".join((value or "").split())


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )


def _box(label: Any) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class ReportForm(VersionedForm):
    """One report. Which figure it asks for follows from the target.

    With `last`, an earlier report that may simply be repeated, it offers to do so in one tick.
    """

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    echoed = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    """The unusual figures whose full reading the page has shown, as `reading_mark` has them."""

    done = _words(_("Progress made"))
    problems = _words(_("Problems"))
    next_steps = _words(_("Next steps"))
    not_applicable = _box(_("Not applicable to us"))
    not_applicable_why = forms.CharField(
        label=_("Why not applicable"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    explanation = _words(_("Explanation of the figure (needed to submit)"))

    def __init__(
        self, report: Report, *args: Any, last: Report | None = None, **kwargs: Any
    ) -> None:
        self.report = report
        self.last = last
        self.is_kept = False
        """Whether all that was typed is stored."""
        self.is_halted = False
        """Whether only a button may write on it now, for somebody else was faster."""
        content = content_of(report)
        initial = {name: getattr(content, name) for name in CONTENT}
        if report.target.kind == Target.Kind.MILESTONE and report.value is not None:
            initial["value"] = str(int(report.value))
        initial["seen"] = digest(content)
        kwargs["prefix"] = f"r{report.pk}"
        kwargs["initial"] = initial | {"version": report.version}
        super().__init__(*args, **kwargs)
        figures = figure_fields(report.target)
        self.figure_names = list(figures)
        self.fields = figures | self.fields
        if last is not None:
            self.fields["same_as_last"] = _box("")
            self.fields["same_as_last"].widget.attrs["data-fill"] = json.dumps(
                dict(_repeated(last)), ensure_ascii=False
            )

    def figures(self) -> list[forms.BoundField]:
        """The fields of the figure, which differ from target to target."""
        return [self[name] for name in self.figure_names]

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in WORDS]

    @property
    def is_last_quarters(self) -> bool:
        """Whether `last` is the quarter just before this one, and not an older one."""
        if self.last is None:
            return False
        return self.last.quarter.ordinal == self.report.quarter.ordinal - 1

    def shown(self) -> list[forms.BoundField]:
        """Every field whose faults have a place beside it."""
        names = (*self.figure_names, "not_applicable_why", *WORDS, "explanation")
        return [self[name] for name in names]

    def freeze(self) -> None:
        """Show what was typed to be read and copied only: nothing can be saved here now."""
        for field in self.fields.values():
            is_text = isinstance(field.widget, forms.TextInput | forms.Textarea)
            field.widget.attrs["readonly" if is_text else "disabled"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.last is not None and cleaned.get("same_as_last"):
            self._repeat(cleaned, self.last)
        if cleaned.get("not_applicable"):
            self._clean_not_applicable(cleaned)
        elif self.report.target.is_share:
            self._clean_share(cleaned)
        elif self.report.target.kind == Target.Kind.COMPLETION:
            self._clean_completion(cleaned)
        return cleaned

    def _repeat(self, cleaned: dict[str, Any], last: Report) -> None:
        """Take over the figure of `last`, and its words where none are typed."""
        given = {name: cleaned[name] for name in self.figure_names if name in cleaned}
        given["not_applicable"] = cleaned.get("not_applicable") or None
        before = content_of(last)
        if any(value not in (None, getattr(before, name)) for name, value in given.items()):
            self.add_error(
                None,
                _(
                    "“Same as last time” is ticked, and another figure is given. Take the tick "
                    "away, or empty the figure. Nothing was changed."
                ),
            )
            return
        for name in (*self.figure_names, *NOT_APPLICABLE):
            cleaned[name] = getattr(before, name)
        for name in WORDS:
            cleaned[name] = cleaned.get(name) or getattr(before, name)

    def _clean_not_applicable(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("not_applicable_why"):
            self.add_error(
                "not_applicable_why", _("Say why it does not apply, so that it can be reviewed.")
            )
        for name in FIGURES:
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
        typed: dict[str, Any] = {name: self.cleaned_data.get(name) for name in CONTENT}
        if not typed["not_applicable"]:
            typed["not_applicable_why"] = ""
        return Content(**typed)

    def has_stored(self, report: Report) -> None:
        """What was typed is on `report` now; carry that from here on."""
        self.report = report
        self.is_kept = True
        self.cleaned_data["version"] = report.version
        self.has_seen(report.version)
        self.carry("seen", digest(content_of(report)))

    def readings(self) -> list[tuple[str, str]]:
        """Figures typed in an unusual way, each with its full reading: 7.2万, 72,000 人次."""
        unit = "" if self.report.target.is_share else self.report.target.unit
        return [
            (text, with_unit(show_number(number), unit)) for _name, text, number in self._unusual()
        ]

    def echoes(self) -> list[tuple[str, str]]:
        """What stands under the figure: its unusual parts read in full, and the share they make."""
        return self.readings() + self._share_made()

    def _share_made(self) -> list[tuple[str, str]]:
        given = self._given()
        part, whole = given.get("numerator"), given.get("denominator")
        if not self.report.target.is_share or part is None or not whole:
            return []
        return [(f"{show_number(part)} / {show_number(whole)}", share_percent(part, whole))]

    def repeats_words(self) -> bool:
        """Whether sentences were taken over from `last` whose times and numbers may be old."""
        return repeats_words(self._given(), self.last)

    def _given(self) -> dict[str, Any]:
        """What was typed, as far as it could be read; on a fresh page what the report says."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {})
        return asdict(content_of(self.report))

    def reading_mark(self) -> str:
        """What `echoed` carries once these readings have been shown."""
        return ";".join(f"{name}={_plain(number)}" for name, _text, number in self._unusual())

    def needs_a_look(self) -> bool:
        """Whether some reading has not been shown yet."""
        mark = self.reading_mark()
        return bool(mark) and mark != self.cleaned_data.get("echoed")

    def _unusual(self) -> Iterator[tuple[str, str, Decimal]]:
        cleaned = getattr(self, "cleaned_data", {})
        for name in self.figure_names:
            number, typed = cleaned.get(name), str(self[name].data or "").strip()
            if isinstance(number, Decimal) and typed and not PLAIN.fullmatch(typed):
                yield name, typed, number


def _repeated(last: Report) -> Iterator[tuple[str, Any]]:
    """What the tick fills in, as the fields show it."""
    content = content_of(last)
    for name in (*FIGURES, *NOT_APPLICABLE, *WORDS):
        value = getattr(content, name)
        yield name, show_number(value) if isinstance(value, Decimal) else value
