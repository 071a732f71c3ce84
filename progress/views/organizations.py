"""The page of one department, county or institution: what it owes and how that stands."""

from typing import Any

from django.db.models import Q, QuerySet
from django.views.generic import DetailView

from departments.access import person
from departments.models import Organization
from nanyang_vet.kit import clock
from progress.access import visible_organizations
from progress.models import Quarter, Report, Standing
from progress.next_dates import next_dates
from progress.overview import Tally, worst_first
from progress.punctuality import records, together
from progress.selecting import SelectionMixin
from progress.tables import OrganizationReportTable, StandingTable
from tasks.models import Responsibility, Task


class OrganizationView(SelectionMixin, DetailView):
    template_name = "progress/organization.html"
    context_object_name = "organization"

    def get_queryset(self) -> QuerySet[Organization]:
        return visible_organizations(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standings = list(self._standings())
        tally = Tally(organization=self.object)
        for one in standings:
            tally.add(one.light, one.reason, 1, int(one.is_due_soon(self.selection.as_of)))
        reports = list(self._reports())
        owed = [one for one in reports if one.is_owed]
        past = records(self.object, person(self.request), self._quarters())
        return super().get_context_data(**kwargs) | {
            "tally": tally,
            "standing_table": StandingTable(standings, as_of=self.selection.as_of, orderable=False),
            "report_table": OrganizationReportTable(reports, orderable=False),
            "owed_count": len(owed),
            "handed_in": sum(one.state in Report.HANDED_IN for one in owed),
            "late": sum(one.is_late for one in reports),
            "shared_tasks": self._shared_tasks(),
            "records": past,
            "punctuality": together(past),
            "next_dates": next_dates(standings),
            "next_filing": self._next_filing() if past else None,
        }

    def _quarters(self) -> list[Quarter]:
        """Those up to the selected one, the latest first."""
        last = self.selection.quarter.ordinal
        return [one for one in self.selection.choices if one.ordinal <= last]

    def _next_filing(self) -> Quarter | None:
        """The quarter whose filing date comes next."""
        ahead = [one for one in self.selection.choices if one.due_on >= clock.today()]
        return min(ahead, key=lambda one: one.due_on, default=None)

    def _standings(self) -> QuerySet[Standing]:
        """What it is judged for: its own targets, and the city's that it leads."""
        leads = Responsibility.objects.filter(
            role=Responsibility.LEAD, organization=self.object
        ).values("task")
        shown = Standing.objects.visible_to(person(self.request)).filter(
            Q(organization=self.object) | Q(organization=None, target__task__in=leads),
            quarter=self.selection.quarter,
        )
        return worst_first(shown.for_page())

    def _reports(self) -> QuerySet[Report]:
        shown = Report.objects.visible_to(person(self.request))
        return (
            shown.filter(organization=self.object, quarter=self.selection.quarter)
            .for_page()
            .order_by("target__task__number", "target__place")
        )

    def _shared_tasks(self) -> list[Task]:
        """The tasks in which it is co-responsible."""
        binding = Responsibility.objects.binding(self.object).filter(role=Responsibility.SHARED)
        visible = Task.objects.visible_to(person(self.request))
        return list(
            visible.filter(pk__in=binding.values("task"), plan=self.selection.plan).order_by(
                "number"
            )
        )
