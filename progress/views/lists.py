"""Lists with filters, each downloadable as filtered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from departments.access import person
from nanyang_vet.kit.listing import ListView
from progress.explaining import explain, explainable
from progress.filters import LaggingFilter, StandingFilter
from progress.judging import Reason
from progress.lights import fills
from progress.models import Report, Standing, StandingQuerySet
from progress.overview import worst_first
from progress.selecting import SelectionMixin
from progress.tables import OverdueTable, StandingTable
from progress.urging import of_due_soon, of_standing
from progress.views.urging import UrgingMixin


class StandingsView(SelectionMixin, ListView):
    """All standings of the selected quarter."""

    table_class = StandingTable
    filterset_class = StandingFilter
    title = _("All lights")
    empty_text = _("No target fits these filters.")

    def get_queryset(self) -> StandingQuerySet:
        standings = Standing.objects.visible_to(person(self.request))
        return worst_first(standings.filter(quarter=self.selection.quarter).for_page())

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"as_of": self.selection.as_of}

    def get_note(self) -> str:
        return str(self.selection.quarter)

    def get_fills(self) -> dict[str, str]:
        return fills()


class LateView(UrgingMixin, StandingsView):
    """Targets about which somebody can be urged on."""

    matter = staticmethod(of_standing)
    filterset_class = LaggingFilter


class OverdueView(LateView):
    phrase = "overdue"
    table_class = OverdueTable
    title = _("Overdue targets")
    intro = _("The deadline has passed and the required number is not reached.")
    empty_text = _("No target is overdue.")

    def get_queryset(self) -> StandingQuerySet:
        return super().get_queryset().filter(reason=Reason.OVERDUE)


class LaggingView(LateView):
    phrase = "lagging"
    title = _("Lagging targets")
    intro = _("Before the deadline, and behind the expected progress.")
    empty_text = _("No target is lagging.")

    def get_queryset(self) -> StandingQuerySet:
        return super().get_queryset().filter(reason__in=[Reason.LAGGING, Reason.FAR_BEHIND])


class SilentView(LateView):
    phrase = "silent"
    title = _("Targets without data")
    intro = _("Something was expected by now and nothing has been accepted.")
    empty_text = _("No target is without data.")

    def get_queryset(self) -> StandingQuerySet:
        return super().get_queryset().filter(reason=Reason.NO_DATA, light="red")


class DueSoonView(LateView):
    matter = staticmethod(of_due_soon)
    phrase = "due-soon"
    title = _("Targets due soon")
    intro = _("Not met, and the deadline is near: within 90 days, or a year for one or two pieces.")
    empty_text = _("No target is due soon.")

    def get_queryset(self) -> StandingQuerySet:
        return super().get_queryset().due_soon(self.selection.as_of)


class WhyView(DetailView):
    """Why a light is as it is (rulings 4.5)."""

    model = Standing
    template_name = "progress/why.html"
    context_object_name = "standing"

    def get_template_names(self) -> list[str]:
        return ["progress/_why.html"] if self.request.htmx else [self.template_name]  # type: ignore[attr-defined]

    def get_queryset(self) -> StandingQuerySet:
        return explainable(Standing.objects.visible_to(person(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = explain(self.object)
        visible = Report.objects.visible_to(person(self.request))
        opens = set(
            visible.filter(pk__in=[one.pk for one in why.reports]).values_list("pk", flat=True)
        )
        return super().get_context_data(**kwargs) | {"why": why, "opens": opens}
