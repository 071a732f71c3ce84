"""In whose hands the open reports are, and how long the bureau itself takes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from departments.access import person
from nanyang_vet.kit.listing import ListView
from nanyang_vet.kit.workdays import Workdays
from progress.duty_cards import quarters_so_far
from progress.holding import decisions_of, events_by_report, held, held_so_far, shares
from progress.holding_tables import HoldingFilter, HoldingTable
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

    def get_queryset(self) -> QuerySet[Any]:
        reports = held(person(self.request), self.calendar).select_related("quarter__plan")
        return reports.order_by("held_since", "target__task__number", "target__place", "pk")

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"calendar": self.calendar}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table = context["table"]
        shown: list[Any] = self.shown(table)
        events = events_by_report(shown)
        table.held = {one.pk: held_so_far(one, events[one.pk], self.calendar) for one in shown}
        found = shares(context["filter"].qs, self.calendar)
        latest = next(iter(quarters_so_far()), None)
        return context | {
            "shares": found,
            "decisions": decisions_of(latest, person(self.request), self.calendar)
            if latest
            else None,
            "unknown_year": unknown_years_hint(self.calendar, {one.held_since for one in shown}),
        }
