"""Reviewing: the queue, many accepted at once, and the decisions on one report."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit import clock
from nanyang_vet.kit.listing import ListView
from nanyang_vet.kit.workdays import Workdays
from progress import filing, notifying, review
from progress.filters import QueueFilter
from progress.models import Report, Standing
from progress.queueing import place_in_queue, queue_for
from progress.refusals import Refused
from progress.review_forms import AcceptForm, AcceptManyForm, ReturnForm
from progress.review_tables import QueueTable
from progress.views.reports import report_context
from progress.workdays import workdays


class QueueView(RoleRequiredMixin, ListView):
    """What waits for this reviewer, the most urgent first; of whatever quarter."""

    roles = (Role.REVIEWER,)
    table_class = QueueTable
    filterset_class = QueueFilter
    template_name = "progress/queue.html"
    title = gettext_lazy("To review")
    intro = gettext_lazy(
        "Submitted reports in which you had no hand yourself: over the review limit first, then by "
        "their lights, then the longest waiting."
    )
    empty_text = gettext_lazy("Nothing waits for review.")
    form: AcceptManyForm | None = None

    @cached_property
    def calendar(self) -> Workdays:
        return workdays()

    def get_queryset(self) -> QuerySet[Any]:
        return queue_for(person(self.request), self.calendar)

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"calendar": self.calendar}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table = context["table"]
        shown: list[Any] = self.shown(table)
        lasts = {one.last_pk for one in shown if one.last_pk}
        lights = {one.standing_pk for one in shown if one.standing_pk}
        table.lasts = Report.objects.select_related("target", "quarter").in_bulk(lasts)
        table.standings = Standing.objects.select_related("target").in_bulk(lights)
        return context | {"accept_form": self.form}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept what was ticked. What moved on meanwhile is left alone and named."""
        self.form = AcceptManyForm(request.POST)
        if not self.form.is_valid():
            response = self.get(request)
            response.status_code = 422
            return response
        many = review.accept_many(user=person(request), seen=self.form.cleaned_data["seen"])
        _tell(request, many)
        return redirect(request.get_full_path())


def _tell(request: HttpRequest, many: review.ManyAccepted) -> None:
    if many.done:
        text = ngettext("%(count)s report accepted.", "%(count)s reports accepted.", len(many.done))
        messages.success(request, text % {"count": len(many.done)})
    for report in many.moved_on:
        about = {**_named(report), "why": _stale_text(report)}
        messages.warning(request, _("Left as it is: %(report)s. %(why)s") % about)
    for report in many.own:
        text = _("Left as it is: %(report)s. You had a hand in it yourself.")
        messages.warning(request, text % _named(report))


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
        following = self._following(report)
        try:
            done = self.decide(report, form.cleaned_data)
        except filing.Stale as stale:
            messages.error(request, _stale_text(stale.report))
            return self._again(stale.report, form, 409)
        except Refused as refused:
            messages.error(request, str(refused.text))
            return self._again(report, form, 422)
        messages.success(request, done)
        return self._lead_on(following)

    @cached_property
    def asked(self) -> QueryDict:
        """How the queue was filtered. Read as parameters, so that it cannot lead elsewhere."""
        return QueryDict(self.request.GET.get("back", ""))

    def _following(self, report: Report) -> int | None:
        """The report to look at after this one, if that was asked for."""
        if self.request.POST.get("then") != "next":
            return None
        place = place_in_queue(report, person(self.request), self.asked, workdays())
        return place.following if place else None

    def _lead_on(self, following: int | None) -> HttpResponse:
        asked = self.asked.urlencode()
        if following is not None:
            back = urlencode({"back": asked})
            return redirect(f"{reverse('report', args=[following])}?{back}")
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
        notifying.make(day=clock.today(), organizations={report.organization_id})
        return _("Returned: %(report)s.") % _named(report)


class ReopenView(DecisionView):
    def decide(self, report: Report, cleaned: dict[str, Any]) -> str:
        review.reopen(report=report, user=person(self.request), **cleaned)
        notifying.make(day=clock.today(), organizations={report.organization_id})
        return _("Reopened for correction: %(report)s.") % _named(report)
