"""The annual summary workbook as a download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from departments.access import person
from nanyang_vet.kit import workbook
from progress.selecting import select
from progress.summary import summary_sheets


class SummaryView(View):
    """年度督查汇总表 of the selected quarter, within what the person may see."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        selection = select(request)
        if selection is None:
            raise Http404
        name = _("Annual supervision summary %(quarter)s") % {"quarter": selection.quarter.code}
        return workbook.response(summary_sheets(person(request), selection), name)
