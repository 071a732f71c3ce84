"""One's own saved views: the list of them, saving one, giving one up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from departments.access import person
from progress import saved_views
from progress.models import SavedView
from progress.refusals import Refused


class SavedViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60, required=False)
    page = forms.CharField(max_length=40)
    query = forms.CharField(max_length=4000, required=False)


class SavedViewsView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SavedViewForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This page cannot be kept as a view."))
            return self._page(422)
        try:
            view = saved_views.save(user=person(request), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused.text))
            return self._page(422)
        messages.success(
            request, _("Saved as “%(name)s”; it is under “My views”.") % {"name": view}
        )
        return redirect(view.address)

    def _page(self, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"views": SavedView.objects.filter(person=person(self.request))}
        return render(self.request, "progress/saved_views.html", context, status=status)


class DeleteSavedViewView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not saved_views.delete(user=person(request), pk=pk):
            raise Http404
        messages.success(request, _("The view was deleted."))
        return redirect("saved-views")
