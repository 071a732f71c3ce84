"""Own judgements: stating one, and the list of them beside the lights."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.access import person
from progress import outlooks
from progress.duties import bound_targets
from progress.follow_up_forms import OutlookForm
from progress.models import Standing, StandingQuerySet
from progress.outlook_lists import OutlookFilter, OutlookTable
from progress.overview import worst_first
from progress.selecting import SelectionMixin
from progress.views.deciding import AskView
from progress.views.lists import StandingsView
from tasks.models import Target, Task


class OutlooksView(StandingsView):
    """What those answerable think of their targets, beside the computed lights."""

    table_class = OutlookTable
    filterset_class = OutlookFilter
    title = gettext_lazy("Own judgements")
    intro = gettext_lazy(
        "What those answerable think of a target themselves. It stands beside the light and never "
        "changes it."
    )
    empty_text = gettext_lazy("No own judgement fits these filters.")

    def get_queryset(self) -> StandingQuerySet:
        shown = Standing.objects.visible_to(person(self.request))
        of_quarter = shown.filter(quarter=self.selection.quarter).for_page()
        return worst_first(outlooks.with_outlook(of_quarter))


class OutlookView(SelectionMixin, AskView):
    """The form by which those answerable say how they see a target in the selected quarter."""

    form_class = OutlookForm
    template_name = "progress/outlook.html"

    def get_queryset(self) -> Any:
        seen = Task.objects.visible_to(person(self.request)).filter(plan=self.selection.plan)
        return bound_targets().filter(task__in=seen)

    def check(self, thing: Target) -> None:
        outlooks.owner_of(thing, person(self.request))

    def page(self, thing: Target, form: forms.Form) -> dict[str, Any]:
        quarter = self.selection.quarter
        owner = outlooks.owner_of(thing, person(self.request))
        last = outlooks.latest(thing, owner, quarter)
        version = last.pk if last else 0
        if form.is_bound and isinstance(form, OutlookForm):
            form.has_seen(version)
        form.initial = {"version": version}
        shown = Standing.objects.filter(target=thing, organization=owner, quarter=quarter)
        return {
            "target": thing,
            "selection": self.selection,
            "kept_parameters": [],
            "last": last,
            "form": form,
            "standing": shown.select_related("target").first(),
            "why_not": outlooks.why_not(thing, quarter),
        }

    def act(self, thing: Target, cleaned: dict[str, Any]) -> str:
        quarter = self.selection.quarter
        outlooks.state(target=thing, quarter=quarter, user=person(self.request), **cleaned)
        return _("Your judgement has been saved. The light stays as it is computed.")

    def done(self, thing: Target) -> HttpResponse:
        address = reverse("task", args=[thing.task_id])
        return redirect(f"{address}?quarter={self.selection.quarter.code}#{thing.code}")
