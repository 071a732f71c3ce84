"""The expected line of one target, edited in a table, with the lights that it would change."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit import clock
from progress import checkpointing
from progress.checkpoint_forms import CheckpointsForm
from progress.duties import active_targets
from progress.models import CheckpointChange, Standing
from progress.plans import current_plan
from progress.refusals import Overtaken, Refused
from tasks.models import Target


class CheckpointsView(RoleRequiredMixin, View):
    """Shows, tries and saves the checkpoints of a target; trying writes nothing."""

    roles = (Role.REVIEWER,)
    template_name = "progress/checkpoints.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        target = self._target(pk)
        return self._page(target, CheckpointsForm(target))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        target = self._target(pk)
        form = CheckpointsForm(target, request.POST)
        saves = request.POST.get("act") == "save"
        if not form.is_valid() or (saves and not form.has_reason()):
            return self._page(target, form, 422)
        if not saves:
            turns = checkpointing.preview(target, form.values())
            return self._page(target, form, turns=turns)
        try:
            checkpointing.set_checkpoints(
                target=target,
                user=person(request),
                seen=form.cleaned_data["seen"],
                values=form.values(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            messages.error(request, str(refused.text))
            form.has_seen(checkpointing.checkpoints_of(target))
            return self._page(target, form, 409 if isinstance(refused, Overtaken) else 422)
        messages.success(request, _("Checkpoints saved. The target has been judged anew."))
        return redirect(f"{reverse('task', args=[target.task_id])}#{target.code}")

    def _target(self, pk: int) -> Target:
        return get_object_or_404(self._targets(), pk=pk)

    def _targets(self) -> QuerySet[Target]:
        plan = current_plan()
        if plan is None:
            return Target.objects.none()
        return active_targets(plan).filter(kind__in=checkpointing.BENDABLE)

    def _page(
        self, target: Target, form: CheckpointsForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "target": target,
            "form": form,
            "rows": _rows(target, form),
            "changes": CheckpointChange.objects.filter(target=target).select_related("by"),
        }
        return render(self.request, self.template_name, context | more, status=status)


def _rows(target: Target, form: CheckpointsForm) -> list[dict[str, Any]]:
    """A row for each quarter: the field, and for the city what was expected and reached."""
    found = Standing.objects.filter(target=target, organization=None).select_related("quarter")
    ended = found.filter(quarter__opens_on__lte=clock.today())
    held = {one.quarter.period: one for one in ended}
    return [
        {"period": period, "field": form[period.code], "held": held.get(period)}
        for period in checkpointing.periods_of(target)
    ]
