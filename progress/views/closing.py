"""Closing tasks: the list, asking for it, deciding on it, and taking a task up again."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from departments.access import person
from departments.models import Role
from nanyang_vet.kit.listing import ListView
from progress import closing
from progress.follow_up_filters import ClosureFilter
from progress.follow_up_forms import CloseForm, DecideForm, ReasonForm
from progress.follow_up_tables import ClosureTable
from progress.models import Closure, ClosureQuerySet
from progress.tables import StandingTable
from progress.views.deciding import ActView, AskView
from tasks.models import Task


class ClosuresView(ListView):
    table_class = ClosureTable
    filterset_class = ClosureFilter
    title = gettext_lazy("Closing of tasks")
    intro = gettext_lazy("A closed task files no more. Its lights stay as they were.")
    empty_text = gettext_lazy("No closing fits these filters.")

    def get_queryset(self) -> ClosureQuerySet:
        return visible(self.request).order_by("-asked_at", "-pk")


def visible(request: HttpRequest) -> ClosureQuerySet:
    return Closure.objects.visible_to(person(request)).for_page()


def closure_context(
    closure: Closure,
    request: HttpRequest,
    decide_form: forms.Form | None = None,
    reopen_form: forms.Form | None = None,
) -> dict[str, Any]:
    """A closing with the lights of its task at the latest quarter."""
    user = person(request)
    quarter = closing.latest_quarter(closure.task)
    lights = closing.judged(closure.task, quarter).visible_to(user).for_page() if quarter else []
    may_decide = user.has_role(Role.REVIEWER) and closure.asked_by_id != user.pk
    return {
        "closure": closure,
        "quarter": quarter,
        "table": StandingTable(list(lights), orderable=False, exclude=["lead"]),
        "form": decide_form or DecideForm(),
        "reopen_form": reopen_form or ReasonForm(auto_id="reopen_%s"),
        "may_decide": may_decide and closure.state == Closure.State.ASKED,
        "may_reopen": may_decide and closure.state == Closure.State.GRANTED,
    }


class ClosureView(DetailView):
    template_name = "progress/closure.html"

    def get_queryset(self) -> ClosureQuerySet:
        return visible(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | closure_context(self.object, self.request)


class _ClosureActView(ActView):
    """A reviewer's act on a closing; never by who asked for it."""

    template_name = "progress/closure.html"

    def get_queryset(self) -> ClosureQuerySet:
        return visible(self.request)

    def check(self, thing: Closure) -> None:
        if thing.asked_by_id == person(self.request).pk:
            raise PermissionDenied

    def done(self, thing: Closure) -> HttpResponse:
        return redirect("closure", thing.pk)


class DecideClosureView(_ClosureActView):
    form_class = DecideForm

    def page(self, thing: Closure, form: forms.Form) -> dict[str, Any]:
        return closure_context(thing, self.request, decide_form=form)

    def act(self, thing: Closure, cleaned: dict[str, Any]) -> str:
        decide = closing.grant if cleaned["act"] == "grant" else closing.refuse
        decide(closure=thing, user=person(self.request), reason=cleaned["reason"])
        return _("Closing of %(task)s: %(state)s.") % {
            "task": thing.task,
            "state": thing.get_state_display(),
        }


class ReopenTaskView(_ClosureActView):
    form_class = ReasonForm

    def page(self, thing: Closure, form: forms.Form) -> dict[str, Any]:
        form.auto_id = "reopen_%s"
        return closure_context(thing, self.request, reopen_form=form)

    def act(self, thing: Closure, cleaned: dict[str, Any]) -> str:
        closing.reopen(closure=thing, user=person(self.request), **cleaned)
        return _("%(task)s has been reopened. Its reports are owed again.") % {"task": thing.task}


class CloseView(AskView):
    """The form by which the lead asks for closing, or what is still missing for it."""

    form_class = CloseForm
    roles = (Role.FILER,)
    template_name = "progress/close.html"

    def get_queryset(self) -> QuerySet[Task]:
        visible_tasks = Task.objects.visible_to(person(self.request))
        return visible_tasks.select_related("plan").with_responsibilities()

    def check(self, thing: Task) -> None:
        if not closing.leads(person(self.request), thing):
            raise PermissionDenied

    def page(self, thing: Task, form: forms.Form) -> dict[str, Any]:
        verdicts = closing.verdicts(thing)
        closures = list(visible(self.request).filter(task=thing).order_by("pk"))
        return {
            "task": thing,
            "form": form,
            "why_not": verdicts.fault,
            "table": StandingTable(verdicts.unmet, orderable=False, exclude=["lead"]),
            "closures": closures,
            "alive": next((one for one in closures if one.is_alive), None),
        }

    def act(self, thing: Task, cleaned: dict[str, Any]) -> str:
        self.closure = closing.ask(task=thing, user=person(self.request), **cleaned)
        return _("The closing has been asked for. The bureau decides on it.")

    def done(self, thing: Task) -> HttpResponse:
        return redirect("closure", self.closure.pk)
