"""Quarters: what became of each, and the acts that lock, reopen and move them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit.listing import TableView
from progress import quarter_life
from progress.follow_up_forms import ReasonForm
from progress.models import Quarter
from progress.plans import current_plan
from progress.quarter_forms import LockForm, MoveForm
from progress.quarter_life import Tally, plan_quarters, tallies, tally_of
from progress.quarter_tables import QuarterTable, life_tag
from progress.views.deciding import ActView

READING = (Role.REVIEWER, Role.INSPECTOR, Role.ADMINISTRATOR)


class QuartersView(RoleRequiredMixin, TableView):
    """Every quarter of the plan with its dates, its counts and who did what to it last."""

    roles = READING
    table_class = QuarterTable
    title = gettext_lazy("Quarters")
    intro = gettext_lazy(
        "A quarter opens on its day; after its filing date what comes in counts as late; once "
        "locked, nothing of it changes any more."
    )
    empty_text = gettext_lazy("No task list has been loaded yet")

    def get_note(self) -> str:
        plan = current_plan()
        return str(plan) if plan else ""

    def get_table_data(self) -> list[dict[str, Any]]:
        plan = current_plan()
        if plan is None:
            return []
        quarters = plan_quarters(plan)
        counts = tallies(quarters)
        return [
            {"quarter": one, "tally": counts.get(one.pk, Tally()), "last": _last_act(one)}
            for one in quarters.prefetch_related("acts__by")
        ]


def _last_act(quarter: Quarter) -> str:
    acts = list(quarter.acts.all())
    if not acts:
        return ""
    return f"{acts[-1].get_act_display()}（{acts[-1].by}）：{acts[-1].reason}"


def quarter_context(quarter: Quarter, request: HttpRequest, **forms_: forms.Form) -> dict[str, Any]:
    """A quarter with its counts and its acts; for a reviewer with the forms of what can be done."""
    life, counts = quarter.life, tally_of(quarter)
    may_act = person(request).has_role(Role.REVIEWER)
    numbers = {"missing": counts.missing, "waiting": counts.waiting}
    dates = {"opens_on": quarter.opens_on, "due_on": quarter.due_on}
    seen = {f"seen_{name}": day for name, day in dates.items()}
    return {
        "quarter": quarter,
        "life": life_tag(quarter),
        "tally": counts,
        "acts": list(quarter.acts.select_related("by")),
        "may_lock": may_act and life == Quarter.Life.PAST_DUE,
        "may_reopen": may_act and quarter.is_locked,
        "may_move": may_act and not quarter.is_locked,
        "lock_form": LockForm(initial=numbers, auto_id="lock_%s"),
        "reopen_form": ReasonForm(auto_id="reopen_%s"),
        "move_form": MoveForm(initial=dates | seen, auto_id="move_%s"),
    } | forms_


class QuarterView(RoleRequiredMixin, DetailView):
    roles = READING
    template_name = "progress/quarter.html"
    queryset = Quarter.objects.select_related("plan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | quarter_context(self.object, self.request)


class QuarterActView(ActView):
    """A reviewer's act on a quarter. What is refused comes back with what was typed."""

    template_name = "progress/quarter.html"
    form_name: str

    def get_queryset(self) -> QuerySet[Quarter]:
        return Quarter.objects.select_related("plan")

    def done(self, thing: Quarter) -> HttpResponse:
        return redirect("quarter", thing.pk)

    def page(self, thing: Quarter, form: forms.Form) -> dict[str, Any]:
        fresh = quarter_context(thing, self.request)
        blank = fresh[self.form_name]
        form.auto_id = blank.auto_id
        _show_as_it_is_now(form, blank.initial)
        return fresh | {self.form_name: form}


def _show_as_it_is_now(form: forms.Form, now: dict[str, Any]) -> None:
    """What the person sees on the page again is what they will have seen; the reason stays."""
    data = form.data.copy()  # type: ignore[attr-defined]
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput) and name in now:
            data[name] = str(now[name])
    data.pop("known", None)
    form.data = data


class LockView(QuarterActView):
    form_class = LockForm
    form_name = "lock_form"

    def act(self, thing: Quarter, cleaned: dict[str, Any]) -> str:
        del cleaned["known"]
        quarter_life.lock(quarter=thing, user=person(self.request), **cleaned)
        return _("%(quarter)s has been locked.") % {"quarter": thing}


class ReopenQuarterView(QuarterActView):
    form_class = ReasonForm
    form_name = "reopen_form"

    def act(self, thing: Quarter, cleaned: dict[str, Any]) -> str:
        quarter_life.reopen(quarter=thing, user=person(self.request), **cleaned)
        return _("%(quarter)s has been reopened.") % {"quarter": thing}


class MoveView(QuarterActView):
    form_class = MoveForm
    form_name = "move_form"

    def act(self, thing: Quarter, cleaned: dict[str, Any]) -> str:
        quarter_life.move(
            quarter=thing,
            user=person(self.request),
            reason=cleaned["reason"],
            seen=quarter_life.Dates(cleaned["seen_opens_on"], cleaned["seen_due_on"]),
            new=quarter_life.Dates(cleaned["opens_on"], cleaned["due_on"]),
        )
        return _("The dates of %(quarter)s have been moved.") % {"quarter": thing}
