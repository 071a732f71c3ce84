"""What a filer sent, card by card: stored, handed in, or marked with what stands in the way.

Whatever cannot be done is said on the card's own form, which goes back with all that was typed.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from departments.models import User
from progress import filing
from progress.locks import locked_text
from progress.models import Event, Report
from progress.report_form import ReportForm

State = Report.State


@dataclass
class Outcome:
    """What a sent page led to: how many were saved and submitted, and what could not be."""

    saved: int = 0
    submitted: int = 0
    withdrawn: int = 0
    stale: bool = False
    closed: bool = False
    """The quarter was locked while somebody typed."""
    invalid: bool = False
    unsure: bool = False
    """Something is saved, and wants a second look or a sentence before it is handed in."""

    @property
    def status(self) -> int:
        return 409 if self.stale else 422 if self.invalid or self.unsure else 200


def save(form: ReportForm, user: User, outcome: Outcome, *, automatic: bool = False) -> None:
    """Save one card; what cannot be saved becomes an error on its form."""
    if not form.is_valid():
        outcome.invalid = True
        return
    content = form.content()
    if form.is_untouched() or content == filing.content_of(form.report):
        form.is_kept = True
        return
    try:
        stored = filing.save_draft(
            report=form.report,
            user=user,
            version=form.cleaned_data["version"],
            content=content,
            automatic=automatic,
        )
        form.has_stored(stored)
        outcome.saved += 1
    except filing.Stale as stale:
        outcome.stale = True
        if automatic:
            _mark_overtaken(form, stale.report)
        else:
            _mark_stale(form, stale.report)
    except filing.NotOpen as refused:
        _mark_closed(form, refused, outcome, alone=automatic)


def submit(form: ReportForm, user: User, outcome: Outcome) -> None:
    """Hand in a card that was saved, unless its figure has to be looked at first."""
    if form.needs_a_look():
        _mark_for_a_look(form, outcome)
        return
    try:
        with transaction.atomic():
            filing.submit(report=form.report, user=user, version=form.cleaned_data["version"])
        outcome.submitted += 1
    except filing.Stale as stale:
        if stale.report.state == State.UNFILED:
            _mark_incomplete(form, outcome)
        else:
            outcome.stale = True
            _mark_stale(form, stale.report)
    except filing.Incomplete:
        _mark_incomplete(form, outcome)
    except filing.EvidenceMissing:
        _mark_evidence_missing(form, outcome)
    except filing.ExplanationMissing:
        _mark_unexplained(form, outcome)
    except filing.NotOpen as refused:
        _mark_closed(form, refused, outcome)


def may_go_with_all(form: ReportForm) -> bool:
    """Whether the button for everything hands this card in too."""
    return (
        form.is_valid()
        and form.report.state in Report.NOT_HANDED_IN
        and form.report.has_figure
        and not is_returned_as_it_was(form)
    )


def is_returned_as_it_was(form: ReportForm) -> bool:
    """Sent back and not touched since: a button for everything does not hand it in again."""
    if not form.is_valid() or form.report.state != State.RETURNED:
        return False
    last = form.report.events.last()
    return last is None or last.act not in (*Event.CORRECTING, Event.Act.WITHDRAWN)


def skipped_text(reports: list[Report]) -> SafeString:
    """Which returned reports the button for everything left out, each a link to its card."""
    links = format_html_join(
        _(", "), '<a href="#r{}">{}</a>', ((one.pk, one.target.code) for one in reports)
    )
    text = _(
        "%(codes)s: returned and not corrected since, so not submitted. If nothing is to be "
        "corrected, press “Submit” on the card itself."
    )
    return format_html(text.replace("%(codes)s", "{}"), links)


def _mark_for_a_look(form: ReportForm, outcome: Outcome) -> None:
    """Read unusual figures back; the form carries that it was done, so the next press submits."""
    outcome.unsure = True
    form.carry("echoed", form.reading_mark())
    for typed, reading in form.readings():
        text = _("You typed “%(typed)s”, that is %(reading)s. If this is right, submit once more.")
        form.add_error(None, text % {"typed": typed, "reading": reading})


def _mark_unexplained(form: ReportForm, outcome: Outcome) -> None:
    outcome.unsure = True
    form.add_error(
        "explanation",
        _("Saved as a draft. Say in a sentence why the figure is so, then submit again."),
    )


def _mark_incomplete(form: ReportForm, outcome: Outcome) -> None:
    outcome.invalid = True
    empty = [name for name in form.figure_names if form.cleaned_data.get(name) is None]
    form.add_error(
        (empty or form.figure_names)[0],
        _("Fill in a figure before submitting, or tick “not applicable” and say why."),
    )


def _mark_evidence_missing(form: ReportForm, outcome: Outcome) -> None:
    """Say what is missing; what was typed is saved, and the page carries the version of that."""
    outcome.unsure = True
    form.add_error(
        None,
        _(
            "By this report the target is met, so evidence of it is needed: press “add files” on "
            "this card, then submit again. What you typed is saved as a draft."
        ),
    )


def _mark_closed(
    form: ReportForm, refused: filing.NotOpen, outcome: Outcome, *, alone: bool = False
) -> None:
    """Who locked the quarter stands at the top of the page; a card sent `alone` says it itself."""
    outcome.stale = form.is_halted = True
    if isinstance(refused, filing.TaskClosed):
        form.add_error(None, _("The task has been closed. Nothing was changed."))
        return
    outcome.closed = True
    if alone:
        quarter = form.report.quarter
        quarter.refresh_from_db(fields=["is_locked"])
        text = _("%(locked)s What you typed is still on this card: please copy it.")
        form.add_error(None, text % {"locked": locked_text(quarter)})
    else:
        form.add_error(None, _("The quarter is locked: this card was not saved."))


def _mark_stale(form: ReportForm, current: Report) -> None:
    """Tell who was first; keep what was typed, and let a second save overwrite knowingly."""
    text = _(
        "%(who)s has changed this report since you opened it (%(state)s). What you typed is "
        "still here and not saved. Compare, then save again to overwrite."
    )
    form.add_error(None, _stale_text(current, text))
    form.has_seen(current.version)
    form.report = current
    form.is_kept, form.is_halted = False, True


def _mark_overtaken(form: ReportForm, current: Report) -> None:
    """As `_mark_stale`, but the card keeps its old version: nothing overwrites by itself."""
    text = _(
        "%(who)s has changed this report since you opened it (%(state)s). What you typed is "
        "still here and not saved. Press “Save draft” to compare."
    )
    form.add_error(None, _stale_text(current, text))


def _stale_text(current: Report, text: str) -> str:
    """Who was first, in `text`, or in other words where the report cannot be changed any more."""
    last = current.events.select_related("by").last()
    who = str(last.by) if last and last.by else _("somebody")
    if current.state in Report.HANDED_IN:
        text = _(
            "%(who)s has handed this report in since you opened it (%(state)s), so it cannot be "
            "changed now. What you typed is still here and not saved: copy what you need, and "
            "ask the reviewer to return the report."
        )
    return text % {"who": who, "state": current.get_state_display()}
