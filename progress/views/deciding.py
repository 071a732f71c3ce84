"""What asking and deciding have in common: a form that comes back with what was typed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from departments.access import RoleRequiredMixin
from departments.models import Role
from progress.refusals import Overtaken, Refused


class ActView(RoleRequiredMixin):
    """An act on one object, by POST. What is refused comes back to the object's page."""

    http_method_names = ["post"]
    roles: tuple[str, ...] = (Role.REVIEWER,)
    form_class: type[forms.Form]
    template_name: str

    def get_queryset(self) -> QuerySet[Any]:
        """The objects that the person may see."""
        raise NotImplementedError

    def page(self, thing: Any, form: forms.Form) -> dict[str, Any]:
        """What the page shows, with the form as it was sent."""
        raise NotImplementedError

    def act(self, thing: Any, cleaned: dict[str, Any]) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError

    def check(self, thing: Any) -> None:
        """Raise PermissionDenied for who may see it but not do this."""

    def done(self, thing: Any) -> HttpResponse:
        return redirect(thing)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing: Model = get_object_or_404(self.get_queryset(), pk=pk)
        self.check(thing)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._again(form, pk, 422)
        try:
            with transaction.atomic():
                said = self.act(thing, form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused.text))
            return self._again(form, pk, 409 if isinstance(refused, Overtaken) else 422)
        messages.success(request, said)
        return self.done(thing)

    def _again(self, form: forms.Form, pk: int, status: int) -> HttpResponse:
        """The page once more, with what was typed and the object as it is now."""
        thing = get_object_or_404(self.get_queryset(), pk=pk)
        return render(self.request, self.template_name, self.page(thing, form), status=status)


class AskView(ActView):
    """An act with a page of its own: GET shows the form."""

    http_method_names = ["get", "post"]
    roles = (Role.FILER,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = get_object_or_404(self.get_queryset(), pk=pk)
        self.check(thing)
        return render(request, self.template_name, self.page(thing, self.form_class()))
