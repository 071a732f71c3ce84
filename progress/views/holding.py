"""In whose hands the open reports are, and how long the bureau itself takes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from departments.access import person
from nanyang_vet.kit.listing import ListView
from nanyang_vet.kit.workdays import Workdays
from progress.holding import (
    Decisions,
    decisions_of,
    events_by_report,
    held,
    held_so_far,
    open_quarters,
    shares,
)
from progress.holding_tables import HoldingFilter, HoldingTable
from progress.models import Quarter
from progress.workdays import unknown_years_hint, workdays


class HoldingView(ListView):
    """Every open report that the person may see, the longest held first."""

    table_class = HoldingTable
    filterset_class = HoldingFilter
    template_name = "progress/holding.html"
    title = _("In whose hands")
    intro = _("Reports that are owed and not accepted yet, of every quarter that is not locked.")
    empty_text = _("No report fits these filters.")

    @cached_property
    def calendar(self) -> Workdays:
        return workdays()

    @cached_property
    def quarters(self) -> list[Quarter]:
        return open_quarters()

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"quarters": self.quarters}

    def get_queryset(self) -> QuerySet[Any]:
        reports = held(person(self.request), self.calendar, self.quarters)
        return reports.select_related("quarter__plan").order_by(
            "held_since", "target__task__number", "target__place", "pk"
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"calendar": self.calendar}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table = context["table"]
        shown: list[Any] = self.shown(table)
        events = events_by_report(shown)
        table.held = {one.pk: held_so_far(one, events[one.pk], self.calendar) for one in shown}
        return context | {
            "shares": shares(context["filter"].qs, self.calendar),
            "decisions": self._decisions(),
            "unknown_year": unknown_years_hint(self.calendar, {one.held_since for one in shown}),
        }

    def _decisions(self) -> Decisions | None:
        """Of the quarter that is being filed."""
        if not self.quarters:
            return None
        return decisions_of(self.quarters[0], person(self.request), self.calendar)
