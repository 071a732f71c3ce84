"""Tasks: their list, and one with its official words and how each target stands."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from departments.access import person
from nanyang_vet.kit.listing import ListView
from progress.duties import active_targets
from progress.filters import TaskFilter
from progress.models import Report, Standing
from progress.selecting import SelectionMixin
from progress.tables import TaskTable
from tasks.models import Target, Task
from tasks.passages import passages
from tasks.wording import remark_text

TREND_QUARTERS = 8
"""How far back a task's page looks: two years fit an office screen."""


@dataclass
class TargetRow:
    """One target on its task's page: the verdicts of the quarter, and the reports behind them."""

    target: Target
    standings: list[Standing] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    trend: list[Standing] = field(default_factory=list)

    @property
    def city(self) -> Standing | None:
        return next((one for one in self.standings if one.organization_id is None), None)

    @property
    def met_count(self) -> int:
        return sum(one.light == Standing.Lights.BLUE for one in self.standings)

    @property
    def lines(self) -> list[tuple[Standing | None, Report]]:
        """Who files, with the light of its own where there is one."""
        own = {one.organization_id: one for one in self.standings}
        return [(own.get(one.organization_id), one) for one in self.reports]


class TasksView(SelectionMixin, ListView):
    """The list of tasks with the lights of their targets."""

    table_class = TaskTable
    filterset_class = TaskFilter
    title = _("Tasks")
    empty_text = _("No task fits these filters.")

    def get_queryset(self) -> QuerySet[Task]:
        shown = Standing.objects.visible_to(person(self.request)).filter(
            quarter=self.selection.quarter
        )
        counts: dict[str, Any] = {
            light: Count(
                "targets__standings",
                filter=Q(
                    targets__standings__in=shown.values("pk"), targets__standings__light=light
                ),
                distinct=True,
            )
            for light in Standing.Lights.values
        }
        return (
            Task.objects.visible_to(person(self.request))
            .filter(plan=self.selection.plan)
            .annotate(target_count=Count("targets", distinct=True), **counts)
            .prefetch_related("responsibilities__organization")
            .order_by("number")
        )

    def get_note(self) -> str:
        return str(self.selection.quarter)


class TaskView(SelectionMixin, DetailView):
    """The official words with the targets marked in them, and how each stands."""

    template_name = "progress/task.html"
    context_object_name = "task"

    def get_queryset(self) -> QuerySet[Task]:
        visible = Task.objects.visible_to(person(self.request))
        of_plan = visible.filter(plan=self.selection.plan)
        return of_plan.select_related("plan").with_responsibilities()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self._rows(self.object)
        spans = [
            (target.start, target.end, target.code)
            for target in (row.target for row in rows)
            if target.start is not None and target.end is not None
        ]
        remarks = [(one, remark_text(one.code, one.meaning)) for one in self.object.remarks.all()]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "passages": list(passages(self.object.text, spans)),
            "slips": [one for one in remarks if one[0].level != "not_target"],
            "not_targets": [one for one in remarks if one[0].level == "not_target"],
        }

    def _rows(self, task: Task) -> list[TargetRow]:
        """The targets in force, each with what the person may see of it: three queries."""
        user, quarter = person(self.request), self.selection.quarter
        targets = active_targets(self.selection.plan).filter(task=task).prefetch_related(None)
        rows = {target.pk: TargetRow(target) for target in targets}
        shown = Standing.objects.visible_to(user).filter(target__in=rows)
        of_city = Q(
            organization=None,
            quarter__ordinal__lte=quarter.ordinal,
            quarter__ordinal__gt=quarter.ordinal - TREND_QUARTERS,
        )
        standings = shown.filter(Q(quarter=quarter) | of_city)
        for one in standings.select_related("quarter", "organization").order_by(
            "quarter__ordinal", "organization__place"
        ):
            row = rows[one.target_id]
            if one.quarter_id == quarter.pk:
                row.standings.append(one)
            if one.organization_id is None:
                row.trend.append(one)
        reports = Report.objects.visible_to(user).filter(quarter=quarter, target__in=rows)
        for report in reports.for_page().order_by("organization__place"):
            rows[report.target_id].reports.append(report)
        return list(rows.values())
