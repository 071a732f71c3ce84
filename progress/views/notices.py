"""The inbox of notices, and the call list."""

from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_filters.views import FilterView

from departments.access import RoleRequiredMixin, person
from nanyang_vet.kit import clock
from nanyang_vet.kit.fields import dress, is_id
from nanyang_vet.kit.listing import TableView
from progress import notifying
from progress.calling import CALLING_ROLES, Call, call_list
from progress.models import Notice, NoticeQuerySet
from progress.notice_tables import CallTable
from progress.notice_wording import details, headline, path_of


class NoticeFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Notice.Kind, empty_label=gettext_lazy("all")
    )
    unread = filters.ChoiceFilter(
        label=gettext_lazy("Read"),
        choices=[("yes", gettext_lazy("unread only"))],
        empty_label=gettext_lazy("all"),
        method="only_unread",
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def only_unread(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        return queryset.filter(is_read=False, is_settled=False)


class NoticesView(FilterView):
    """What one's own organization was told, newest first (通知)."""

    filterset_class = NoticeFilter
    template_name = "progress/notices.html"
    context_object_name = "notices"
    paginate_by = 20

    def get_queryset(self) -> NoticeQuerySet:
        user = person(self.request)
        mine = Notice.objects.visible_to(user).with_read(user)
        return mine.select_related("organization", "quarter").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dress(context["filter"].form, "sm")
        context["entries"] = [
            {
                "notice": one,
                "headline": headline(one),
                "details": details(one),
                "path": path_of(one, person(self.request)),
            }
            for one in context["notices"]
        ]
        return context


class ReadNoticesView(View):
    """Marks as read: one notice, or all of them. `go` leads on to where something can be done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, mine = person(request), Notice.objects.visible_to(person(request))
        if "all" in request.POST:
            count = notifying.mark_read(notices=mine, user=user)
            messages.success(request, _("Marked as read: %(count)s.") % {"count": count})
            return redirect("notices")
        notice = _of_number(mine, request.POST.get("notice", ""))
        notifying.mark_read(notices=mine.filter(pk=notice.pk), user=user)
        return redirect(path_of(notice, user) if "go" in request.POST else "notices")


def _of_number(mine: NoticeQuerySet, written: str) -> Notice:
    """The notice of that number. Raises Http404 for another's, and for what is no number."""
    if not is_id(written):
        raise Http404
    notice = mine.select_related("quarter").filter(pk=int(written)).first()
    if notice is None:
        raise Http404
    return notice


class CallsView(RoleRequiredMixin, TableView):
    """Whom to telephone (催办名单)."""

    roles = CALLING_ROLES
    table_class = CallTable
    title = gettext_lazy("Call list")
    intro = gettext_lazy(
        "Every unit with something outstanding, worst first: to be telephoned where messages do "
        "not reach, or did not help."
    )
    empty_text = gettext_lazy("Nothing is outstanding: there is nobody to call.")

    def get_table_data(self) -> list[Call]:
        return call_list(clock.today())

    def get_note(self) -> str:
        return clock.today().isoformat()
