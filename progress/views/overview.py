"""The dashboard, and the tables of departments and counties behind it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from departments.access import person
from nanyang_vet.kit.listing import TableView
from progress.changes import Changes, changes, met_share, newly_red, time_share, trend
from progress.judging import Light, Reason
from progress.models import Report
from progress.overview import Overview, Tally, overview
from progress.selecting import Selection, SelectionMixin, select
from progress.tables import TallyTable

MOST_TURNED = 5
"""How many newly red lights the overview names; the rest are behind the link."""


class HomeView(TemplateView):
    """What is late, whose it is and how bad it is; before a list is loaded, what to do first."""

    template_name = "progress/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        selection = select(self.request)
        if selection is None:
            return context
        return context | self._figures(selection)

    def _figures(self, selection: Selection) -> dict[str, Any]:
        user = person(self.request)
        figures: Overview = overview(user, selection)
        waiting = Report.objects.visible_to(user).filter(
            quarter=selection.quarter, state=Report.State.SUBMITTED
        )
        turned = changes(user, selection.quarter)
        return {
            "tiles": _tiles(figures.total, turned),
            "changes": turned,
            "turned": [
                (_("turned red"), "change=red", turned.into(Light.RED)),
                (_("red no more"), "change=off-red", turned.out_of(Light.RED)),
                (_("turned to met"), "change=into&light=blue", turned.into(Light.BLUE)),
            ],
            "turned_red": list(newly_red(user, selection.quarter)[:MOST_TURNED]),
            "trend": trend(user, selection),
            "time_share": time_share(selection.plan, selection.quarter.period.ends_on),
            "met_share": met_share(figures.total.lights.items()),
            "selection": selection,
            "overview": figures,
            "overdue": figures.total.reasons[Reason.OVERDUE],
            "behind": figures.total.reasons[Reason.FAR_BEHIND]
            + figures.total.reasons[Reason.LAGGING],
            "silent": figures.total.lights[Light.RED]
            - figures.total.reasons[Reason.OVERDUE]
            - figures.total.reasons[Reason.FAR_BEHIND],
            "waiting": waiting.count(),
        }


@dataclass(frozen=True)
class Tile:
    """One light of the overview: how many, and how many more than a quarter before."""

    light: str
    label: str
    count: int
    difference: int | None


def _tiles(total: Tally, turned: Changes) -> list[Tile]:
    return [
        Tile(light, label, count, turned.difference(light) if turned.has_before else None)
        for light, label, count in total.by_light
    ]


class TallyView(SelectionMixin, TableView):
    """Organizations with the counts of their lights."""

    table_class = TallyTable

    def tallies(self, figures: Overview) -> list[Tally]:
        raise NotImplementedError

    @cached_property
    def figures(self) -> Overview:
        return overview(person(self.request), self.selection)

    def get_table_data(self) -> list[dict[str, Any]]:
        return [_row(tally) for tally in self.tallies(self.figures)]

    def get_note(self) -> str:
        return str(self.selection.quarter)


class DepartmentsView(TallyView):
    title = _("Departments")
    intro = _("Targets of the whole city count for the unit that leads them.")

    def tallies(self, figures: Overview) -> list[Tally]:
        return figures.of_city


def _row(tally: Tally) -> dict[str, Any]:
    return {
        "organization": tally.organization,
        "led": tally.led,
        "shared": tally.shared,
        "total": tally.total,
        **{light.value: tally.lights[light] for light in Light},
        "overdue": tally.reasons[Reason.OVERDUE],
        "due_soon": tally.due_soon,
        "unfiled": tally.unfiled,
    }
