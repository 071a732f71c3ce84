"""The queue of reviewers: what is the most urgent, and what a decision has to look at first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from departments.models import User
from nanyang_vet.kit import clock
from nanyang_vet.kit.counting import counted
from nanyang_vet.kit.workdays import Workdays
from progress.filters import QueueFilter
from progress.judging import Light
from progress.models import (
    Event,
    Evidence,
    EvidenceQuerySet,
    Report,
    ReportQuerySet,
    Standing,
    StandingQuerySet,
)
from tasks.models import Plan

LIGHTS_FIRST = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN, Light.BLUE)
NEVER = Q(pk__in=[])


def queue_for(user: User, calendar: Workdays) -> QuerySet[Any]:
    """What waits for this reviewer, the most urgent first, with all that its list shows.

    Over the review limit first; then by the light, red first; then the longest waiting.
    """
    reports = Report.objects.reviewable_by(user).for_page()
    limits = Plan.objects.order_by().values_list("review_days", flat=True)
    light = _own_standing().annotate(
        place=Case(
            *[When(light=one, then=Value(place)) for place, one in enumerate(LIGHTS_FIRST)],
            default=Value(len(LIGHTS_FIRST)),
            output_field=IntegerField(),
        )
    )
    return (
        with_waiting(reports, calendar, limits)
        .annotate(
            light_place=Subquery(light.values("place")[:1]),
            standing_pk=Subquery(_own_standing().values("pk")[:1]),
            last_pk=Subquery(_earlier().values("pk")[:1]),
            evidence_count=counted(Evidence.objects.in_force().filter(report=OuterRef("pk"))),
            evidence_again=Exists(_used_elsewhere()),
        )
        .order_by("-is_over", "light_place", "waiting_since", "pk")
    )


def with_waiting(
    reports: ReportQuerySet, calendar: Workdays, limits: Iterable[int]
) -> QuerySet[Any]:
    """Each with `waiting_since`, when it was last handed over, and `is_over`: for longer than its
    plan gives the bureau. An import hands over when it is loaded, whatever date it carries.

    `limits` are the numbers of working days that the plans give.
    """
    last = Event.objects.filter(report=OuterRef("pk")).handing_over().order_by("-pk")
    since = Coalesce(
        Subquery(last.values("at")[:1]),
        F("submitted_at"),
        F("decided_at"),
        output_field=DateTimeField(),
    )
    over = NEVER
    for days in set(limits):
        first = earliest_within(calendar, clock.today(), days)
        over |= Q(
            state=Report.State.SUBMITTED,
            quarter__plan__review_days=days,
            waiting_since__lt=_begin(first),
        )
    return reports.annotate(waiting_since=since).annotate(is_over=truth(over))


def truth(condition: Q) -> Case:
    """Whether `condition` holds; what the database calls unknown does not."""
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def earliest_within(calendar: Workdays, today: date, days: int) -> date:
    """What came on this day or later has not waited for more than `days` working days."""
    return calendar.add(date.fromordinal(today.toordinal() + 1), -days - 1)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _own_standing() -> StandingQuerySet:
    """The light that a report bears on: its organization's own, else the city's."""
    place = Q(organization=OuterRef("organization")) | Q(organization=None)
    same = Standing.objects.filter(place, target=OuterRef("target"), quarter=OuterRef("quarter"))
    return same.order_by(F("organization").asc(nulls_last=True))


def _earlier() -> ReportQuerySet:
    """The reports of the same duty that were handed in for earlier quarters, the latest first."""
    return Report.objects.filter(
        target=OuterRef("target"),
        organization=OuterRef("organization"),
        quarter__plan=OuterRef("quarter__plan"),
        quarter__ordinal__lt=OuterRef("quarter__ordinal"),
        state__in=Report.HANDED_IN,
    ).order_by("-quarter__ordinal")


def _used_elsewhere() -> EvidenceQuerySet:
    """A report's files that serve another task, organization or quarter as well."""
    elsewhere = (
        ~Q(report__target__task=OuterRef("report__target__task"))
        | ~Q(report__organization=OuterRef("report__organization"))
        | ~Q(report__quarter=OuterRef("report__quarter"))
    )
    same = Evidence.objects.in_force().filter(elsewhere, sha256=OuterRef("sha256"))
    return Evidence.objects.in_force().filter(Exists(same), report=OuterRef("pk"))


@dataclass(frozen=True)
class Place:
    """Where a report stands in the queue as somebody filtered it."""

    number: int
    length: int
    following: int | None
    """The next one, and from the last the first again; None where there is no other."""


def place_in_queue(
    report: Report, user: User, asked: QueryDict, calendar: Workdays
) -> Place | None:
    """None for a report that is not in that queue. `asked` are the parameters of its page."""
    found = QueueFilter(asked, queue_for(user, calendar))
    waiting = list(found.qs.values_list("pk", flat=True))
    if report.pk not in waiting:
        return None
    index = waiting.index(report.pk)
    others = waiting[index + 1 :] + waiting[:index]
    return Place(index + 1, len(waiting), others[0] if others else None)
