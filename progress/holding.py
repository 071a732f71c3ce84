"""Who holds the ball (在谁手里): which reports lie with whom, since when, how long in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, User
from nanyang_vet.kit import clock
from nanyang_vet.kit.workdays import Workdays
from progress.models import Event, Quarter, Report
from progress.queueing import truth, with_waiting
from progress.spells import Handover, Side, Spell, spells
from tasks.models import Responsibility

Act = Event.Act
TO_WHOM: dict[str, Side | None] = {
    Act.SUBMITTED: Side.BUREAU,
    Act.WITHDRAWN: Side.FILER,
    Act.ACCEPTED: None,
    Act.RETURNED: Side.FILER,
    Act.REOPENED: Side.FILER,
}
IMPORTED_AS: dict[str, Side | None] = {
    Report.State.SUBMITTED: Side.BUREAU,
    Report.State.ACCEPTED: None,
}
Kind = Organization.Kind


class Holder(TextChoices):
    """Whose turn it is, by kind."""

    COUNTY = "county", _("Counties and zones")
    LEAD = "lead", _("lead departments")
    OTHER = "other", _("other departments")
    INSTITUTION = "institution", _("institutions")
    BUREAU = "bureau", _("the reviewing bureau")


@dataclass(frozen=True)
class Time:
    """A length of time in calendar days and in working days."""

    days: int = 0
    working: int = 0

    def __add__(self, other: "Time") -> "Time":
        return Time(self.days + other.days, self.working + other.working)


@dataclass(frozen=True)
class Held:
    """How long a report lay with either side in all, and whose turn it is now (None: nobody's)."""

    filer: Time
    bureau: Time
    now: Side | None
    since: date | None
    limit: int
    """The working days that the plan gives the bureau."""
    longest_review: int
    """The working days of the bureau's longest spell."""

    @property
    def was_slow(self) -> bool:
        return self.longest_review > self.limit


def handovers(events: Iterable[Event]) -> list[Handover]:
    """What events say of whose turn it was, in their order."""
    found = []
    for event in events:
        if event.act == Act.IMPORTED and "state" in event.changes:
            side = IMPORTED_AS.get(event.changes["state"][1], Side.FILER)
        elif event.act in TO_WHOM:
            side = TO_WHOM[event.act]
        else:
            continue
        found.append(Handover(side, clock.date_of(event.at)))
    return found


def held_so_far(report: Report, events: Iterable[Event], calendar: Workdays) -> Held | None:
    """None for a report whose quarter has not opened yet, or that nobody waits for."""
    today = clock.today()
    if report.quarter.opens_on > today or not (report.is_owed or report.is_touched):
        return None
    found = spells(report.quarter.opens_on, handovers(events))
    lengths = [(one, _length(one, today, calendar)) for one in found]
    reviews = [time for one, time in lengths if one.side == Side.BUREAU]
    filings = [time for one, time in lengths if one.side == Side.FILER]
    over = report.quarter.is_locked or report.is_task_closed
    last = found[-1] if found and found[-1].until is None and not over else None
    return Held(
        filer=sum(filings, Time()),
        bureau=sum(reviews, Time()),
        now=last.side if last else None,
        since=last.since if last else None,
        limit=report.quarter.plan.review_days,
        longest_review=max((one.working for one in reviews), default=0),
    )


def _length(spell: Spell, today: date, calendar: Workdays) -> Time:
    until = spell.until or today
    return Time((until - spell.since).days, calendar.between(spell.since, until))


def held(user: User, calendar: Workdays, quarters: Iterable[Quarter]) -> QuerySet[Any]:
    """The open reports of `quarters` that `user` may see: owed or waiting, not accepted yet.

    Each with `holder`, the kind of who holds it, `held_since`, and `is_over`: the bureau longer
    than its limit, anybody else past the day in force.
    """
    today, limits = clock.today(), {one.plan_id: one.plan.review_days for one in quarters}
    shown = Report.objects.visible_to(user).filter(
        Q(is_owed=True) | Q(state=Report.State.SUBMITTED),
        quarter__in=[one.pk for one in quarters],
    )
    open_still = shown.exclude(state=Report.State.ACCEPTED).for_page()
    waiting = with_waiting(open_still, calendar, limits.values())
    past = Q(is_over=True) | (~Q(state=Report.State.SUBMITTED) & Report.past_due_on(today))
    opens_on = F("quarter__opens_on")
    return waiting.annotate(
        holder=_holder(),
        held_since=Greatest(Coalesce(TruncDate("waiting_since"), opens_on), opens_on),
        is_beyond=truth(past),
    )


def _holder() -> Case:
    lead = Responsibility.objects.filter(
        role=Responsibility.LEAD,
        task=OuterRef("target__task"),
        organization=OuterRef("organization"),
    )
    return Case(
        When(state=Report.State.SUBMITTED, then=Value(Holder.BUREAU.value)),
        When(organization__kind__in=[Kind.COUNTY, Kind.ZONE], then=Value(Holder.COUNTY.value)),
        When(organization__kind=Kind.INSTITUTION, then=Value(Holder.INSTITUTION.value)),
        When(Exists(lead), then=Value(Holder.LEAD.value)),
        default=Value(Holder.OTHER.value),
        output_field=CharField(),
    )


def open_quarters() -> list[Quarter]:
    """The quarters in which something can be in somebody's hands, the latest first."""
    opened = Quarter.objects.open_for_filing(clock.today()).select_related("plan")
    return list(opened.order_by("-ordinal"))


@dataclass
class Share:
    """What lies with one kind of holder."""

    holder: Holder
    times: list[Time] = field(default_factory=list)
    beyond: int = 0

    @property
    def count(self) -> int:
        return len(self.times)

    @property
    def median(self) -> Time:
        """Cut to whole days."""
        days = median(Decimal(one.days) for one in self.times)
        return Time(int(days), int(median(Decimal(one.working) for one in self.times)))

    @property
    def longest(self) -> Time:
        return max(self.times, key=lambda one: one.days)


def shares(reports: QuerySet[Any], calendar: Workdays) -> list[Share]:
    """By kind of holder: how many of `reports`, and for how long; the empty ones are left out."""
    today = clock.today()
    found = {one: Share(one) for one in Holder}
    rows = reports.order_by().values_list("holder", "held_since", "is_beyond")
    for holder, since, is_beyond in rows:
        share = found[Holder(holder)]
        share.times.append(Time((today - since).days, calendar.between(since, today)))
        share.beyond += is_beyond
    return [one for one in found.values() if one.times]


@dataclass(frozen=True)
class Decisions:
    """How long the bureau took over one quarter's reports."""

    quarter: Quarter
    count: int
    slow: int


def decisions_of(quarter: Quarter, user: User, calendar: Workdays) -> Decisions:
    """The decisions on the quarter's reports that `user` may see; one query."""
    reports = Report.objects.visible_to(user).filter(quarter=quarter)
    events = Event.objects.filter(report__in=reports.order_by().values("pk")).handing_over()
    limit, today = quarter.plan.review_days, clock.today()
    took: list[int] = []
    for _pk, of_one in groupby(events.order_by("report", "pk"), key=lambda one: one.report_id):
        took += [
            _length(spell, today, calendar).working
            for spell in spells(quarter.opens_on, handovers(of_one))
            if spell.side == Side.BUREAU and spell.until is not None
        ]
    return Decisions(quarter, len(took), sum(days > limit for days in took))


def events_by_report(reports: Sequence[Report], batch: int = 500) -> dict[int, list[Event]]:
    """The handovers of each of `reports`, in batches of so many keys."""
    found: dict[int, list[Event]] = {one.pk: [] for one in reports}
    keys = list(found)
    for first in range(0, len(keys), batch):
        some = Event.objects.filter(report__in=keys[first : first + batch]).handing_over()
        for event in some.order_by("pk"):
            found[event.report_id].append(event)
    return found
