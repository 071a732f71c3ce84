"""Which columns the lists have, on screen and in the download."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from nanyang_vet.kit.columns import DateColumn, MomentColumn, NumberColumn
from progress.lights import sign
from progress.models import Report, Standing
from progress.templatetags.lights import CLOSED, closed_tag, extended_tag, light_link, state
from progress.wording import figure
from tasks.models import Task

UNBROKEN = {"td": {"class": "unbroken"}}
WHOLE_CITY = _("the whole city")


def task_link(task: Task, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("task", args=[task.pk]), text)


class StandingTable(tables.Table):
    light = tables.Column(verbose_name=_("Light"), order_by=["rank", "deadline"])
    code = tables.Column(
        attrs=UNBROKEN,
        verbose_name=_("Target"),
        accessor="target__code",
        order_by=["target__task__number", "target__place"],
    )
    measure = tables.Column(verbose_name=_("What is measured"), accessor="target__measure")
    organization = tables.Column(
        verbose_name=_("Judged for"), empty_values=(), order_by=["organization__place"]
    )
    lead = tables.Column(verbose_name=_("Lead department"), orderable=False)
    actual = NumberColumn(verbose_name=_("Actual"))
    expected = NumberColumn(verbose_name=_("Expected by now"))
    required = NumberColumn(verbose_name=_("Met from"))
    unit = tables.Column(verbose_name=_("Unit"), accessor="target__unit")
    deadline = DateColumn(verbose_name=_("Deadline"))
    # On screen the sign stands beside the light.
    due_soon = tables.Column(verbose_name=_("Due soon"), accessor="pk", visible=False)

    class Meta:
        model = Standing
        fields: list[str] = []
        order_by = None

    def __init__(self, *args: Any, as_of: date | None = None, **kwargs: Any) -> None:
        """`as_of` is the day that "due soon" counts from."""
        super().__init__(*args, **kwargs)
        self.as_of = as_of

    def render_light(self, record: Standing) -> SafeString:
        return light_link(record, self.as_of)

    def value_due_soon(self, record: Standing) -> str:
        return str(_("due soon")) if self.as_of and record.is_due_soon(self.as_of) else ""

    def value_light(self, record: Standing) -> str:
        return str(sign(record.light, record.reason))

    def render_organization(self, record: Standing) -> str:
        return str(record.organization or WHOLE_CITY)

    def render_deadline(self, record: Standing, value: date) -> SafeString:
        return format_html("{}{}", date_format(value, "Y-m-d"), extended_tag(record))

    def value_deadline(self, value: date) -> date:
        return value

    def render_measure(self, record: Standing, value: str) -> SafeString:
        return task_link(record.target.task, value)

    def value_measure(self, value: str) -> str:
        return value


class OverdueTable(StandingTable):
    days = NumberColumn(
        verbose_name=_("Days overdue"),
        accessor="deadline",
        order_by=["-deadline"],
        empty_values=(),
    )

    def render_days(self, record: Standing) -> str:
        return str(self.value_days(record))

    def value_days(self, record: Standing) -> int:
        """Days from the deadline until the day that the list is as of."""
        return max(0, ((self.as_of or clock.today()) - record.deadline).days)


class ReportTable(tables.Table):
    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    code = tables.Column(
        attrs=UNBROKEN,
        verbose_name=_("Target"),
        accessor="target__code",
        order_by=["target__task__number", "target__place"],
    )
    measure = tables.Column(verbose_name=_("What is measured"), accessor="target__measure")
    quarter = tables.Column(
        attrs=UNBROKEN, verbose_name=_("Quarter"), order_by=["quarter__ordinal"]
    )
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Report
        fields: list[str] = []

    def render_measure(self, record: Report, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("report", args=[record.pk]), value)

    def value_measure(self, value: str) -> str:
        return value

    def render_state(self, record: Report) -> SafeString:
        return state(record)

    def value_state(self, record: Report) -> str:
        return str(record.get_state_display())

    def value_quarter(self, record: Report) -> str:
        return str(record.quarter)


class UnfiledTable(ReportTable):
    due_on = DateColumn(verbose_name=_("Due on"), order_by=["due"])
    days_late = NumberColumn(verbose_name=_("Days late"), order_by=["-due"])

    class Meta:
        sequence = ["days_late", "..."]

    def render_due_on(self, record: Report, value: date) -> SafeString:
        """Beside the day of a returned report, that it is its own."""
        day = date_format(value, "Y-m-d")
        if record.redo_by is None:
            return format_html("{}", day)
        return format_html('{} <span class="tag">{}</span>', day, gettext("to be corrected by"))

    def value_due_on(self, value: date) -> date:
        return value


class FiledTable(ReportTable):
    """Reports with what they say: on screen in one cell, in the download as plain numbers."""

    figure = tables.Column(
        verbose_name=_("Filed"), accessor="pk", orderable=False, exclude_from_export=True
    )
    value = NumberColumn(verbose_name=_("Value"), visible=False)
    numerator = NumberColumn(verbose_name=_("Numerator"), visible=False)
    denominator = NumberColumn(verbose_name=_("Denominator"), visible=False)
    unit = tables.Column(verbose_name=_("Unit"), accessor="target__unit", visible=False)
    not_applicable_why = tables.Column(verbose_name=_("Why not applicable"), visible=False)
    done = tables.Column(verbose_name=_("Progress made"), visible=False)
    problems = tables.Column(verbose_name=_("Problems"), visible=False)
    next_steps = tables.Column(verbose_name=_("Next steps"), visible=False)
    explanation = tables.Column(verbose_name=_("Explanation of the figure"), visible=False)
    submitted_at = MomentColumn(verbose_name=_("Submitted at"))
    late = tables.Column(verbose_name=_("Late"), accessor="is_late", orderable=False)

    def render_late(self, value: bool) -> str:
        return str(_("handed in late")) if value else ""

    def render_figure(self, record: Report) -> str:
        return figure(record)


class OrganizationReportTable(FiledTable):
    """The reports of one organization in one quarter."""

    class Meta:
        exclude = ["organization", "quarter"]


class TaskTable(tables.Table):
    number = NumberColumn(verbose_name=_("No."))
    text = tables.Column(verbose_name=_("Official words"), orderable=False)
    lead = tables.Column(verbose_name=_("Lead department"), orderable=False)
    targets = NumberColumn(
        verbose_name=_("Targets"), accessor="target_count", order_by=["target_count"]
    )
    blue = NumberColumn(verbose_name=pgettext_lazy("column", "Met"))
    green = NumberColumn(verbose_name=pgettext_lazy("column", "On pace"))
    yellow = NumberColumn(verbose_name=pgettext_lazy("column", "Lagging"))
    red = NumberColumn(verbose_name=pgettext_lazy("column", "Red"))
    grey = NumberColumn(verbose_name=pgettext_lazy("column", "Grey"))
    closed = tables.Column(verbose_name=_("Closed"), accessor="is_closed", orderable=False)

    class Meta:
        model = Task
        fields: list[str] = []

    def render_targets(self, value: int) -> int:
        """A task without a number still has its completion percentage."""
        return value or 1

    def value_targets(self, value: int) -> int:
        return self.render_targets(value)

    def render_text(self, record: Task) -> SafeString:
        return task_link(record, record.short_text)

    def value_text(self, record: Task) -> str:
        return record.text

    def render_closed(self, value: bool) -> SafeString | str:
        return closed_tag() if value else ""

    def value_closed(self, value: bool) -> str:
        return str(CLOSED) if value else ""


class TallyTable(tables.Table):
    """Organizations and their lights."""

    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    led = NumberColumn(verbose_name=_("Tasks led"))
    shared = NumberColumn(verbose_name=_("Tasks shared"))
    total = NumberColumn(verbose_name=_("Targets"))
    blue = NumberColumn(verbose_name=pgettext_lazy("column", "Met"))
    green = NumberColumn(verbose_name=pgettext_lazy("column", "On pace"))
    yellow = NumberColumn(verbose_name=pgettext_lazy("column", "Lagging"))
    red = NumberColumn(verbose_name=pgettext_lazy("column", "Red"))
    grey = NumberColumn(verbose_name=pgettext_lazy("column", "Grey"))
    overdue = NumberColumn(verbose_name=_("of these overdue"))
    due_soon = NumberColumn(verbose_name=_("Due soon"))
    unfiled = NumberColumn(verbose_name=_("Reports not filed"))

    def render_organization(self, value: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("organization", args=[value.pk]), value)

    def value_organization(self, value: Any) -> str:
        return str(value)
