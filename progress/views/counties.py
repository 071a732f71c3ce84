"""The counties: as a map and a table, and what each of them owes as a heat map."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from departments.access import person
from departments.models import Organization
from nanyang_vet.kit import workbook
from nanyang_vet.kit.listing import chosen
from progress.contributions import contribution_of
from progress.heat.choices import Choices
from progress.heat.matrix import heat_map
from progress.heat.sheet import heat_sheet
from progress.history import standing_of
from progress.models import Report, ReportQuerySet, Standing, StandingQuerySet
from progress.overview import Overview, Tally
from progress.selecting import SelectionMixin
from progress.tile_map import TileMap, target_tile_map, tile_map
from progress.views.overview import TallyView
from tasks.models import Target


class CountiesView(TallyView):
    """The map, coloured by the worst light or by that of `?target=8-1`; and the table."""

    template_name = "progress/counties.html"
    title = _("Counties and zones")
    intro = _("Targets that each county has to meet for itself.")

    def tallies(self, figures: Overview) -> list[Tally]:
        return figures.counties

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Standing.objects.visible_to(person(self.request)).filter(
            quarter=self.selection.quarter, organization__in=Organization.objects.counties()
        )
        judged = Target.objects.filter(pk__in=own.order_by().values("target"))
        targets = list(judged.order_by("task__number", "place"))
        target = next((one for one in targets if one.code == self.request.GET.get("target")), None)
        return super().get_context_data(**kwargs) | {
            "targets": targets,
            "target": target,
            "tile_map": _map_of(target, own) if target else tile_map(self.figures.counties),
        }


def _map_of(target: Target, own: StandingQuerySet) -> TileMap:
    return target_tile_map(own.filter(target=target).select_related("organization", "target"))


class HeatMapView(SelectionMixin, TemplateView):
    """Counties by targets; `?export=xlsx` is the very table."""

    template_name = "progress/heat_map.html"
    title = _("Heat map of counties and targets")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = heat_map(person(self.request), self.selection)
        choices = Choices(self.request.GET, everything)
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "filter": choices,
            "heat_map": choices.heat_map,
            "rows": choices.heat_map.rows,
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.request.GET.get("export") != "xlsx":
            return super().render_to_response(context, **kwargs)
        title, quarter = str(self.title), str(self.selection.quarter)
        note = "；".join([quarter, *chosen(context["filter"])])
        sheet = heat_sheet(context["heat_map"], title, note, self.selection.as_of)
        return workbook.response([sheet], f"{title} {quarter}")


class ContributionView(DetailView):
    """What a county has filed toward a target of the city, and whether it counts."""

    template_name = "progress/contribution.html"
    context_object_name = "report"

    def get_template_names(self) -> list[str]:
        return ["progress/_contribution.html"] if self.request.htmx else [self.template_name]  # type: ignore[attr-defined]

    def get_queryset(self) -> ReportQuerySet:
        collected = Report.objects.visible_to(person(self.request)).filter(
            target__scope=Target.Scope.CITY, target__collected_from__isnull=False
        )
        return collected.for_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "contribution": contribution_of(self.object),
            "standing": standing_of(self.object),
        }
