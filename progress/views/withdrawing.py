"""Taking back what was handed in and is not decided yet (撤回)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit import clock
from progress import filing
from progress.forms import VersionedForm
from progress.models import Report
from progress.views.reports import report_context


def take_back(request: HttpRequest, report: Report, version: int) -> bool:
    """Withdraw it, and say what came of it; whether it was withdrawn."""
    try:
        filing.withdraw(report=report, user=person(request), version=version)
    except filing.Stale as stale:
        messages.error(request, _overtaken_text(stale.report))
        return False
    except filing.NotOpen:
        messages.error(request, _("It can no longer be filed for. Nothing was changed."))
        return False
    text = _("Withdrawn: %(report)s. It is a draft again: mend it, and submit it anew.")
    messages.success(request, text % {"report": report.target.code})
    return True


def _overtaken_text(report: Report) -> str:
    last = report.events.select_related("by").last()
    text = _(
        "Not withdrawn: this report has moved on (%(state)s, %(who)s, %(when)s). Nothing was "
        "changed."
    )
    return text % {
        "state": report.get_state_display(),
        "who": last.by if last and last.by else "—",
        "when": clock.written(last.at if last else None),
    }


class WithdrawView(RoleRequiredMixin, View):
    """The button on the page of the report. My filing has its own, which saves the page first."""

    roles = (Role.FILER,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = Report.objects.of_filer(person(request)).for_page()
        report = get_object_or_404(mine, pk=pk)
        form = VersionedForm(request.POST)
        if not form.is_valid():
            return self._page(report, 422)
        if take_back(request, report, form.cleaned_data["version"]):
            return redirect("report", pk)
        return self._page(get_object_or_404(mine, pk=pk), 409)

    def _page(self, report: Report, status: int) -> HttpResponse:
        context = report_context(report, self.request)
        return render(self.request, "progress/report.html", context, status=status)
