"""The one-page brief for leaders, made to be printed on A4."""

from typing import Any

from django.views.generic import TemplateView

from departments.access import person
from nanyang_vet.kit import clock
from progress.briefing import Brief, brief
from progress.changes import met_share, time_share
from progress.judging import Light, Reason
from progress.selecting import SelectionMixin


class BriefView(SelectionMixin, TemplateView):
    template_name = "progress/brief.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = brief(person(self.request), self.selection)
        total = made.figures.total
        return super().get_context_data(**kwargs) | {
            "brief": made,
            "total": total,
            "differences": _differences(made),
            "overdue": total.reasons[Reason.OVERDUE],
            "behind": total.reasons[Reason.FAR_BEHIND] + total.reasons[Reason.LAGGING],
            "time_share": time_share(self.selection.plan, self.selection.quarter.period.ends_on),
            "met_share": met_share(total.lights.items()),
            "made_on": clock.today(),
        }


def _differences(made: Brief) -> list[tuple[str, int, int | None]]:
    """Each light, how many there are, and how many more than a quarter before."""
    lights = made.figures.total.lights
    changes = made.changes
    return [
        (light.value, lights[light], changes.difference(light) if changes.has_before else None)
        for light in Light
    ]
