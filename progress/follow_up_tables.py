"""Columns of the lists of what was done about it: acknowledged, urged, extended, closed."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.columns import DateColumn, MomentColumn, NumberColumn
from progress.models import Acknowledgement, Closure, Extension, Urge
from progress.tables import UNBROKEN, WHOLE_CITY, task_link

TAGS = {
    "asked": "state-submitted",
    "granted": "state-accepted",
    "refused": "state-returned",
    "reopened": "state-draft",
}


def tag(text: str, kind: str = "") -> SafeString:
    return format_html('<span class="tag {}">{}</span>', kind, text)


def link(name: str, pk: int, text: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), text)


class ChoiceColumn(tables.Column):
    """A box to tick. It carries its row's name for who cannot see the row."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"td": {"class": "choice"}, "th": {"class": "choice"}}
        super().__init__(
            verbose_name=_("Choose"),
            accessor="pk",
            orderable=False,
            exclude_from_export=True,
            attrs=attrs,
            **kwargs,
        )
        self.ticked: frozenset[int] = frozenset()

    def render(self, value: int, record: Any) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" name="chosen" value="{}" '
            'aria-label="{}"{}>',
            value,
            gettext("Choose %(row)s") % {"row": record},
            SafeString(" checked") if value in self.ticked else "",
        )


class AcknowledgementTable(tables.Table):
    number = NumberColumn(verbose_name=_("No."), accessor="task__number")
    task = tables.Column(verbose_name=_("Official words"), orderable=False)
    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    part = tables.Column(verbose_name=_("Part"), accessor="is_lead", orderable=False)
    state = tables.Column(verbose_name=_("Status"), accessor="pk", order_by=["at"])
    assigned_on = DateColumn(verbose_name=_("Assigned on"))
    due_on = DateColumn(verbose_name=_("To acknowledge by"))
    by = tables.Column(verbose_name=_("By"), orderable=False)
    at = MomentColumn(verbose_name=_("At"))
    note = tables.Column(verbose_name=_("Note"), orderable=False)

    class Meta:
        model = Acknowledgement
        fields: list[str] = []

    def render_task(self, record: Acknowledgement) -> SafeString:
        return task_link(record.task, record.task.short_text)

    def value_task(self, record: Acknowledgement) -> str:
        return record.task.text

    def render_part(self, value: bool) -> str:
        return gettext("leads") if value else gettext("co-responsible")

    def render_state(self, record: Acknowledgement) -> SafeString:
        return acknowledgement_tag(record)

    def value_state(self, record: Acknowledgement) -> str:
        return acknowledgement_words(record)


def acknowledgement_words(record: Acknowledgement) -> str:
    if record.at:
        return gettext("acknowledged late") if record.is_late else gettext("acknowledged")
    return (
        gettext("overdue, not acknowledged") if record.is_late else gettext("not yet acknowledged")
    )


def acknowledgement_tag(record: Acknowledgement) -> SafeString:
    kinds = {(True, False): "state-accepted", (False, False): "state-draft"}
    kind = kinds.get((bool(record.at), record.is_late), "tag-soon" if record.at else "tag-red")
    return tag(acknowledgement_words(record), kind)


class UrgeTable(tables.Table):
    at = MomentColumn(verbose_name=_("Urged at"))
    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    code = tables.Column(
        attrs=UNBROKEN,
        verbose_name=_("Target"),
        accessor="target__code",
        order_by=["target__task__number", "target__place"],
    )
    measure = tables.Column(verbose_name=_("What is measured"), accessor="target__measure")
    quarter = tables.Column(verbose_name=_("Quarter"), order_by=["quarter__ordinal"])
    cause = tables.Column(attrs=UNBROKEN, verbose_name=_("About"))
    message = tables.Column(verbose_name=_("Message"), orderable=False)
    by = tables.Column(attrs=UNBROKEN, verbose_name=_("Urged by"), orderable=False)
    replies_count = NumberColumn(verbose_name=_("Replies"))
    last_reply = tables.Column(verbose_name=_("Latest reply"), orderable=False)

    class Meta:
        model = Urge
        fields: list[str] = []

    def render_measure(self, record: Urge, value: str) -> SafeString:
        return link("urge", record.pk, value)

    def value_measure(self, value: str) -> str:
        return value

    def render_replies_count(self, value: int) -> Any:
        return value or tag(gettext("no reply yet"), "tag-soon")

    def value_replies_count(self, value: int) -> int:
        return value

    def value_quarter(self, record: Urge) -> str:
        return str(record.quarter)


class DecidedTable(tables.Table):
    """What somebody asked for and a reviewer decides."""

    state = tables.Column(verbose_name=_("Status"))
    asked_by = tables.Column(verbose_name=_("Asked by"), orderable=False)
    asked_at = MomentColumn(verbose_name=_("Asked at"))
    decided_by = tables.Column(verbose_name=_("Decided by"), orderable=False)
    decided_at = MomentColumn(verbose_name=_("Decided at"))

    def render_state(self, record: Any, value: str) -> SafeString:
        return tag(value, TAGS[record.state])

    def value_state(self, value: str) -> str:
        return value


class ExtensionTable(DecidedTable):
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
    since = DateColumn(verbose_name=_("Deadline when asked"))
    until = DateColumn(verbose_name=_("New deadline"))

    class Meta:
        model = Extension
        fields: list[str] = []
        sequence = ["code", "measure", "organization", "since", "until", "state", "..."]

    def render_measure(self, record: Extension, value: str) -> SafeString:
        return link("extension", record.pk, value)

    def value_measure(self, value: str) -> str:
        return value

    def render_organization(self, record: Extension) -> str:
        return str(record.organization or WHOLE_CITY)


class ClosureTable(DecidedTable):
    number = NumberColumn(verbose_name=_("No."), accessor="task__number")
    task = tables.Column(verbose_name=_("Official words"), orderable=False)
    is_late = tables.Column(verbose_name=_("In time"), orderable=False)
    reopened_at = MomentColumn(verbose_name=_("Reopened at"))

    class Meta:
        model = Closure
        fields: list[str] = []
        sequence = ["number", "task", "state", "is_late", "..."]

    def render_task(self, record: Closure) -> SafeString:
        return link("closure", record.pk, record.task.short_text)

    def value_task(self, record: Closure) -> str:
        return record.task.text

    def render_is_late(self, value: bool) -> SafeString:
        return tag(self.value_is_late(value), "tag-red" if value else "state-accepted")

    def value_is_late(self, value: bool) -> str:
        return gettext("late") if value else gettext("in time")
