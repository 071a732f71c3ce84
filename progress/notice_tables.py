"""The call list, on screen and in the download, and how a message's fate is said."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.columns import NumberColumn
from progress.calling import Call, Codes
from progress.follow_up_tables import tag
from progress.models import Delivery

State = Delivery.State
SHOWN = 3
"""Quarters that a cell shows on screen before it says how many reports more there are."""


class CodesColumn(tables.Column):
    """How many, and which in which quarter; on screen only the first quarters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(orderable=False, attrs={"td": {"class": "codes"}}, **kwargs)

    def render(self, value: Codes) -> SafeString | str:
        if not value:
            return "—"
        shown = list(value.items())[:SHOWN]
        more = value.count - sum(len(codes) for _quarter, codes in shown)
        lines: list[tuple[str, str]] = [
            (f"{quarter}：", _unbroken(codes)) for quarter, codes in shown
        ]
        if more:
            lines.append(("", gettext("and %(count)s more") % {"count": more}))
        rows = format_html_join("", "<li>{}{}</li>", lines)
        return format_html("<strong>{}</strong><ul>{}</ul>", value.count, rows)

    def value(self, value: Codes) -> str:
        if not value:
            return ""
        groups = [f"{quarter} {'、'.join(codes)}" for quarter, codes in value.items()]
        said = {"count": value.count, "codes": "\n".join(groups)}
        return gettext("%(count)s: %(codes)s") % said


def _unbroken(codes: list[str]) -> SafeString:
    """8-1 is not to be broken at its dash."""
    return format_html_join("、", '<span class="unbroken">{}</span>', ((one,) for one in codes))


class CallTable(tables.Table):
    organization = tables.Column(
        verbose_name=_("Organization"), orderable=False, attrs={"td": {"class": "organization"}}
    )
    contacts = tables.Column(verbose_name=_("Contact"), orderable=False)
    # On screen the number stands below its name.
    phones = tables.Column(verbose_name=_("Telephone"), orderable=False, visible=False)
    days_late = NumberColumn(verbose_name=_("Days late"))
    overdue = CodesColumn(verbose_name=_("Reports overdue"))
    due = CodesColumn(verbose_name=_("Due within 7 days"))
    returned = CodesColumn(verbose_name=_("Returned"))
    red = CodesColumn(verbose_name=_("Red targets"))
    unanswered = CodesColumn(verbose_name=_("Urgings without reply"))
    reminded = tables.Column(
        verbose_name=_("Last reminded"), orderable=False, empty_values=(), accessor="reminded_on"
    )

    def render_organization(self, record: Call) -> SafeString:
        address = reverse("organization", args=[record.organization.pk])
        return format_html('<a href="{}">{}</a>', address, record.organization)

    def value_organization(self, record: Call) -> str:
        return str(record.organization)

    def render_contacts(self, record: Call) -> SafeString:
        people = [(one, one.phone) for one in record.filers]
        return format_html_join("", '<span class="contact">{} <small>{}</small></span>', people)

    def value_contacts(self, value: str) -> str:
        return value

    def render_reminded(self, record: Call) -> SafeString:
        troubles = format_html_join("", "<br>{}", ((troubled_tag(one),) for one in record.troubled))
        return format_html('<span class="reminded">{}</span>{}', reminded(record), troubles)

    def value_reminded(self, record: Call) -> str:
        return "\n".join([reminded(record), *map(troubled_words, record.troubled)])


def reminded(call: Call) -> str:
    """The day of the latest notice and the ways on which it went."""
    if call.reminded_on is None:
        return gettext("not yet")
    ways = [gettext("in the site"), *(str(one.get_channel_display()) for one in call.sent)]
    return f"{date_format(call.reminded_on, 'Y-m-d')} {'、'.join(dict.fromkeys(ways))}"


def troubled_words(delivery: Delivery) -> str:
    """“存疑 12号 邮件 a@example.cn”: the number is what `--resend` and `--arrived` take."""
    text = gettext("%(state)s: No. %(pk)s, %(channel)s %(address)s")
    return text % {
        "state": delivery.get_state_display(),
        "pk": delivery.pk,
        "channel": delivery.get_channel_display(),
        "address": delivery.address,
    }


def troubled_tag(delivery: Delivery) -> SafeString:
    kind = "tag-soon" if delivery.state == State.IN_DOUBT else "tag-red"
    return tag(troubled_words(delivery), f"{kind} troubled")
