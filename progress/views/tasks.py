"""Tasks: their list, and one with its official words and how each target stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from departments.access import person
from departments.models import Role
from nanyang_vet.kit.counting import counted
from nanyang_vet.kit.listing import ListView
from progress import closing, outlooks, timeline
from progress.checkpointing import BENDABLE
from progress.filters import TaskFilter
from progress.forecasts import ForecastInWords, forecast_in_words
from progress.models import Closure, Outlook, Standing
from progress.selecting import SelectionMixin
from progress.tables import TaskTable
from progress.target_rows import TargetRow, target_rows
from progress.timeline_wording import lines
from progress.trajectories import Course, course_of
from tasks.models import Target, Task
from tasks.passages import passages
from tasks.wording import remark_text


class TasksView(SelectionMixin, ListView):
    """The list of tasks with the lights of their targets."""

    table_class = TaskTable
    filterset_class = TaskFilter
    title = _("Tasks")
    intro = _("A target that each county has to meet has a light for every county.")
    empty_text = _("No task fits these filters.")

    def get_queryset(self) -> QuerySet[Task]:
        shown = Standing.objects.visible_to(person(self.request)).filter(
            quarter=self.selection.quarter
        )
        measured = ~Q(targets__kind=Target.Kind.COMPLETION)
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
            .annotate(target_count=Count("targets", filter=measured, distinct=True), **counts)
            .annotate(is_closed=Exists(Closure.objects.in_force().filter(task=OuterRef("pk"))))
            .prefetch_related("responsibilities__organization")
            .order_by("number")
        )

    def get_note(self) -> str:
        return str(self.selection.quarter)


@dataclass(frozen=True)
class Panel:
    """One target as the page shows it: its figures, its course, and what to expect."""

    row: TargetRow
    course: Course | None
    forecast: ForecastInWords | None
    outlook: Outlook | None
    may_bend: bool

    @property
    def differs(self) -> bool:
        """Whether the own judgement and the light say different things."""
        focus = self.row.focus
        return bool(self.outlook and focus and outlooks.disagrees(focus, self.outlook.level))


class TaskView(SelectionMixin, DetailView):
    """The official words with the targets marked in them, and how each stands."""

    template_name = "progress/task.html"
    context_object_name = "task"

    def get_queryset(self) -> QuerySet[Task]:
        visible = Task.objects.visible_to(person(self.request))
        of_plan = visible.filter(plan=self.selection.plan)
        latest = Closure.objects.filter(task=OuterRef("pk")).order_by("-pk")
        return (
            of_plan.select_related("plan")
            .with_responsibilities()
            .annotate(
                closure=Subquery(latest.values("pk")[:1]),
                closure_state=Subquery(latest.values("state")[:1]),
                closed_late=Subquery(latest.values("is_late")[:1]),
                closure_count=counted(latest),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, shown_all = person(self.request), self.request.GET.get("events") == "all"
        rows = target_rows(self.object, user, self.selection, self._county())
        most = None if shown_all else timeline.FIRST + 1
        done = timeline.happenings(self.object, user, most)
        entries = timeline.together(done, timeline.turns(rows), most)
        spans = [
            (target.start, target.end, target.code)
            for target in (row.target for row in rows)
            if target.start is not None and target.end is not None
        ]
        remarks = [(one, remark_text(one.code, one.meaning)) for one in self.object.remarks.all()]
        return super().get_context_data(**kwargs) | {
            "panels": self._panels(rows),
            "may_close": closing.leads(user, self.object),
            "events": lines(self.object, entries if shown_all else entries[: timeline.FIRST]),
            "more_events": not shown_all and len(entries) > timeline.FIRST,
            "passages": list(passages(self.object.text, spans)),
            "slips": [one for one in remarks if one[0].level != "not_target"],
            "not_targets": [one for one in remarks if one[0].level == "not_target"],
        }

    def _panels(self, rows: list[TargetRow]) -> list[Panel]:
        user = person(self.request)
        said = outlooks.latest_of([row.target for row in rows], self.selection.quarter)
        reviews = user.has_role(Role.REVIEWER)
        return [
            Panel(
                row=row,
                course=course_of(row),
                forecast=forecast_in_words(row),
                outlook=said.get((row.target.pk, row.focus.organization_id)) if row.focus else None,
                may_bend=reviews and row.target.kind in BENDABLE,
            )
            for row in rows
        ]

    def _county(self) -> int | None:
        """The county whose own course is asked for; anything else in the address is ignored."""
        asked = self.request.GET.get("county", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
