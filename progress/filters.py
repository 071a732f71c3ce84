"""Which questions the lists may be asked."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from departments.models import Organization
from progress.judging import Light
from progress.models import Quarter, Report, Standing, StandingQuerySet
from progress.periods import Period
from tasks.models import Responsibility, Target, Task


def leading(_request: Any) -> QuerySet[Organization]:
    """The organizations that lead some task."""
    leads = Responsibility.objects.filter(role=Responsibility.LEAD)
    return Organization.objects.filter(pk__in=leads.values("organization"))


def counties(_request: Any) -> QuerySet[Organization]:
    return Organization.objects.counties()


def filing(_request: Any) -> QuerySet[Organization]:
    """The organizations that file something."""
    return Organization.objects.filter(pk__in=Report.objects.order_by().values("organization"))


def waiting_quarters() -> list[tuple[str, str]]:
    """The quarters of which something waits for review, by their codes."""
    waiting = Report.objects.filter(state=Report.State.SUBMITTED)
    quarters = Quarter.objects.filter(pk__in=waiting.order_by().values("quarter"))
    return [(one.code, str(one)) for one in quarters]


class LeadFilter(filters.ModelChoiceFilter):
    """Keeps the rows of tasks that the chosen organization leads."""

    def filter(self, queryset: QuerySet, value: Organization | None) -> QuerySet:
        if value is None:
            return queryset
        led = Responsibility.objects.filter(role=Responsibility.LEAD, organization=value)
        return queryset.filter(target__task__in=led.values("task"))


class TaskNumberFilter(filters.Filter):
    """A whole number: to a decimal one, 1.5 would be task 1."""

    field_class = forms.IntegerField

    def __init__(self) -> None:
        super().__init__(
            field_name="target__task__number",
            label=_("Task number"),
            min_value=1,
            max_value=100_000,
        )


class TargetFilter(filters.CharFilter):
    """Keeps the rows of the target of exactly that code, such as 8-1."""

    def __init__(self) -> None:
        super().__init__(field_name="target__code", label=_("Target"), max_length=20)


class StandingFilter(filters.FilterSet):
    light = filters.ChoiceFilter(label=_("Light"), choices=Standing.Lights, empty_label=_("all"))
    reason = filters.ChoiceFilter(
        label=_("Standing"), choices=Standing.Reasons, empty_label=_("all")
    )
    lead = LeadFilter(label=_("Lead department"), queryset=leading, empty_label=_("all"))
    county = filters.ModelChoiceFilter(
        field_name="organization", label=_("County"), queryset=counties, empty_label=_("all")
    )
    task = TaskNumberFilter()
    target = TargetFilter()
    settled = filters.ChoiceFilter(
        label=_("Met or not"),
        choices=[("no", _("not met")), ("yes", _("met, or not applicable"))],
        empty_label=_("all"),
        method="which_is_settled",
    )
    kind = filters.ChoiceFilter(
        field_name="target__kind", label=_("Kind"), choices=Target.Kind, empty_label=_("all")
    )
    change = filters.ChoiceFilter(
        label=_("Since the quarter before"),
        choices=[
            ("into", _("turned to this light")),
            ("red", _("turned red")),
            ("off-red", _("red no more")),
        ],
        empty_label=_("all"),
        method="changed",
    )
    words = filters.CharFilter(label=_("Words"), method="with_words", max_length=60)

    class Meta:
        model = Standing
        fields: list[str] = []

    def which_is_settled(
        self, queryset: StandingQuerySet, _name: str, value: str
    ) -> StandingQuerySet:
        unmet = queryset.unmet()
        return unmet if value == "no" else queryset.exclude(pk__in=unmet.order_by().values("pk"))

    def changed(self, queryset: StandingQuerySet, _name: str, value: str) -> StandingQuerySet:
        if value == "off-red":
            return queryset.turned(was=Light.RED)
        turned = queryset.turned()
        return turned.filter(light=Light.RED) if value == "red" else turned

    def with_words(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(target__measure__icontains=value)
            | Q(target__phrase__icontains=value)
            | Q(target__code=value)
        )


class LaggingFilter(StandingFilter):
    """For lists that are one kind of standing already."""

    light = None
    reason = None
    settled = None


class ReportFilter(filters.FilterSet):
    organization = filters.ModelChoiceFilter(
        label=_("Organization"), queryset=filing, empty_label=_("all")
    )
    lead = LeadFilter(label=_("Lead department"), queryset=leading, empty_label=_("all"))
    task = TaskNumberFilter()
    target = TargetFilter()

    class Meta:
        model = Report
        fields: list[str] = []


class UnfiledFilter(ReportFilter):
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(one.value, one.label) for one in Report.NOT_HANDED_IN],
        empty_label=_("all"),
    )


class StateFilter(ReportFilter):
    state = filters.ChoiceFilter(
        label=_("State"), choices=Report.State.choices, empty_label=_("all")
    )


class QueueFilter(ReportFilter):
    """The queue runs over all quarters."""

    kind = filters.ChoiceFilter(
        field_name="organization__kind",
        label=_("Kind of organization"),
        choices=Organization.Kind.choices,
        empty_label=_("all"),
    )
    look = filters.ChoiceFilter(
        label=_("To be looked at closely"),
        choices=[
            ("over", _("over the review limit")),
            ("again", _("evidence used elsewhere too")),
            ("late", _("handed in late")),
            ("sent", _("returned before")),
        ],
        empty_label=_("all"),
        method="that_need",
    )
    quarter = filters.ChoiceFilter(
        label=_("Quarter"), choices=waiting_quarters, empty_label=_("all"), method="of_quarter"
    )

    def that_need(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        conditions = {
            "over": Q(is_over=True),
            "again": Q(evidence_again=True),
            "late": Q(was_late=True),
            "sent": Q(redo_by__isnull=False),
        }
        return queryset.filter(conditions[value])

    def of_quarter(self, queryset: QuerySet, _name: str, code: str) -> QuerySet:
        return queryset.filter(quarter__ordinal=Period.parse(code).ordinal)


class TaskFilter(filters.FilterSet):
    lead = filters.ModelChoiceFilter(
        label=_("Lead department"), queryset=leading, empty_label=_("all"), method="led_by"
    )
    words = filters.CharFilter(
        field_name="text", lookup_expr="icontains", label=_("Words"), max_length=60
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def led_by(self, queryset: QuerySet, _name: str, value: Organization) -> QuerySet:
        return queryset.filter(
            responsibilities__role=Responsibility.LEAD, responsibilities__organization=value
        )
