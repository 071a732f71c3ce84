"""Evidence over HTTP: add files to a report, take one off, download one."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from progress import evidence
from progress.evidence_wording import refusal_text
from progress.filing import NotOpen
from progress.forms import EvidenceForm
from progress.models import Evidence, Report
from progress.views.reports import report_context

logger = logging.getLogger(__name__)


class EvidenceAddView(RoleRequiredMixin, View):
    """Puts the files that were sent on a report: all of them, or none and why."""

    roles = (Role.FILER,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reports = Report.objects.of_filer(person(request)).for_page()
        report = get_object_or_404(reports, pk=pk)
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            return _again(request, report, form.faults(), 422)
        try:
            added = evidence.add_files(
                report=report, user=person(request), uploads=form.cleaned_data["uploads"]
            )
        except evidence.FilesRefused as refused:
            return _again(request, report, [refusal_text(one) for one in refused.refusals], 422)
        except NotOpen:
            return _closed(request, report)
        names = _(", ").join(one.name for one in added)
        messages.success(request, _("Evidence added: %(names)s.") % {"names": names})
        return redirect(f"{reverse('report', args=[report.pk])}#evidence")


class EvidenceRemoveView(RoleRequiredMixin, View):
    """Takes one file off a report that its organization may still write on."""

    roles = (Role.FILER,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = Evidence.objects.of_filer(person(request))
        found = get_object_or_404(mine.select_related("report__quarter"), pk=pk)
        try:
            evidence.remove_evidence(evidence=found, user=person(request))
        except NotOpen:
            return _closed(request, found.report)
        messages.success(request, _("Evidence removed: %(name)s.") % {"name": found.name})
        return redirect(f"{reverse('report', args=[found.report_id])}#evidence")


class EvidenceFileView(View):
    """The file itself, always as a download: no browser shows or runs it on this site."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        visible = Evidence.objects.visible_to(person(request))
        found = get_object_or_404(visible, pk=pk)
        try:
            content = found.file.open("rb")
        except FileNotFoundError as error:
            logger.error("The file of evidence %s is not on the disk", found.pk)
            raise Http404 from error
        answer = FileResponse(
            content, as_attachment=True, filename=found.name, content_type=found.media_type
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
        answer["Cache-Control"] = "no-store, private"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer


def _again(request: HttpRequest, report: Report, faults: list[str], status: int) -> HttpResponse:
    """The report's page once more, with what is wrong."""
    context = report_context(report, request) | {"evidence_faults": faults}
    return render(request, "progress/report.html", context, status=status)


def _closed(request: HttpRequest, report: Report) -> HttpResponse:
    current = Report.objects.visible_to(person(request)).for_page().filter(pk=report.pk).first()
    if current is None:
        raise PermissionDenied
    handed_in = current.state in Report.HANDED_IN
    said = (
        _("This report is handed in: its evidence can only be changed once it is returned.")
        if handed_in
        else _("This quarter is closed for filing. Nothing was changed.")
    )
    return _again(request, current, [said], 409)
