"""Standings: the stored verdicts. This module alone writes them.

They are written in the transaction of the acceptance, return or reopening that changed them, so
that pages are plain indexed queries and never judge for themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.db import transaction

from departments.models import Organization
from progress import duties
from progress.judging import (
    Filed,
    Goal,
    Kind,
    add_up,
    due_soon_from,
    judge,
    required_number,
)
from progress.models import Extension, Quarter, Report, Standing
from progress.periods import Period
from tasks.models import Plan, Target

JUDGED_FIELDS = (
    "light",
    "reason",
    "actual",
    "expected",
    "required",
    "deadline",
    "due_soon_from",
    "missing",
)
Key = tuple[int, int | None, int]


@dataclass(frozen=True)
class Difference:
    """A stored standing that is not what judging says now. None: it is not there at all."""

    target: str
    organization: str | None
    quarter: str
    field: str
    stored: object
    judged: object


def goal_of(target: Target, plan: Plan, deadline: date | None = None) -> Goal:
    """The judged form of `target`; needs its checkpoints prefetched. An extension's `deadline`
    takes the place of the target's own (rulings 4.7)."""
    checkpoints = tuple(
        (Period(one.year, one.quarter).ends_on, one.value) for one in target.checkpoints.all()
    )
    return Goal(
        kind=Kind(target.kind),
        required=required_number(target.low, target.comparator, plan.about_share),
        starts_on=plan.starts_on,
        deadline=deadline or target.deadline,
        whole=target.is_whole,
        baseline=target.baseline,
        first_year=target.first_year,
        checkpoints=checkpoints,
        lagging_share=plan.lagging_share,
    )


def filed_form(report: Report, contributor: int) -> Filed:
    """An accepted report as judging reads it."""
    return Filed(
        contributor=contributor,
        period=report.quarter.period,
        value=report.value,
        numerator=report.numerator,
        denominator=report.denominator,
        not_applicable=report.not_applicable,
    )


def cut(amount: Fraction | Decimal) -> Decimal:
    """`amount` cut to six decimals, or to the fifteen digits that both databases keep exactly."""
    exact = Fraction(amount)
    places = max(0, min(6, 15 - len(str(int(exact)))))
    scaled = Decimal(int(exact * 10**places // 1))
    return scaled.scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR)


def filed_forms(target: Target, accepted: Iterable[Report]) -> dict[Filed, Report]:
    """The accepted reports of `target` as judging reads them.

    What the lead files is filed from the lead's seat: after a change of lead, the reports of the
    one before still count, except where the new one has reported on the same quarter.
    """
    bound = [one.pk for one in duties.contributors(target)]
    if target.collected_from_id is not None or not bound:
        return {filed_form(one, one.organization_id): one for one in accepted}
    lead_first = sorted(accepted, key=lambda one: one.organization_id == bound[0], reverse=True)
    by_period: dict[Period, Report] = {}
    for report in lead_first:
        by_period.setdefault(report.quarter.period, report)
    return {filed_form(one, bound[0]): one for one in by_period.values()}


def _accepted(targets: Sequence[Target]) -> dict[int, list[Filed]]:
    by_target: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.accepted().filter(target__in=targets).select_related("quarter"):
        if report.value is not None or report.numerator is not None or report.not_applicable:
            by_target[report.target_id].append(report)
    return {target.pk: list(filed_forms(target, by_target[target.pk])) for target in targets}


def _judged(
    target: Target,
    owner: Organization | None,
    contributors: Sequence[Organization],
    filed: Iterable[Filed],
    quarter: Quarter,
    deadline: date | None,
) -> Standing:
    plan = target.task.plan
    goal, period = goal_of(target, plan, deadline), quarter.period
    names = {one.pk: one.name for one in contributors}
    verdict = judge(goal, add_up(goal.kind, list(names), filed, period), period)
    return Standing(
        target=target,
        organization=owner,
        quarter=quarter,
        light=verdict.light.value,
        reason=verdict.reason.value,
        actual=None if verdict.actual is None else cut(verdict.actual),
        expected=cut(verdict.expected),
        required=cut(verdict.required),
        deadline=goal.deadline_in(period),
        due_soon_from=due_soon_from(goal, period, plan.due_soon_days),
        missing=[names[pk] for pk in verdict.missing],  # type: ignore[index]
    )


def judged(
    targets: Sequence[Target], quarters: Sequence[Quarter], only: int | None = None
) -> Iterator[Standing]:
    """What judging says now, unsaved. `only` narrows per-county targets to one organization."""
    accepted, moved = _accepted(targets), Extension.objects.deadlines(targets)
    for target in targets:
        bound, filed = duties.contributors(target), accepted[target.pk]
        for quarter in quarters:
            if target.scope == Target.Scope.CITY:
                yield _judged(target, None, bound, filed, quarter, moved.get((target.pk, None)))
                continue
            for owner in bound:
                if only in (None, owner.pk):
                    day = moved.get((target.pk, owner.pk))
                    yield _judged(target, owner, [owner], filed, quarter, day)


def _key(standing: Standing) -> Key:
    return standing.target_id, standing.organization_id, standing.quarter_id


def lock(plan: Plan | int) -> Plan:
    """Queue up with whoever else changes what `plan` is judged on, until the transaction ends.

    Taken before anything is read or any report is written: then the second of two acceptances
    sums up the first's too, none judges by a deadline that is just being changed, and two that
    want each other's rows cannot meet. Those who only write drafts do not queue here.
    """
    pk = plan if isinstance(plan, int) else plan.pk
    return Plan.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def refresh(report: Report) -> None:
    """Judge `report`'s target anew, for its quarter and those after it."""
    _refresh(
        report.quarter.plan_id, report.target_id, report.organization_id, report.quarter.ordinal
    )


@transaction.atomic
def refresh_target(target: Target, organization: Organization | None) -> None:
    """Judge `target` anew in every quarter: its deadline has moved for `organization`."""
    _refresh(target.task.plan_id, target.pk, organization.pk if organization else None, 0)


@transaction.atomic
def refresh_target_of_everybody(target: Target) -> None:
    """Judge `target` anew in every quarter for all that it is judged for: its line has moved."""
    _refresh(target.task.plan_id, target.pk, None, 0, is_for_all=True)


def _refresh(
    plan_id: int, target: int, organization: int | None, since: int, *, is_for_all: bool = False
) -> None:
    plan = lock(plan_id)
    targets = list(duties.active_targets(plan).filter(pk=target))
    quarters = list(plan.quarters.filter(ordinal__gte=since))
    stored = Standing.objects.filter(target__in=targets, quarter__in=quarters)
    only = None
    if targets and targets[0].scope == Target.Scope.EACH_COUNTY and not is_for_all:
        only = organization
        stored = stored.filter(organization=only)
    _write(list(judged(targets, quarters, only)), {_key(one): one for one in stored})
    duties.refresh_owed(plan, targets)


@transaction.atomic
def rebuild(plan: Plan) -> None:
    """Judge everything of `plan` anew; standings of what is judged no more go."""
    plan = lock(plan)
    targets = list(duties.active_targets(plan))
    stored = Standing.objects.filter(quarter__plan=plan)
    by_key = {_key(one): one for one in stored}
    fresh = list(judged(targets, list(plan.quarters.all())))
    gone = by_key.keys() - {_key(one) for one in fresh}
    stored.filter(pk__in=[by_key[key].pk for key in gone]).delete()
    _write(fresh, by_key)
    duties.refresh_owed(plan, targets)


def _write(fresh: list[Standing], stored: dict[Key, Standing]) -> None:
    """Store what is new or changed, and touch nothing else."""
    new, changed = [], []
    for standing in fresh:
        held = stored.get(_key(standing))
        if held is None:
            new.append(standing)
        elif _changed_fields(held, standing):
            standing.pk = held.pk
            changed.append(standing)
    Standing.objects.bulk_create(new, batch_size=500)
    # They are there: the insert ends as an update, several times faster than bulk_update.
    Standing.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=JUDGED_FIELDS,
        batch_size=500,
    )


def _changed_fields(held: Standing, fresh: Standing) -> list[str]:
    return [name for name in JUDGED_FIELDS if getattr(held, name) != getattr(fresh, name)]


def differences(plan: Plan) -> list[Difference]:
    """Where the stored standings are not what judging says now. Reads only."""
    stored = {
        _key(one): one
        for one in Standing.objects.filter(quarter__plan=plan).select_related(
            "target", "organization", "quarter"
        )
    }
    found = []
    for fresh in judged(list(duties.active_targets(plan)), list(plan.quarters.all())):
        held = stored.pop(_key(fresh), None)
        if held is None:
            found.append(_difference(fresh, "standing", None, fresh.light))
            continue
        for name in _changed_fields(held, fresh):
            found.append(_difference(fresh, name, getattr(held, name), getattr(fresh, name)))
    found.extend(_difference(left, "standing", left.light, None) for left in stored.values())
    return found


def _difference(standing: Standing, field: str, stored: object, judged: object) -> Difference:
    owner = standing.organization
    return Difference(
        standing.target.code,
        owner.name if owner else None,
        standing.quarter.code,
        field,
        stored,
        judged,
    )
