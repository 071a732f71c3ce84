"""Columns of the scores, of one score's items, and of objections."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.columns import MomentColumn, NumberColumn
from nanyang_vet.kit.numbers import show_number
from progress.filters import filing
from progress.follow_up_tables import TAGS, link, tag
from progress.models import Matter, Objection
from progress.scoring import Item, Rules
from progress.tables import UNBROKEN, task_link


class ScoreTable(tables.Table):
    """One row for each organization; the columns of matters follow from the plan's rules."""

    rank = NumberColumn(verbose_name=_("Rank"))
    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    duties = NumberColumn(verbose_name=_("Targets judged"))
    total = NumberColumn(verbose_name=_("Score"))

    def __init__(self, *args: Any, quarter: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quarter = quarter

    def render_organization(self, value: Any) -> SafeString:
        address = f"{reverse('score', args=[value.pk])}?{urlencode({'quarter': self.quarter})}"
        return format_html('<a href="{}">{}</a>', address, value)

    def value_organization(self, value: Any) -> str:
        return str(value)


class ItemTable(tables.Table):
    """The items of one score. `objects_at` is the quarter that an objection refers to."""

    matter = tables.Column(verbose_name=_("Matter"))
    target = tables.Column(verbose_name=_("Target"), orderable=False)
    quarter = tables.Column(verbose_name=_("Quarter"), attrs=UNBROKEN, orderable=False)
    points = NumberColumn(
        verbose_name=_("Points each"), accessor="matter", empty_values=(), orderable=False
    )
    objection = tables.Column(verbose_name=_("Objection"), empty_values=(), orderable=False)

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        may_object: bool = False,
        objects_at: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.may_object, self.objects_at = rules, may_object, objects_at

    def render_matter(self, value: str) -> str:
        return str(Matter(value).label)

    def render_points(self, record: Item) -> str:
        return show_number(self.rules[record.matter].points)

    def render_target(self, record: Item) -> SafeString:
        return task_link(record.target.task, f"{record.target.code} {record.target.measure}")

    def render_objection(self, record: Item) -> SafeString | str:
        said = record.objection
        shown: SafeString | str = ""
        if said is not None:
            shown = link("objection", said.pk, said.get_state_display())
        alive = said is not None and said.state != Objection.State.DISMISSED
        costs = self.rules[record.matter].points < 0
        if alive or not costs or not self.may_object:
            return shown or "—"
        asked = urlencode({"quarter": self.objects_at, "key": record.key})
        return format_html(
            '{} <a href="{}?{}">{}</a>', shown, reverse("object"), asked, _("Object")
        )


class ObjectionTable(tables.Table):
    state = tables.Column(verbose_name=_("Answer"))
    organization = tables.Column(verbose_name=_("Organization"), order_by=["organization__place"])
    said = tables.Column(verbose_name=_("Item objected to"), orderable=False)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    asked_by = tables.Column(verbose_name=_("Objected by"), orderable=False)
    asked_at = MomentColumn(verbose_name=_("Objected at"))
    decision = tables.Column(verbose_name=_("Reason of the decision"), orderable=False)
    decided_by = tables.Column(verbose_name=_("Decided by"), orderable=False)

    class Meta:
        model = Objection
        fields: list[str] = []

    def render_state(self, record: Objection) -> SafeString:
        return tag(record.get_state_display(), TAGS[record.state])

    def value_state(self, record: Objection) -> str:
        return str(record.get_state_display())

    def render_said(self, record: Objection, value: str) -> SafeString:
        return link("objection", record.pk, value)

    def value_said(self, value: str) -> str:
        return value


class ObjectionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        label=_("Answer"), choices=Objection.State.choices, empty_label=_("all")
    )
    organization = filters.ModelChoiceFilter(
        label=_("Organization"), queryset=filing, empty_label=_("all")
    )

    class Meta:
        model = Objection
        fields: list[str] = []
