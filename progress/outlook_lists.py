"""The list of own judgements beside the lights: its columns and its questions."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.columns import MomentColumn
from progress.filters import StandingFilter
from progress.models import Outlook, Standing, StandingQuerySet
from progress.outlooks import disagreement, disagrees
from progress.tables import StandingTable
from progress.templatetags.outlooks import outlook_tag


class OutlookTable(StandingTable):
    outlook = tables.Column(verbose_name=_("Own judgement"), orderable=False)
    differs = tables.Column(
        verbose_name=_("Differs from the light"), accessor="pk", orderable=False, visible=False
    )
    outlook_words = tables.Column(verbose_name=_("Grounds"), orderable=False)
    outlook_by = tables.Column(verbose_name=_("Stated by"), orderable=False)
    outlook_at = MomentColumn(verbose_name=_("Stated at"))

    class Meta:
        exclude = ["expected", "required", "unit", "deadline", "due_soon", "actual"]
        sequence = ["light", "outlook", "..."]

    def render_outlook(self, record: Any, value: str) -> SafeString:
        return outlook_tag(value, disagrees(record, value))

    def value_outlook(self, value: str) -> str:
        return str(Outlook.Level(value).label)

    def value_differs(self, record: Any) -> str:
        return str(_("yes") if disagrees(record, record.outlook) else _("no"))


class OutlookFilter(StandingFilter):
    level = filters.ChoiceFilter(
        field_name="outlook",
        label=_("Own judgement"),
        choices=Outlook.Level.choices,
        empty_label=_("all"),
    )
    against = filters.ChoiceFilter(
        label=_("Beside the light"),
        choices=[
            ("differs", _("differs from the light")),
            ("hopeful", _("more hopeful than the light")),
            ("worried", _("more worried than the light")),
        ],
        empty_label=_("all"),
        method="beside",
    )
    reason = None
    kind = None
    change = None

    class Meta:
        model = Standing
        fields: list[str] = []

    def beside(self, queryset: StandingQuerySet, _name: str, value: str) -> StandingQuerySet:
        hopeful = {"hopeful": True, "worried": False}.get(value)
        return disagreement(queryset, hopeful=hopeful)
