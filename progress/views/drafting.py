"""A card of the filing page saves itself while somebody types."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role, User
from nanyang_vet.kit import clock
from progress.comparing import doubts_about, last_filed
from progress.duty_cards import repeatable
from progress.models import Quarter, Report
from progress.report_form import ReportForm
from progress.sent_cards import Outcome, save


class DraftView(RoleRequiredMixin, View):
    """Saves one card, and answers with what has changed around its fields, never with the fields.

    200 is saved; 422 is not, for something is no number; 409 is not, for somebody was faster. A
    card that is no longer this person's is 404, as everywhere.
    """

    roles = (Role.FILER,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person(request)
        report = get_object_or_404(Report.objects.of_filer(user).for_page(), pk=pk)
        last = last_filed(report)
        form = ReportForm(report, request.POST, last=repeatable(report, last))
        outcome = Outcome()
        save(form, user, outcome, automatic=True)
        if outcome.status == 200:
            form.carry("echoed", form.reading_mark())
        context = {
            "form": form,
            "report": form.report,
            "saved_at": clock.now() if outcome.status == 200 else None,
            "doubts": doubts_about(form.report, last),
            **counts(user, report.quarter),
        }
        return render(request, "progress/_draft.html", context, status=outcome.status)


def counts(user: User, quarter: Quarter) -> dict[str, int]:
    """How many of the person's organization's reports are owed, and handed in: one query."""
    mine = Report.objects.of_filer(user).filter(quarter=quarter, is_owed=True)
    return mine.aggregate(
        owed_count=Count("pk"), handed_in=Count("pk", filter=Q(state__in=Report.HANDED_IN))
    )
