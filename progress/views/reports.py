"""Reports: the lists of them, one with its history, and the reviewer's decisions on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit import clock
from nanyang_vet.kit.listing import ListView
from progress import filing, review
from progress.comparing import doubts_about, last_filed
from progress.evidence_panel import panel_of
from progress.filters import QueueFilter, StateFilter, UnfiledFilter
from progress.forms import AcceptForm, EvidenceForm, ReturnForm
from progress.history import history, standing_of
from progress.models import Report, ReportQuerySet
from progress.selecting import SelectionMixin
from progress.tables import FiledTable, QueueTable, UnfiledTable
from progress.urging import of_report
from progress.views.urging import UrgingMixin


class ReportsView(SelectionMixin, ListView):
    """Every report of the selected quarter that the person may see."""

    table_class = FiledTable
    filterset_class = StateFilter
    title = gettext_lazy("All reports")
    empty_text = gettext_lazy("No report fits these filters.")

    def get_queryset(self) -> ReportQuerySet:
        reports = Report.objects.visible_to(person(self.request))
        return (
            reports.filter(quarter=self.selection.quarter)
            .for_page()
            .order_by("organization__place", "target__task__number", "target__place")
        )

    def get_note(self) -> str:
        return str(self.selection.quarter)


class UnfiledView(UrgingMixin, ReportsView):
    """Reports that were due and are not handed in (逾期未报)."""

    matter = staticmethod(of_report)
    of_reports = True
    phrase = "unfiled"
    table_class = UnfiledTable
    filterset_class = UnfiledFilter
    title = gettext_lazy("Reports not filed")
    intro = gettext_lazy("The filing date has passed and the report is not handed in.")
    empty_text = gettext_lazy("Every report that was due is handed in.")

    def get_queryset(self) -> ReportQuerySet:
        return super().get_queryset().overdue(clock.today())


class QueueView(RoleRequiredMixin, ListView):
    """What waits for this reviewer, the longest waiting first; of whatever quarter."""

    roles = (Role.REVIEWER,)
    table_class = QueueTable
    filterset_class = QueueFilter
    title = gettext_lazy("To review")
    intro = gettext_lazy("Submitted reports in which you had no hand yourself.")
    empty_text = gettext_lazy("Nothing waits for review.")

    def get_queryset(self) -> ReportQuerySet:
        reviewable = Report.objects.reviewable_by(person(self.request))
        return reviewable.for_page().order_by("submitted_at", "pk")


class ReportView(DetailView):
    """One report: what it says, what was said before, every change of state."""

    template_name = "progress/report.html"
    context_object_name = "report"

    def get_queryset(self) -> ReportQuerySet:
        return Report.objects.visible_to(person(self.request)).for_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | report_context(self.object, self.request)


def report_context(report: Report, request: HttpRequest) -> dict[str, Any]:
    user = person(request)
    may_review = (
        not report.quarter.is_locked
        and user.has_role(Role.REVIEWER)
        and not report.was_written_by(user)
    )
    own = user.has_role(Role.FILER) and report.organization_id == user.organization_id
    last = last_filed(report)
    return {
        "report": report,
        "history": history(report),
        "standing": standing_of(report),
        "last": last,
        "doubts": doubts_about(report, last) if report.is_touched else [],
        "may_decide": may_review and report.state == Report.State.SUBMITTED,
        "may_reopen": may_review and report.state == Report.State.ACCEPTED,
        "may_file": own and report.is_editable,
        "may_withdraw": own and report.is_withdrawable,
        "evidence": panel_of(report, user, can_change=own and report.is_editable),
        "evidence_form": EvidenceForm(),
        "accept_form": AcceptForm(initial={"version": report.version}),
        "return_form": ReturnForm(initial={"version": report.version}),
        "back": urlencode({"back": request.GET.get("back", "")}),
    }


class DecisionView(RoleRequiredMixin, View):
    """A reviewer's act on one report. A stale or incomplete one comes back to the page."""

    roles = (Role.REVIEWER,)
    http_method_names = ["post"]
    form_class: type[AcceptForm] = ReturnForm

    def decide(self, report: Report, cleaned: dict[str, Any]) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reports = Report.objects.visible_to(person(request)).for_page()
        report = get_object_or_404(reports, pk=pk)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._again(report, form, 422)
        try:
            done = self.decide(report, form.cleaned_data)
        except filing.Stale as stale:
            messages.error(request, _stale_text(stale.report))
            return self._again(stale.report, form, 409)
        messages.success(request, done)
        # Read as parameters of the queue, so that it cannot lead anywhere else.
        asked = QueryDict(request.GET.get("back", "")).urlencode()
        return redirect(f"{reverse('queue')}?{asked}" if asked else "queue")

    def _again(self, report: Report, form: AcceptForm, status: int) -> HttpResponse:
        """The page once more, with what was typed and the report as it is now."""
        context = report_context(report, self.request)
        if isinstance(form, ReturnForm):
            form.has_seen(report.version)
            context["return_form"] = form
        return render(self.request, "progress/report.html", context, status=status)


def _stale_text(report: Report) -> str:
    if report.quarter.is_locked:
        return _("This quarter is closed for filing. Nothing was changed.")
    last = report.events.select_related("by").last()
    return _(
        "Somebody was faster: this report is now “%(state)s” (%(who)s, %(when)s). Your decision "
        "was not carried out."
    ) % {
        "state": report.get_state_display(),
        "who": last.by if last and last.by else "—",
        "when": clock.written(last.at if last else None),
    }


def _named(report: Report) -> dict[str, object]:
    return {"report": f"{report.target.code} {report.organization}"}


class AcceptView(DecisionView):
    form_class = AcceptForm

    def decide(self, report: Report, cleaned: dict[str, Any]) -> str:
        user = person(self.request)
        review.accept(report=report, user=user, version=cleaned["version"])
        return _("Accepted: %(report)s.") % _named(report)


class ReturnView(DecisionView):
    def decide(self, report: Report, cleaned: dict[str, Any]) -> str:
        review.return_(report=report, user=person(self.request), **cleaned)
        return _("Returned: %(report)s.") % _named(report)


class ReopenView(DecisionView):
    def decide(self, report: Report, cleaned: dict[str, Any]) -> str:
        review.reopen(report=report, user=person(self.request), **cleaned)
        return _("Reopened for correction: %(report)s.") % _named(report)
