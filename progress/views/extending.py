"""More time: the list of requests, asking for it, and deciding on it."""

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
from progress import extending
from progress.duties import bound_targets, latest_quarter
from progress.follow_up_filters import ExtensionFilter
from progress.follow_up_forms import DecideForm, ExtendForm
from progress.follow_up_tables import ExtensionTable
from progress.models import Extension, ExtensionQuerySet, Standing
from progress.views.deciding import ActView, AskView
from tasks.models import Target, Task


class ExtensionsView(ListView):
    table_class = ExtensionTable
    filterset_class = ExtensionFilter
    title = gettext_lazy("Extensions")
    intro = gettext_lazy("Asked for before the deadline; it moves only when the bureau grants it.")
    empty_text = gettext_lazy("No extension fits these filters.")

    def get_queryset(self) -> ExtensionQuerySet:
        return visible(self.request).order_by("-asked_at", "-pk")


def visible(request: HttpRequest) -> ExtensionQuerySet:
    return Extension.objects.visible_to(person(request)).for_page()


def extension_context(
    extension: Extension, request: HttpRequest, form: forms.Form | None = None
) -> dict[str, Any]:
    others = visible(request).filter(
        target=extension.target_id, organization=extension.organization_id
    )
    standings = Standing.objects.visible_to(person(request)).filter(
        target=extension.target_id, organization=extension.organization_id
    )
    decidable = Extension.objects.decidable_by(person(request))
    latest = latest_quarter(extension.target.task.plan)
    return {
        "extension": extension,
        "others": others.exclude(pk=extension.pk).order_by("pk"),
        "standing": standings.filter(quarter=latest).select_related("target", "quarter").first(),
        "form": form or DecideForm(),
        "may_decide": decidable.filter(pk=extension.pk).exists(),
    }


class ExtensionView(DetailView):
    template_name = "progress/extension.html"

    def get_queryset(self) -> ExtensionQuerySet:
        return visible(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | extension_context(self.object, self.request)


class DecideExtensionView(ActView):
    """A reviewer grants or refuses; never who asked."""

    form_class = DecideForm
    template_name = "progress/extension.html"

    def get_queryset(self) -> ExtensionQuerySet:
        return visible(self.request)

    def check(self, thing: Extension) -> None:
        if thing.asked_by_id == person(self.request).pk:
            raise PermissionDenied

    def page(self, thing: Extension, form: forms.Form) -> dict[str, Any]:
        return extension_context(thing, self.request, form)

    def act(self, thing: Extension, cleaned: dict[str, Any]) -> str:
        decide = extending.grant if cleaned["act"] == "grant" else extending.refuse
        decide(extension=thing, user=person(self.request), reason=cleaned["reason"])
        return _("Extension of %(target)s: %(state)s.") % {
            "target": thing.target.code,
            "state": thing.get_state_display(),
        }

    def done(self, thing: Extension) -> HttpResponse:
        return redirect("extension", thing.pk)


class ExtendView(AskView):
    """The form by which the organization that answers for a target asks for more time."""

    form_class = ExtendForm
    roles = (Role.FILER,)
    template_name = "progress/extend.html"

    def get_queryset(self) -> QuerySet[Target]:
        return bound_targets().filter(task__in=Task.objects.visible_to(person(self.request)))

    def check(self, thing: Target) -> None:
        if not extending.answers_for(thing, person(self.request)):
            raise PermissionDenied

    def page(self, thing: Target, form: forms.Form) -> dict[str, Any]:
        claim = extending.claim_of(thing, person(self.request))
        if claim is None:
            raise PermissionDenied
        asked = visible(self.request).filter(target=thing, organization=claim.organization)
        return {
            "target": thing,
            "claim": claim,
            "why_not": extending.why_not(claim),
            "form": form,
            "asked": asked.order_by("pk"),
        }

    def act(self, thing: Target, cleaned: dict[str, Any]) -> str:
        self.extension = extending.ask(target=thing, user=person(self.request), **cleaned)
        return _("The extension has been asked for. It holds only once the bureau has granted it.")

    def done(self, thing: Target) -> HttpResponse:
        return redirect("extension", self.extension.pk)
