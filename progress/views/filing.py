"""My filing: one page for all that one organization owes in a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from progress import filing
from progress.duty_cards import Card, cards_of, debts_of, quarters_so_far
from progress.forms import ReportForm
from progress.models import Event, Quarter, Report


@dataclass
class Outcome:
    """What a sent page led to: how many were saved and submitted, and what could not be."""

    saved: int = 0
    submitted: int = 0
    stale: bool = False
    invalid: bool = False

    @property
    def status(self) -> int:
        return 409 if self.stale else 422 if self.invalid else 200


class FilingView(RoleRequiredMixin, TemplateView):
    """Shows, saves and submits the reports of the person's organization for one quarter.

    Whatever button is pressed, everything typed on the page is saved first; so a page without
    scripts loses nothing either.
    """

    roles = (Role.FILER,)
    template_name = "progress/filing.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        quarter = self._quarter()
        return self.render_to_response(self._context(quarter, {}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        quarter = self._quarter()
        if quarter is None:
            raise Http404
        forms = self._bound_forms(quarter)
        outcome = Outcome()
        for form in forms.values():
            self._save(form, outcome)
        for pk in self._to_submit(forms, request.POST.get("act", "")):
            self._submit(forms[pk], outcome)
        if outcome.status == 200:
            self._tell(outcome)
            anchor = _anchor(request.POST.get("act", ""), forms)
            return redirect(f"{reverse('filing')}?quarter={quarter.code}{anchor}")
        troubled = {pk: form for pk, form in forms.items() if not form.is_valid()}
        context = self._context(quarter, troubled) | {"outcome": outcome}
        return self.render_to_response(context, status=outcome.status)

    @cached_property
    def quarters(self) -> list[Quarter]:
        """All that ever were open: what was filed for a locked one can still be read."""
        return quarters_so_far()

    def _quarter(self) -> Quarter | None:
        """The quarter asked for, or the latest open one. Raises Http404 for an unknown one."""
        asked = self.request.GET.get("quarter", "")
        if not asked:
            return next((one for one in self.quarters if one.is_open), None)
        for quarter in self.quarters:
            if quarter.code == asked:
                return quarter
        raise Http404

    def _context(self, quarter: Quarter | None, troubled: dict[int, ReportForm]) -> dict[str, Any]:
        context = self.get_context_data(quarter=quarter, quarters=self.quarters)
        if quarter is None:
            return context
        others = [one for one in self.quarters if one.is_open and one != quarter]
        cards = cards_of(person(self.request), quarter, troubled)
        owed = [card for card in cards if card.report.is_owed]
        handed_in = [card for card in owed if not card.is_editable_state]
        return context | {
            "owed": _by_task(owed),
            "others": _by_task(card for card in cards if not card.report.is_owed),
            "owed_count": len(owed),
            "handed_in": len(handed_in),
            "debts": debts_of(person(self.request), others),
            "can_file": any(card.form for card in cards),
            "troubled": [card for card in cards if card.report.pk in troubled],
        }

    def _bound_forms(self, quarter: Quarter) -> dict[int, ReportForm]:
        """A form for each report that the page sent and that may be written on."""
        reports = Report.objects.of_filer(person(self.request)).filter(quarter=quarter)
        return {
            report.pk: ReportForm(report, self.request.POST)
            for report in reports.for_page()
            if f"r{report.pk}-version" in self.request.POST
        }

    def _save(self, form: ReportForm, outcome: Outcome) -> None:
        """Save one card; what cannot be saved becomes an error on its form."""
        if not form.is_valid():
            outcome.invalid = True
            return
        content = form.content()
        if form.is_untouched() or content == filing.content_of(form.report):
            return
        try:
            form.report = filing.save_draft(
                report=form.report,
                user=person(self.request),
                version=form.cleaned_data["version"],
                content=content,
            )
            form.cleaned_data["version"] = form.report.version
            outcome.saved += 1
        except filing.Stale as stale:
            _mark_stale(form, stale.report, outcome)
        except filing.NotOpen as refused:
            _mark_closed(form, refused, outcome)

    def _to_submit(self, forms: dict[int, ReportForm], act: str) -> Iterable[int]:
        if act == "submit-all":
            return [
                pk
                for pk, form in forms.items()
                if form.is_valid()
                and form.report.state in Report.NOT_HANDED_IN
                and form.report.has_figure
                and not _is_returned_as_it_was(form.report)
            ]
        kind, _dash, pk = act.partition("-")
        wanted = int(pk) if kind == "submit" and pk.isdecimal() and len(pk) < 19 else None
        return [wanted] if wanted in forms and forms[wanted].is_valid() else []

    def _submit(self, form: ReportForm, outcome: Outcome) -> None:
        try:
            with transaction.atomic():
                filing.submit(
                    report=form.report,
                    user=person(self.request),
                    version=form.cleaned_data["version"],
                )
            outcome.submitted += 1
        except filing.Stale as stale:
            if stale.report.state == Report.State.UNFILED:
                _mark_incomplete(form, outcome)
            else:
                _mark_stale(form, stale.report, outcome)
        except filing.Incomplete:
            _mark_incomplete(form, outcome)
        except filing.EvidenceMissing:
            _mark_evidence_missing(form, outcome)
        except filing.NotOpen as refused:
            _mark_closed(form, refused, outcome)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.submitted:
            text = ngettext(
                "%(count)s report submitted. It now waits for review.",
                "%(count)s reports submitted. They now wait for review.",
                outcome.submitted,
            )
            messages.success(self.request, text % {"count": outcome.submitted})
        elif outcome.saved:
            text = ngettext("%(count)s draft saved.", "%(count)s drafts saved.", outcome.saved)
            messages.success(self.request, text % {"count": outcome.saved})
        else:
            messages.info(self.request, _("Nothing was changed."))


def _is_returned_as_it_was(report: Report) -> bool:
    """Sent back and not corrected since: a button for everything does not hand it in again."""
    if report.state != Report.State.RETURNED:
        return False
    last = report.events.last()
    return last is None or last.act != Event.Act.SAVED


def _mark_incomplete(form: ReportForm, outcome: Outcome) -> None:
    outcome.invalid = True
    empty = [name for name in form.figure_names if form.cleaned_data.get(name) is None]
    form.add_error(
        (empty or form.figure_names)[0],
        _("Fill in a figure before submitting, or tick “not applicable” and say why."),
    )
    form.has_seen(form.report.version)


def _mark_evidence_missing(form: ReportForm, outcome: Outcome) -> None:
    """Say what is missing; what was typed is saved, and the page carries the version of that."""
    outcome.invalid = True
    form.add_error(
        None,
        _(
            "By this report the target is met, so evidence of it is needed: press “add files” on "
            "this card, then submit again. What you typed is saved as a draft."
        ),
    )
    form.has_seen(form.report.version)


def _mark_closed(form: ReportForm, refused: filing.NotOpen, outcome: Outcome) -> None:
    outcome.stale = True
    if isinstance(refused, filing.TaskClosed):
        form.add_error(None, _("The task has been closed. Nothing was changed."))
    else:
        form.add_error(None, _("This quarter is closed for filing. Nothing was changed."))


def _mark_stale(form: ReportForm, current: Report, outcome: Outcome) -> None:
    """Tell who was first; keep what was typed, and let a second save overwrite knowingly."""
    outcome.stale = True
    last = current.events.select_related("by").last()
    who = str(last.by) if last and last.by else _("somebody")
    text = _(
        "%(who)s has changed this report since you opened it (%(state)s). What you typed is "
        "still here and not saved. Compare, then save again to overwrite."
    )
    if current.state in Report.HANDED_IN:
        text = _(
            "%(who)s has handed this report in since you opened it (%(state)s), so it cannot be "
            "changed now. What you typed is still here and not saved: copy what you need, and "
            "ask the reviewer to return the report."
        )
    form.add_error(None, text % {"who": who, "state": current.get_state_display()})
    form.has_seen(current.version)
    form.report = current


def _anchor(act: str, forms: dict[int, ReportForm]) -> str:
    _kind, _dash, pk = act.partition("-")
    return f"#r{pk}" if pk.isdecimal() and len(pk) < 19 and int(pk) in forms else ""


def _by_task(cards: Iterable[Card]) -> list[tuple[Any, list[Card]]]:
    """Cards grouped by their task, in the order in which they come."""
    groups: dict[int, tuple[Any, list[Card]]] = {}
    for card in cards:
        task = card.report.target.task
        groups.setdefault(task.pk, (task, []))[1].append(card)
    return list(groups.values())
