"""Who owes a report on what, and when (rulings 2.6, 2.9).

A duty is a Report row, made when the plan is loaded or its master data change: for every
contributor of every target and every quarter in which the target is judged.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from departments.models import Organization
from nanyang_vet.kit import clock
from progress.judging import EVERY_YEAR, Kind, Light
from progress.models import Closure, Extension, Quarter, Report, Standing
from progress.periods import Period, periods_between
from tasks.models import Plan, Target, Task

Met = set[tuple[int, int | None, int]]
"""Targets found met: (target, organization or None for the city, quarter's ordinal)."""


def open_quarters(plan: Plan) -> None:
    """Create the quarters of the plan's years that are not there yet, with the usual dates."""
    Quarter.objects.bulk_create(
        [
            Quarter(
                plan=plan,
                year=period.year,
                number=period.number,
                ordinal=period.ordinal,
                opens_on=period.next.starts_on,
                due_on=period.due_on,
            )
            for period in periods_between(plan.starts_on, plan.ends_on)
        ],
        ignore_conflicts=True,
    )


def active_targets(plan: Plan) -> QuerySet[Target]:
    """The targets in force: a completion percentage gives way once the task has another target."""
    measured = Task.objects.filter(plan=plan).exclude(targets=None)
    with_others = measured.filter(
        targets__kind__in=[kind for kind in Target.Kind if kind != Target.Kind.COMPLETION]
    )
    return (
        bound_targets()
        .filter(task__plan=plan)
        .exclude(kind=Target.Kind.COMPLETION, task__in=with_others.values("pk"))
    )


def bound_targets() -> QuerySet[Target]:
    """Targets with who is bound by them."""
    tasks = Task.objects.select_related("plan").with_responsibilities()
    return (
        Target.objects.select_related("collected_from")
        .prefetch_related(Prefetch("task", tasks), "collected_from__members", "checkpoints")
        .order_by("task__number", "place")
    )


def contributors(target: Target) -> list[Organization]:
    """Who files `target`: the members of the group it is collected from, else the task's lead."""
    if target.collected_from is None:
        lead = target.task.lead
        return [lead] if lead else []
    for one in target.task.responsibilities.all():
        if one.group_id == target.collected_from_id:
            return one.expanded()
    return list(target.collected_from.members.all())


def is_owed(target: Target, period: Period, met_before: bool, deadline: date | None = None) -> bool:
    """Whether silence on `target` for `period` is a fault.

    A standard is settled once, with the year's last quarter; a milestone is due when its day has
    come. What was met before, and whose deadline is behind, needs no further report. An
    extension's `deadline` takes the place of the target's own.
    """
    until = deadline or target.deadline
    if target.kind == Kind.STANDARD:
        return period.closes_year
    if target.kind == Kind.MILESTONE:
        return not met_before and period.ends_on >= until
    if target.kind in EVERY_YEAR:
        return True
    return not (met_before and period.starts_on > until)


def has_begun(target: Target, period: Period) -> bool:
    return target.first_year is None or period.year >= target.first_year


@transaction.atomic
def sync(plan: Plan) -> None:
    """Make the rows of the duties that there are, and drop untouched ones that there are not.

    A touched one stays, for it is somebody's words; but nobody waits for it any more.
    """
    quarters = list(Quarter.objects.filter(plan=plan))
    wanted = {
        (target.pk, organization.pk, quarter.pk)
        for target in active_targets(plan)
        for organization in contributors(target)
        for quarter in quarters
        if has_begun(target, quarter.period)
    }
    locked = {quarter.pk for quarter in quarters if quarter.is_locked}
    rows = Report.objects.filter(quarter__plan=plan)
    held = {
        tuple(keys[1:]): keys[0]
        for keys in rows.values_list("pk", "target_id", "organization_id", "quarter_id")
    }
    gone = [pk for keys, pk in held.items() if keys not in wanted]
    # Locked and looked at again: somebody may have begun to write on one of them meanwhile.
    empty = rows.filter(pk__in=gone, state=Report.State.UNFILED).order_by("pk")
    rows.filter(pk__in=list(empty.select_for_update().values_list("pk", flat=True))).delete()
    rows.filter(pk__in=gone, is_owed=True).update(is_owed=False)
    Report.objects.bulk_create(
        [
            Report(target_id=target, organization_id=organization, quarter_id=quarter)
            for target, organization, quarter in sorted(wanted - held.keys())
            if quarter not in locked  # whoever is bound only now cannot file for it any more
        ],
        ignore_conflicts=True,
    )


def _excused(reports: Iterable[Report], targets: dict[int, Target]) -> set[int]:
    """Reports whose duty's latest accepted one, in the same window, says 不适用."""
    excused: set[int] = set()
    latest: dict[tuple[int, int], Report] = {}
    for report in sorted(reports, key=lambda one: one.quarter.ordinal):
        duty = report.target_id, report.organization_id
        before = latest.get(duty)
        if before is not None and before.not_applicable:
            same_year = before.quarter.year == report.quarter.year
            if same_year or not targets[report.target_id].is_every_year:
                excused.add(report.pk)
        if report.state == Report.State.ACCEPTED:
            latest[duty] = report
    return excused


def refresh_owed(plan: Plan, targets: Iterable[Target]) -> None:
    """Set again which reports are owed; needs the standings, which say what was met before.

    Nothing is owed for a closed task.
    """
    by_pk = {target.pk: target for target in targets}
    moved = Extension.objects.deadlines(by_pk.values())
    closed = set(Closure.objects.in_force().filter(task__plan=plan).values_list("task", flat=True))
    met: Met = set(
        Standing.objects.filter(target__in=by_pk, light=Light.BLUE).values_list(
            "target_id", "organization_id", "quarter__ordinal"
        )
    )
    bound = {pk: {one.pk for one in contributors(target)} for pk, target in by_pk.items()}
    reports = list(Report.objects.filter(target__in=by_pk).select_related("quarter"))
    done_by_former_leads = {
        (one.target_id, one.quarter_id)
        for one in reports
        if one.state in Report.HANDED_IN and one.organization_id not in bound[one.target_id]
        if by_pk[one.target_id].collected_from_id is None
    }
    excused = _excused(reports, by_pk)
    changed = []
    for report in reports:
        target, period = by_pk[report.target_id], report.quarter.period
        owner = report.organization_id if target.scope == Target.Scope.EACH_COUNTY else None
        met_before = (target.pk, owner, period.ordinal - 1) in met
        owed = (
            report.organization_id in bound[target.pk]
            and target.task_id not in closed
            and (target.pk, report.quarter_id) not in done_by_former_leads
            and report.pk not in excused
            and has_begun(target, period)
            and is_owed(target, period, met_before, moved.get((target.pk, owner)))
        )
        if owed != report.is_owed:
            report.is_owed = owed
            changed.append(report)
    Report.objects.bulk_update(changed, ["is_owed"], batch_size=500)


def latest_quarter(plan: Plan) -> Quarter | None:
    """The latest quarter that has ended, whether its filing date has passed or not."""
    opened = Quarter.objects.filter(plan=plan, opens_on__lte=clock.today())
    return opened.order_by("-ordinal").first()
