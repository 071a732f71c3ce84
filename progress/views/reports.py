"""Reports: the lists of them, and one with its history."""

from typing import Any

from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from departments.access import person
from departments.models import Role
from nanyang_vet.kit import clock
from nanyang_vet.kit.listing import ListView
from nanyang_vet.kit.workdays import Workdays
from progress.comparing import doubts_about, last_filed
from progress.evidence_panel import panel_of
from progress.filters import StateFilter, UnfiledFilter
from progress.forms import EvidenceForm
from progress.history import history, standing_of
from progress.holding import held_so_far
from progress.models import Report, ReportQuerySet
from progress.queueing import place_in_queue
from progress.review import proposed_redo_by
from progress.review_forms import AcceptForm, ReturnForm
from progress.selecting import SelectionMixin
from progress.tables import FiledTable, UnfiledTable
from progress.urging import of_report
from progress.views.urging import UrgingMixin
from progress.workdays import unknown_years_hint, workdays


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
        late = super().get_queryset().overdue(clock.today())
        due = late.annotate(due=Coalesce("redo_by", "quarter__due_on"))
        return due.order_by("due", "organization__place", "target__task__number", "target__place")


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
    own = user.has_role(Role.FILER) and report.organization_id == user.organization_id
    past, calendar = history(report), workdays()
    held = held_so_far(report, [entry.event for entry in past], calendar)
    last = last_filed(report)
    return {
        "report": report,
        "history": past,
        "held": held,
        "standing": standing_of(report),
        "last": last,
        "doubts": doubts_about(report, last) if report.is_touched else [],
        "may_file": own and report.is_editable,
        "may_withdraw": own and report.is_withdrawable,
        "evidence": panel_of(report, user, can_change=own and report.is_editable),
        "evidence_form": EvidenceForm(),
    } | review_context(report, request, calendar)


def review_context(report: Report, request: HttpRequest, calendar: Workdays) -> dict[str, Any]:
    """What a reviewer decides with; for everybody else only where the page leads back to."""
    user, back = person(request), request.GET.get("back", "")
    context: dict[str, Any] = {"back": urlencode({"back": back})}
    submitted = report.state == Report.State.SUBMITTED
    decidable = submitted or report.state == Report.State.ACCEPTED
    if not decidable or report.quarter.is_locked or not user.has_role(Role.REVIEWER):
        return context
    if report.was_written_by(user):
        return context
    proposed, version = proposed_redo_by(report.quarter, calendar), {"version": report.version}
    return context | {
        "may_decide": submitted,
        "may_reopen": not submitted,
        "accept_form": AcceptForm(initial=version),
        "return_form": ReturnForm(initial=version, proposed=proposed),
        "return_days": report.quarter.plan.return_days,
        "unknown_year": unknown_years_hint(calendar, [proposed]),
        "place": place_in_queue(report, user, QueryDict(back), calendar) if submitted else None,
    }
