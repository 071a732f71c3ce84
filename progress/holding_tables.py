"""Columns and questions of the list of who holds which report."""

from collections.abc import Iterable
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from nanyang_vet.kit.columns import DateColumn, NumberColumn
from nanyang_vet.kit.workdays import Workdays
from progress.filters import TaskNumberFilter, filing
from progress.follow_up_tables import link, tag
from progress.holding import Held, Holder
from progress.models import Quarter, Report
from progress.periods import Period
from progress.tables import UNBROKEN, ReportTable

UNSEEN: dict[str, Any] = {"visible": False, "orderable": False, "accessor": "pk"}


class HoldingFilter(filters.FilterSet):
    """`quarters` are those whose reports the list holds."""

    holder = filters.ChoiceFilter(
        label=_("In whose hands"), choices=Holder.choices, empty_label=_("all")
    )
    quarter = filters.ChoiceFilter(
        label=_("Quarter"), choices=[], empty_label=_("all"), method="of_quarter"
    )
    organization = filters.ModelChoiceFilter(
        label=_("Organization"), queryset=filing, empty_label=_("all")
    )
    task = TaskNumberFilter()
    beyond = filters.ChoiceFilter(
        field_name="is_beyond",
        label=_("Limit"),
        choices=[("1", _("over the limit")), ("0", _("within the limit"))],
        empty_label=_("all"),
        method="over_or_within",
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, quarters: Iterable[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["quarter"].extra["choices"] = [(one.code, str(one)) for one in quarters]

    def of_quarter(self, queryset: QuerySet, _name: str, code: str) -> QuerySet:
        return queryset.filter(quarter__ordinal=Period.parse(code).ordinal)

    def over_or_within(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(is_beyond=value == "1")


class HoldingTable(ReportTable):
    """Open reports by whose turn it is, as `held` annotates them."""

    holder = tables.Column(attrs=UNBROKEN, verbose_name=_("In whose hands"), order_by=["holder"])
    held_since = DateColumn(verbose_name=_("Since"))
    days = NumberColumn(verbose_name=_("Days"), accessor="held_since", order_by=["-held_since"])
    working = NumberColumn(
        verbose_name=_("Working days"), accessor="held_since", order_by=["-held_since"]
    )
    is_beyond = tables.Column(verbose_name=_("Limit"))
    in_all = tables.Column(
        attrs=UNBROKEN,
        verbose_name=_("Days in all"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
    )
    filer_days = NumberColumn(verbose_name=_("In all with the filing unit, in days"), **UNSEEN)
    bureau_days = NumberColumn(verbose_name=_("In all with the reviewers, in days"), **UNSEEN)

    class Meta:
        sequence = ["holder", "organization", "code", "measure", "quarter", "state", "..."]

    def __init__(self, *args: Any, calendar: Workdays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.held: dict[int, Held | None] = {}

    def before_render(self, request: Any) -> None:
        """On screen the code stands beside the words."""
        self.columns.hide("code")

    def render_holder(self, record: Any) -> str:
        return str(Holder(record.holder).label)

    def render_measure(self, record: Any, value: str) -> SafeString:
        return link("report", record.pk, f"{record.target.code} {value}")

    def render_days(self, record: Any) -> int:
        return self.value_days(record)

    def value_days(self, record: Any) -> int:
        return (clock.today() - record.held_since).days

    def render_working(self, record: Any) -> int:
        return self.value_working(record)

    def value_working(self, record: Any) -> int:
        return self.calendar.between(record.held_since, clock.today())

    def render_is_beyond(self, value: bool) -> SafeString | str:
        return tag(gettext("over the limit"), "tag-red") if value else "—"

    def value_is_beyond(self, value: bool) -> str:
        return gettext("over the limit") if value else ""

    def render_in_all(self, record: Any) -> SafeString:
        held = self.held[record.pk]
        if held is None:
            return format_html("—")
        filer, bureau = gettext("filing unit"), gettext("reviewers")
        return format_html("{} {}<br>{} {}", filer, held.filer.days, bureau, held.bureau.days)

    def value_filer_days(self, record: Any) -> int | None:
        held = self.held[record.pk]
        return held.filer.days if held else None

    def value_bureau_days(self, record: Any) -> int | None:
        held = self.held[record.pk]
        return held.bureau.days if held else None
