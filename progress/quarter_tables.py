"""Columns of the list of quarters."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.columns import DateColumn, NumberColumn
from progress.follow_up_tables import tag
from progress.models import Quarter
from progress.tables import UNBROKEN

LIFE_TAGS = {
    Quarter.Life.OPEN: "state-submitted",
    Quarter.Life.PAST_DUE: "state-draft",
    Quarter.Life.LOCKED: "state-accepted",
}


def life_tag(quarter: Quarter) -> SafeString:
    return tag(str(quarter.life.label), LIFE_TAGS.get(quarter.life, ""))


class QuarterTable(tables.Table):
    quarter = tables.Column(verbose_name=_("Quarter"), attrs=UNBROKEN)
    state = tables.Column(verbose_name=_("Status"), accessor="quarter__life")
    opens_on = DateColumn(verbose_name=_("Filing opens on"), accessor="quarter__opens_on")
    due_on = DateColumn(verbose_name=_("Filing due on"), accessor="quarter__due_on")
    owed = NumberColumn(verbose_name=_("Owed"), accessor="tally__owed")
    handed_in = NumberColumn(verbose_name=_("Handed in"), accessor="tally__handed_in")
    accepted = NumberColumn(verbose_name=_("Accepted reports"), accessor="tally__accepted")
    waiting = NumberColumn(verbose_name=_("To review"), accessor="tally__waiting")
    missing = NumberColumn(verbose_name=_("Not handed in"), accessor="tally__missing")
    last = tables.Column(verbose_name=_("Latest act"), accessor="last")

    class Meta:
        orderable = False

    def render_quarter(self, value: Quarter) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("quarter", args=[value.pk]), value)

    def value_quarter(self, value: Quarter) -> str:
        return str(value)

    def render_state(self, record: dict[str, Any]) -> SafeString:
        return life_tag(record["quarter"])

    def value_state(self, record: dict[str, Any]) -> str:
        return str(record["quarter"].life.label)
