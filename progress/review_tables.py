"""Columns of the reviewers' queue."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from nanyang_vet.kit.columns import NumberColumn
from nanyang_vet.kit.workdays import Workdays
from progress.comparing import doubts_about
from progress.follow_up_tables import tag
from progress.lights import sign
from progress.models import Report, Standing
from progress.tables import FiledTable
from progress.templatetags.lights import light_link
from progress.wording import amount, figure, required

UNSEEN: dict[str, Any] = {"visible": False, "orderable": False}
"""In the download only: on screen it stands in another cell."""
YES_OR_BLANK = {True: _("yes"), False: ""}


class SeenColumn(tables.Column):
    """A box to tick that carries the version which the page shows. There is none for all."""

    def __init__(self) -> None:
        attrs = {"td": {"class": "choice"}}
        super().__init__(
            verbose_name=_("Choose"),
            accessor="pk",
            orderable=False,
            exclude_from_export=True,
            attrs=attrs,
        )

    def render(self, record: Report) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" name="seen" value="{}-{}" '
            'aria-label="{}">',
            record.pk,
            record.version,
            gettext("Choose %(row)s") % {"row": record},
        )


class QueueTable(FiledTable):
    """What waits for review, as `queue_for` annotates it.

    On screen the figures stand in one cell, in the download each in its own.
    """

    seen = SeenColumn()
    light = tables.Column(
        verbose_name=_("Light now"), accessor="standing_pk", order_by=["light_place"]
    )
    measure = tables.Column(
        verbose_name=_("Report"),
        accessor="target__measure",
        order_by=["target__task__number", "target__place", "organization__place"],
    )
    figure = tables.Column(
        verbose_name=_("Filed, and to compare"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
    )
    last = NumberColumn(verbose_name=_("Last time"), accessor="pk", **UNSEEN)
    expected = NumberColumn(verbose_name=_("Expected by now"), accessor="pk", **UNSEEN)
    required = tables.Column(verbose_name=_("Required"), accessor="target", **UNSEEN)
    evidence = NumberColumn(verbose_name=_("Evidence"), accessor="evidence_count")
    doubts = tables.Column(verbose_name=_("To be looked at"), accessor="pk", **UNSEEN)
    again = tables.Column(
        verbose_name=_("Evidence used elsewhere too"), accessor="evidence_again", **UNSEEN
    )
    waiting = NumberColumn(
        verbose_name=_("Waiting, in working days"),
        accessor="waiting_since",
        order_by=["waiting_since"],
    )
    is_over = tables.Column(verbose_name=_("Over the review limit"), **UNSEEN)

    class Meta:
        exclude = ["state"]
        sequence = ["seen", "light", "organization", "code", "measure", "quarter", "figure", "..."]

    def __init__(self, *args: Any, calendar: Workdays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.lasts: dict[int, Report] = {}
        self.standings: dict[int, Standing] = {}

    def before_render(self, request: Any) -> None:
        """On screen these stand in the cells of others."""
        for name in ("organization", "code", "quarter", "submitted_at", "late"):
            self.columns.hide(name)

    def render_light(self, value: int) -> SafeString | str:
        standing = self.standings.get(value)
        return light_link(standing) if standing else "—"

    def value_light(self, value: int) -> str:
        standing = self.standings.get(value)
        return str(sign(standing.light, standing.reason)) if standing else ""

    def render_measure(self, record: Any, value: str) -> SafeString:
        """The link knows how the queue was filtered, so that a decision leads back to it."""
        return format_html(
            '<span><a href="{}?{}">{} {}</a><br><small>{} · {}</small></span>',
            reverse("report", args=[record.pk]),
            urlencode({"back": self.request.GET.urlencode()}),
            record.target.code,
            value,
            record.organization,
            record.quarter,
        )

    def render_figure(self, record: Any) -> SafeString:
        standing, last = self.standings.get(record.standing_pk), self.lasts.get(record.last_pk)
        whole = record.target.is_collected
        shown = [
            (gettext("Filed"), figure(record)),
            (gettext("Last time"), figure(last) if last else "—"),
            (
                gettext("Expected of the city") if whole else gettext("Expected by now"),
                amount(standing.expected, record.target) if standing else "—",
            ),
            (
                gettext("Required of the city") if whole else gettext("Required"),
                required(record.target),
            ),
        ]
        pairs = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", shown)
        return format_html('<dl class="compared">{}</dl>{}', pairs, self._odd(record))

    def _odd(self, record: Any) -> SafeString:
        """What is odd beside last time's figure, with what the filer says of it."""
        doubts = self._doubts(record)
        if not doubts:
            return SafeString("")
        said = gettext("Explanation: %(words)s") % {"words": record.explanation or "—"}
        return format_html('<p class="doubts">▲ {}<br>{}</p>', "；".join(doubts), said)

    def _doubts(self, record: Any) -> list[str]:
        return doubts_about(record, self.lasts.get(record.last_pk))

    def value_doubts(self, record: Any) -> str:
        return "；".join(self._doubts(record))

    def value_last(self, record: Any) -> Any:
        """A number; of a share its words, for it is two numbers."""
        last = self.lasts.get(record.last_pk)
        if last is None:
            return None
        return last.value if last.value is not None else figure(last)

    def value_expected(self, record: Any) -> Any:
        standing = self.standings.get(record.standing_pk)
        return standing.expected if standing else None

    def value_required(self, record: Any) -> str:
        return required(record.target)

    def render_evidence(self, record: Any, value: int) -> SafeString:
        again = tag(gettext("used elsewhere too"), "tag-soon") if record.evidence_again else ""
        return format_html("<span>{} {}</span>", value, again)

    def value_evidence(self, value: int) -> int:
        return value

    def value_again(self, value: bool) -> str:
        return str(YES_OR_BLANK[value])

    def value_is_over(self, value: bool) -> str:
        return str(YES_OR_BLANK[value])

    def render_waiting(self, record: Any) -> SafeString:
        days = self.value_waiting(record)
        over = tag(gettext("over the limit"), "tag-red") if record.is_over else ""
        late = tag(gettext("handed in late"), "tag-soon") if record.is_late else ""
        return format_html("<span>{} {} {}</span>", days, over, late)

    def value_waiting(self, record: Any) -> int:
        since = clock.date_of(record.waiting_since)
        return self.calendar.between(since, clock.today())
