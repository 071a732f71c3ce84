"""Which questions the lists of what was done about it may be asked."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from departments.models import Organization
from nanyang_vet.kit import clock
from progress.filters import LeadFilter, TaskNumberFilter, leading
from progress.models import Acknowledgement, Closure, Extension, Urge


class OfTask(TaskNumberFilter):
    """The task's number, for rows that hang on the task itself."""

    def __init__(self) -> None:
        super().__init__()
        self.field_name = "task__number"


class AcknowledgementFilter(filters.FilterSet):
    """Opens on those who have not acknowledged yet: the list is there to find them."""

    state = filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("waiting", _("not yet acknowledged")),
            ("overdue", _("overdue, not acknowledged")),
            ("done", _("acknowledged")),
            ("all", _("all")),
        ],
        empty_label=None,
        method="in_state",
    )
    organization = filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.all(), empty_label=_("all")
    )
    task = OfTask()

    class Meta:
        model = Acknowledgement
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        asked = data.copy() if data is not None else {}
        asked.setdefault("state", "waiting")
        super().__init__(asked, *args, **kwargs)

    def in_state(self, queryset: Any, _name: str, value: str) -> QuerySet:
        if value == "waiting":
            return queryset.waiting()
        if value == "overdue":
            return queryset.overdue(clock.today())
        return queryset.filter(at__isnull=False) if value == "done" else queryset


class UrgeFilter(filters.FilterSet):
    organization = filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.all(), empty_label=_("all")
    )
    cause = filters.ChoiceFilter(label=_("About"), choices=Urge.Cause, empty_label=_("all"))
    answered = filters.ChoiceFilter(
        label=_("Replies"),
        choices=[("no", _("no reply yet")), ("yes", _("replied"))],
        empty_label=_("all"),
        method="with_replies",
    )
    task = TaskNumberFilter()

    class Meta:
        model = Urge
        fields: list[str] = []

    def with_replies(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        unanswered = {"replies_count": 0}
        return queryset.exclude(**unanswered) if value == "yes" else queryset.filter(**unanswered)


class ExtensionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Status"), choices=Extension.State, empty_label=_("all"))
    lead = LeadFilter(label=_("Lead department"), queryset=leading, empty_label=_("all"))
    task = TaskNumberFilter()

    class Meta:
        model = Extension
        fields: list[str] = []


class ClosureFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Status"), choices=Closure.State, empty_label=_("all"))
    task = OfTask()

    class Meta:
        model = Closure
        fields: list[str] = []
