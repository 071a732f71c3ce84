"""The figures of the overview: a few grouped queries, whatever the number of reports."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from departments.models import Organization, User
from nanyang_vet.kit import clock
from progress.counts import SETTLED, URGENCY, Counts
from progress.judging import Light
from progress.models import Acknowledgement, Report, Standing, StandingQuerySet
from progress.selecting import Selection
from tasks.models import Plan, Responsibility


@dataclass(kw_only=True)
class Tally(Counts):
    """The counts of one organization; None: of all, or of tasks that nobody leads."""

    organization: Organization | None = None
    led: int = 0
    shared: int = 0
    """Tasks that it leads, and those in which it is co-responsible: the size of what it bears."""

    @property
    def met_share(self) -> int:
        """Hundredths of the targets that are met, cut to a whole number."""
        return self.lights[Light.BLUE] * 100 // self.total if self.total else 0

    @property
    def by_light(self) -> list[tuple[str, str, int]]:
        return [(one.value, str(one.label), self.lights[one.value]) for one in Standing.Lights]


@dataclass(frozen=True)
class Overview:
    """`unled` are the targets of tasks that no organization leads: nobody's yet, and not lost."""

    total: Tally
    departments: list[Tally]
    counties: list[Tally]
    unled: Tally | None
    worst: list[Standing]

    @property
    def of_city(self) -> list[Tally]:
        """The departments, and last what none of them leads: so the sums are complete."""
        return [*self.departments, *([self.unled] if self.unled else [])]


def overview(user: User, selection: Selection, worst: int = 10) -> Overview:
    """What `user` may see of the selected quarter: all told, by department and by county."""
    standings = Standing.objects.visible_to(user).filter(quarter=selection.quarter)
    reports = Report.objects.visible_to(user)
    unfiled = _unfiled(reports, selection)
    duties = duties_of(user, selection.plan)
    tallies = _tallies(standings, selection, unfiled, duties)
    total = Tally(unfiled=sum(unfiled.values()))
    for tally in tallies:
        total.lights += tally.lights
        total.reasons += tally.reasons
        total.due_soon += tally.due_soon
    owned = [one for one in tallies if one.organization]
    return Overview(
        total=total,
        departments=_ranked(one for one in owned if not _is_county(one) and _is_listed(one)),
        counties=_ranked(one for one in owned if _is_county(one)),
        unled=next((one for one in tallies if one.organization is None), None),
        worst=list(worst_first(standings.for_page().filter(light=Light.RED))[:worst]),
    )


def worst_first(standings: StandingQuerySet) -> StandingQuerySet:
    """Overdue, far behind, silent, lagging, the rest; in each the earlier deadline first."""
    order = Case(
        *[
            When(light=light, reason=reason, then=Value(place))
            for (light, reason), place in URGENCY.items()
        ],
        default=Value(SETTLED),
        output_field=IntegerField(),
    )
    return standings.alias(rank=order).order_by(
        "rank", "deadline", "target__task__number", "target__place", "organization__place"
    )


def _unfiled(reports: QuerySet[Report], selection: Selection) -> Counter[int]:
    """Reports overdue for the selected quarter, by organization."""
    overdue = Report.objects.overdue(clock.today()).filter(
        pk__in=reports.values("pk"), quarter=selection.quarter
    )
    counts = overdue.order_by().values_list("organization").annotate(Count("pk"))
    return Counter(dict(counts))


def duties_of(user: User, plan: Plan) -> dict[int, tuple[int, int]]:
    """Of each organization how many tasks it leads and how many it shares.

    Who is bound by a task has a row to acknowledge it, groups and open groups included.
    """
    lead = Responsibility.objects.filter(
        role=Responsibility.LEAD, task=OuterRef("task"), organization=OuterRef("organization")
    )
    bound = Acknowledgement.objects.visible_to(user).filter(task__plan=plan)
    rows = (
        bound.order_by()
        .values_list("organization")
        .annotate(all=Count("pk"), led=Count("pk", filter=Exists(lead)))
    )
    return {pk: (led, every - led) for pk, every, led in rows}


def _tallies(
    standings: QuerySet[Standing],
    selection: Selection,
    unfiled: Counter[int],
    duties: dict[int, tuple[int, int]],
) -> list[Tally]:
    """One tally per organization that is bound by something or has not filed.

    A county's own standing is the county's; one of the whole city is the lead's, and nobody's
    (None) where no organization leads the task.
    """
    soon = Q(pk__in=Standing.objects.due_soon(selection.as_of).values("pk"))
    lead = FilteredRelation(
        "target__task__responsibilities",
        condition=Q(target__task__responsibilities__role=Responsibility.LEAD),
    )
    rows = (
        standings.alias(lead_unit=lead)
        .order_by()
        .values_list("organization", "light", "reason")
        .annotate(
            answering=F("lead_unit__organization"),
            count=Count("pk"),
            due_soon=Count("pk", filter=soon),
        )
    )
    by_owner: dict[int | None, Tally] = {}
    for county, light, reason, answering, count, due_soon in rows:
        by_owner.setdefault(county or answering, Tally()).add(light, reason, count, due_soon)
    everybody = {*by_owner, *unfiled, *duties} - {None}
    for pk, organization in Organization.objects.in_bulk(everybody).items():
        tally = by_owner.setdefault(pk, Tally())
        tally.organization, tally.unfiled = organization, unfiled[pk]
        tally.led, tally.shared = duties.get(pk, (0, 0))
    return list(by_owner.values())


def _is_county(tally: Tally) -> bool:
    return tally.organization is not None and tally.organization.is_county


def _is_listed(tally: Tally) -> bool:
    """Every department that is bound by a task; of others those that are judged or owe."""
    kind = tally.organization.kind if tally.organization else ""
    return kind == Organization.Kind.DEPARTMENT or bool(tally.total or tally.unfiled)


def _ranked(tallies: Iterable[Tally]) -> list[Tally]:
    """As they are ranked, and among equals in the usual order."""

    def order(tally: Tally) -> tuple[int, ...]:
        return *tally.rank, tally.organization.place if tally.organization else 0

    return sorted(tallies, key=order)
