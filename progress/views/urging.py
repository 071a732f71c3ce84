"""Urging: from the lists of what is late, and the urgings with their replies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView

from departments.access import person
from nanyang_vet.kit import clock
from nanyang_vet.kit.columns import NumberColumn
from nanyang_vet.kit.counting import counted
from nanyang_vet.kit.listing import ListView
from progress import notifying, urging
from progress.follow_up_filters import UrgeFilter
from progress.follow_up_forms import ReplyForm, UrgeForm
from progress.follow_up_tables import ChoiceColumn, UrgeTable
from progress.models import Reply, Urge, UrgeQuerySet
from progress.refusals import Overtaken
from tasks.models import Target


class UrgingMixin:
    """Lets reviewers and inspectors tick rows of a list and urge whoever answers for them.

    Beside every row stands how often that was done before. What is no longer in the list when
    the page is sent is left alone, and the person is told.
    """

    request: HttpRequest
    matter: Callable[[Any], urging.Matter]
    of_reports = False
    phrase = ""
    form: UrgeForm | None = None

    @property
    def may_urge(self) -> bool:
        return person(self.request).has_role(*urging.URGING_ROLES)

    def get_template_names(self) -> list[str]:
        return ["progress/urgeable.html"]

    def get_queryset(self) -> Any:
        return super().get_queryset().annotate(urged=self._urged())  # type: ignore[misc]

    def _urged(self) -> Coalesce:
        """How often this was urged; a city's light belongs to the lead, whoever that was."""
        own = Q(organization=OuterRef("organization"))
        if not self.of_reports:
            own |= Q(target__scope=Target.Scope.CITY)
        same = Urge.objects.filter(
            own,
            target=OuterRef("target"),
            quarter=OuterRef("quarter"),
            is_about_report=self.of_reports,
        )
        return counted(same)

    def get_table_kwargs(self) -> dict[str, Any]:
        columns: list[tuple[str, Any]] = [
            ("urged", NumberColumn(verbose_name=gettext_lazy("Times urged")))
        ]
        order = [*(self.table_class._meta.sequence or ["..."])]  # type: ignore[attr-defined]
        if self.may_urge:
            box = ChoiceColumn()
            box.ticked = self._ticked()
            columns.append(("chosen", box))
            order.insert(0, "chosen")
        extra = {"extra_columns": columns, "sequence": order}
        return super().get_table_kwargs() | extra  # type: ignore[misc]

    def _ticked(self) -> frozenset[int]:
        return frozenset(self.form.cleaned_data.get("chosen", [])) if self.form else frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        if self.may_urge:
            context["urge_form"] = self.form or UrgeForm(initial={"phrase": self.phrase})
        return context

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_urge:
            raise PermissionDenied
        self.form = UrgeForm(request.POST)
        if not self.form.is_valid():
            answer = self.get(request)  # type: ignore[attr-defined]
            answer.status_code = 422
            return answer
        chosen = self.form.cleaned_data["chosen"]
        rows = list(self.get_queryset().filter(pk__in=chosen))
        matters = [type(self).matter(row) for row in rows]
        said = self.form.cleaned_data["said"]
        result = urging.urge(user=person(request), matters=matters, message=said)
        told = {one.organization_id for one in result.now}
        notifying.make(day=clock.today(), organizations=told)
        _tell(request, result, len(chosen) - len(rows))
        return redirect(request.get_full_path())


def _tell(request: HttpRequest, result: urging.Urged, gone: int) -> None:
    if result.now:
        count = len(result.now)
        text = ngettext("%(count)s urging sent.", "%(count)s urgings sent.", count)
        messages.success(request, text % {"count": count})
    for one in result.before:
        text = _("%(urge)s had already been urged today by %(who)s; it was not sent again.")
        messages.warning(request, text % {"urge": _named(one), "who": one.by})
    for matter in result.nobodys:
        text = _("%(target)s: no unit leads the task, so there is nobody to urge.")
        messages.warning(request, text % {"target": matter.target.code})
    if gone:
        text = ngettext(
            "%(count)s row is no longer in this list; nothing was sent for it.",
            "%(count)s rows are no longer in this list; nothing was sent for them.",
            gone,
        )
        messages.warning(request, text % {"count": gone})


def _named(urge: Urge) -> str:
    return f"{urge.target.code} {urge.organization}"


class UrgesView(ListView):
    """All urgings for who reads all; else those that one's organization received."""

    table_class = UrgeTable
    filterset_class = UrgeFilter
    empty_text = gettext_lazy("No urging fits these filters.")

    def get_title(self) -> str:
        return _("Urgings") if person(self.request).reads_all else _("Urgings received")

    def get_queryset(self) -> UrgeQuerySet:
        last = Reply.objects.filter(urge=OuterRef("pk")).order_by("-pk").values("text")[:1]
        shown = Urge.objects.visible_to(person(self.request)).for_page()
        return shown.annotate(last_reply=Subquery(last)).order_by("-at", "-pk")


class UrgeView(DetailView):
    """One urging with its replies; the organization's filers answer here."""

    template_name = "progress/urge.html"
    context_object_name = "urge"
    form: ReplyForm | None = None

    def get_queryset(self) -> UrgeQuerySet:
        return Urge.objects.visible_to(person(self.request)).for_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        replies = list(self.object.replies.select_related("by"))
        answerable = Urge.objects.answerable_by(person(self.request))
        form = self.form or ReplyForm()
        form.initial["seen"] = len(replies)
        return super().get_context_data(**kwargs) | {
            "replies": replies,
            "form": form if answerable.filter(pk=self.object.pk).exists() else None,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = get_object_or_404(self.get_queryset(), pk=pk)
        if not Urge.objects.answerable_by(person(request)).filter(pk=pk).exists():
            raise PermissionDenied
        self.form = ReplyForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            urging.reply(urge=self.object, user=person(request), **self.form.cleaned_data)
        except Overtaken as overtaken:
            messages.error(request, str(overtaken.text))
            # What was typed stays; it now answers what the page shows.
            self.form = ReplyForm(
                {"text": self.form.cleaned_data["text"], "seen": self.object.replies.count()}
            )
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, _("Your reply has been sent."))
        return redirect("urge", pk)
