"""Acknowledging tasks: the filers' page, and the list of who has not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit import clock
from nanyang_vet.kit.listing import ListView
from progress import acknowledging
from progress.follow_up_filters import AcknowledgementFilter
from progress.follow_up_forms import AcknowledgeForm
from progress.follow_up_tables import AcknowledgementTable
from progress.models import Acknowledgement, AcknowledgementQuerySet
from progress.workdays import unknown_years_hint, workdays


class AcknowledgementsView(ListView):
    """Who has acknowledged what, and who has not (签收情况)."""

    table_class = AcknowledgementTable
    filterset_class = AcknowledgementFilter
    title = gettext_lazy("Acknowledgements")
    intro = gettext_lazy("Every unit that a task binds confirms that it has received it.")
    empty_text = gettext_lazy("No acknowledgement fits these filters.")

    def get_queryset(self) -> AcknowledgementQuerySet:
        shown = Acknowledgement.objects.visible_to(person(self.request)).for_page()
        return shown.order_by("due_on", "task__number", "organization__place")


class AcknowledgeView(RoleRequiredMixin, TemplateView):
    """The tasks that bind the person's organization, to be confirmed one or many at once."""

    roles = (Role.FILER,)
    template_name = "progress/acknowledge.html"
    http_method_names = ["get", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Acknowledgement.objects.of_filer(person(self.request)).for_page()
        rows = list(mine.order_by("due_on", "task__number"))
        waiting = [one for one in rows if one.at is None]
        return {
            "form": AcknowledgeForm(),
            "waiting": waiting,
            "unknown_year": unknown_years_hint(workdays(), {one.due_on for one in waiting}),
            "done": [one for one in rows if one.at is not None],
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AcknowledgeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        result = acknowledging.acknowledge(user=person(request), **form.cleaned_data)
        if result.now:
            text = ngettext(
                "%(count)s task acknowledged.", "%(count)s tasks acknowledged.", len(result.now)
            )
            messages.success(request, text % {"count": len(result.now)})
        for one in result.before:
            messages.warning(request, _before(one))
        return redirect("acknowledge")


def _before(one: Acknowledgement) -> str:
    return _("%(task)s had already been acknowledged by %(who)s (%(when)s).") % {
        "task": one.task,
        "who": one.by,
        "when": clock.written(one.at),
    }
