"""Scores with their working, and objections to single items."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView, View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit.columns import NumberColumn
from nanyang_vet.kit.listing import ListView, TableView
from progress import objecting, scoring
from progress.follow_up_forms import DecideForm, ReasonForm
from progress.models import Matter, Objection, ObjectionQuerySet
from progress.refusals import Overtaken, Refused
from progress.score_tables import ItemTable, ObjectionFilter, ObjectionTable, ScoreTable
from progress.selecting import SelectionMixin
from progress.views.deciding import ActView


class ScoresView(SelectionMixin, TableView):
    """The scores of all organizations; who reads only their own sees their own."""

    table_class = ScoreTable
    title = gettext_lazy("Assessment")
    empty_text = gettext_lazy("The plan has no rules of assessment, so nothing is scored.")

    def get_intro(self) -> str:
        return _(
            "By the plan's own rules: the lights at the end of the quarter, and what was not "
            "filed, late or returned in the year so far."
        )

    def get_note(self) -> str:
        return str(self.selection.quarter)

    @property
    def only(self) -> int | None:
        """Whose score alone is shown, None for everybody's; 0 is nobody's."""
        user = person(self.request)
        return None if user.reads_all else user.organization_id or 0

    def get_table_data(self) -> list[dict[str, Any]]:
        found = scoring.scores(self.selection.plan, self.selection.quarter, self.only)
        return [_row(place, one, found) for place, one in enumerate(found)]

    def get_table_kwargs(self) -> dict[str, Any]:
        rules = scoring.rules_of(self.selection.plan)
        columns = [
            (matter, NumberColumn(verbose_name=Matter(matter).label))
            for matter in rules
            if matter != Matter.BASE
        ]
        extra = {
            "extra_columns": columns,
            "sequence": ["rank", "organization", "duties", "...", "total"],
            "quarter": self.selection.quarter.code,
        }
        if self.only is not None:
            extra["exclude"] = ["rank"]  # what the others have is not known here
        return super().get_table_kwargs() | extra


def _row(place: int, score: scoring.Score, found: list[scoring.Score]) -> dict[str, Any]:
    """Equal scores share a rank."""
    rank = next(n for n, one in enumerate(found[: place + 1], start=1) if one.total == score.total)
    points = {matter: count for matter, _rule, _cases, count in score.lines}
    return {
        "rank": rank,
        "organization": score.organization,
        "duties": score.judged,
        "total": score.total,
        **points,
    }


class ScoreView(SelectionMixin, TemplateView):
    """The score of one organization, with every item that it is made of."""

    template_name = "progress/score.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, pk = person(self.request), self.kwargs["pk"]
        if not user.reads_all and user.organization_id != pk:
            raise Http404
        selection = self.selection
        found = scoring.scores(selection.plan, selection.quarter, only=pk)
        if not found:
            raise Http404
        score = found[0]
        may_object = user.has_role(Role.FILER) and user.organization_id == pk
        table = ItemTable(
            score.items,
            rules=score.rules,
            may_object=may_object,
            objects_at=selection.quarter.code,
            orderable=False,
        )
        return super().get_context_data(**kwargs) | {"score": score, "table": table}


class ObjectView(SelectionMixin, RoleRequiredMixin, View):
    """The form by which an organization objects to one item of its score."""

    roles = (Role.FILER,)
    template_name = "progress/object.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            objection = objecting.object_to(
                user=person(request),
                quarter=self.selection.quarter,
                key=self._item().key,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(None, str(refused.text))
            return self._page(form, 409 if isinstance(refused, Overtaken) else 422)
        return redirect("objection", objection.pk)

    def _item(self) -> scoring.Item:
        key = self.request.GET.get("key", "")
        item = objecting.item_of(person(self.request), self.selection.quarter, key)
        if item is None:
            raise Http404
        return item

    def _page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        item = self._item()
        context = {"item": item, "said": objecting.worded(item), "form": form}
        return render(self.request, self.template_name, context, status=status)


class ObjectionsView(ListView):
    table_class = ObjectionTable
    filterset_class = ObjectionFilter
    title = gettext_lazy("Objections")
    intro = gettext_lazy("To single items of a score; the bureau answers each.")
    empty_text = gettext_lazy("No objection fits these filters.")

    def get_queryset(self) -> ObjectionQuerySet:
        return visible(self.request).order_by("-asked_at", "-pk")


def visible(request: HttpRequest) -> ObjectionQuerySet:
    return Objection.objects.visible_to(person(request)).for_page()


def objection_context(
    objection: Objection, request: HttpRequest, form: forms.Form | None = None
) -> dict[str, Any]:
    decidable = Objection.objects.decidable_by(person(request))
    return {
        "objection": objection,
        "form": form or DecideForm(),
        "may_decide": decidable.filter(pk=objection.pk).exists(),
    }


class ObjectionView(DetailView):
    template_name = "progress/objection.html"

    def get_queryset(self) -> ObjectionQuerySet:
        return visible(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | objection_context(self.object, self.request)


class DecideObjectionView(ActView):
    """A reviewer upholds or dismisses; never who objected."""

    form_class = DecideForm
    template_name = "progress/objection.html"

    def get_queryset(self) -> ObjectionQuerySet:
        return visible(self.request)

    def check(self, thing: Objection) -> None:
        if thing.asked_by_id == person(self.request).pk:
            raise PermissionDenied

    def page(self, thing: Objection, form: forms.Form) -> dict[str, Any]:
        return objection_context(thing, self.request, form)

    def act(self, thing: Objection, cleaned: dict[str, Any]) -> str:
        objecting.decide(
            objection=thing,
            user=person(self.request),
            upholds=cleaned["act"] == "grant",
            reason=cleaned["reason"],
        )
        return _("Objection of %(organization)s: %(state)s.") % {
            "organization": thing.organization,
            "state": thing.get_state_display(),
        }

    def done(self, thing: Objection) -> HttpResponse:
        return redirect("objection", thing.pk)
