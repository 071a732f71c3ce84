"""My filing: one page for all that one organization owes in a quarter."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from progress.duty_cards import (
    by_task,
    cards_of,
    debts_of,
    last_values,
    quarters_so_far,
    repeatable,
)
from progress.locks import lock_of, locked_text
from progress.models import Quarter, Report
from progress.report_form import ReportForm
from progress.sent_cards import (
    Outcome,
    is_returned_as_it_was,
    may_go_with_all,
    save,
    skipped_text,
    submit,
)
from progress.views.withdrawing import take_back

SENT = re.compile(r"r([0-9]{1,18})-version")
ACT = re.compile(r"(save|submit|withdraw)-([0-9]{1,18})(?:-([0-9]{1,9}))?")


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
        user, forms, outcome = person(request), self._bound_forms(quarter), Outcome()
        for form in forms.values():
            save(form, user, outcome)
        skipped = self._skipped(forms)
        for pk in self._to_submit(forms):
            submit(forms[pk], user, outcome)
        self._withdraw(quarter, outcome)
        self._warn(skipped, forms)
        self._tell(outcome, skipped)
        if outcome.status == 200:
            anchor = f"#r{self.named}" if self.named in forms or outcome.withdrawn else ""
            return redirect(f"{reverse('filing')}?quarter={quarter.code}{anchor}")
        if outcome.closed:
            quarter.refresh_from_db(fields=["is_locked", "opens_on", "due_on"])
        troubled = {pk: form for pk, form in forms.items() if not form.is_valid()}
        context = self._context(quarter, troubled) | {"outcome": outcome}
        return self.render_to_response(context, status=outcome.status)

    @cached_property
    def quarters(self) -> list[Quarter]:
        """All that ever were open: what was filed for a locked one can still be read."""
        return quarters_so_far()

    @cached_property
    def act(self) -> re.Match[str] | None:
        """The button of one card that was pressed, taken apart: submit-12, withdraw-12-5."""
        return ACT.fullmatch(self.request.POST.get("act", ""))

    @property
    def named(self) -> int | None:
        """The report whose own button was pressed."""
        return int(self.act[2]) if self.act else None

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
        debts = debts_of(person(self.request), others)
        cards = cards_of(person(self.request), quarter, troubled)
        owed = [card for card in cards if card.report.is_owed]
        handed_in = [card for card in owed if not card.is_editable_state]
        return context | {
            "owed": by_task(owed),
            "others": by_task(card for card in cards if not card.report.is_owed),
            "owed_count": len(owed),
            "handed_in": len(handed_in),
            "debts": debts,
            "overdue_debts": any(debt.is_overdue for debt in debts),
            "can_file": any(card.is_writable for card in cards),
            "locked_text": locked_text(quarter) if troubled and not quarter.is_open else "",
            "lock": lock_of(quarter) if not troubled else None,
            "troubled": [card for card in cards if card.report.pk in troubled],
        }

    def _bound_forms(self, quarter: Quarter) -> dict[int, ReportForm]:
        """A form for each report that the page sent and that may be written on."""
        user, sent = person(self.request), self.request.POST
        last = last_values(user, quarter)
        return {
            report.pk: ReportForm(report, sent, last=repeatable(report, last.get(report.target_id)))
            for report in Report.objects.of_filer(user).filter(quarter=quarter).for_page()
            if f"r{report.pk}-version" in sent
        }

    def _to_submit(self, forms: dict[int, ReportForm]) -> Iterable[int]:
        if self.request.POST.get("act") == "submit-all":
            return [pk for pk, form in forms.items() if may_go_with_all(form)]
        wanted = forms.get(int(self.act[2])) if self.act and self.act[1] == "submit" else None
        return [wanted.report.pk] if wanted and wanted.is_valid() else []

    def _skipped(self, forms: dict[int, ReportForm]) -> list[Report]:
        """What the button for everything leaves out, for it was returned and not corrected."""
        if self.request.POST.get("act") != "submit-all":
            return []
        return [form.report for form in forms.values() if is_returned_as_it_was(form)]

    def _withdraw(self, quarter: Quarter, outcome: Outcome) -> None:
        """Take back the report whose button withdraw-<report>-<version> was pressed."""
        if self.act is None or self.act[1] != "withdraw" or not self.act[3]:
            return
        mine = Report.objects.of_filer(person(self.request)).filter(quarter=quarter)
        report = mine.filter(pk=int(self.act[2])).first()
        if report is not None:
            outcome.withdrawn += take_back(self.request, report, int(self.act[3]))

    def _warn(self, skipped: list[Report], forms: dict[int, ReportForm]) -> None:
        """What was left out, and why."""
        if skipped:
            messages.warning(self.request, skipped_text(skipped))
        foreign = [name for name in self.request.POST if _is_foreign(name, forms)]
        if foreign:
            text = _(
                "Left out, for it is not your organization's or not this quarter's: %(count)s. "
                "Nothing was changed there."
            )
            messages.warning(self.request, text % {"count": len(foreign)})

    def _tell(self, outcome: Outcome, skipped: list[Report]) -> None:
        """What was done, where the whole page was taken."""
        if outcome.status != 200:
            return  # The page itself says what was done and what was not.
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
        elif not skipped and (self.act is None or self.act[1] != "withdraw"):
            messages.info(self.request, _("Nothing was changed."))


def _is_foreign(name: str, forms: dict[int, ReportForm]) -> bool:
    sent = SENT.fullmatch(name)
    return sent is not None and int(sent[1]) not in forms
