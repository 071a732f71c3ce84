"""Gathers a Material from the database: a few queries, whatever the number of reports."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from departments.models import Organization, User
from nanyang_vet.kit import clock
from progress.duties import active_targets
from progress.inspection.filed import accepted, late, unfiled
from progress.inspection.material import (
    FORMAT,
    CheckpointLine,
    Material,
    QuarterLine,
    StandingLine,
    TargetLine,
    TaskLine,
    Unit,
)
from progress.inspection.requests import closures, extensions
from progress.judging import RULES_VERSION
from progress.models import Closure, Report, Standing
from progress.models.standings import IN_LIST_ORDER
from progress.overview import duties_of
from progress.selecting import Selection
from progress.wording import required
from tasks.models import Responsibility, Target, Task
from tasks.models.tasks import TaskQuerySet


def gather(user: User, selection: Selection) -> Material:
    """All that `user` may see of the selected quarter and what led to it, as of now."""
    plan, quarter = selection.plan, selection.quarter
    tasks = Task.objects.visible_to(user).filter(plan=plan).order_by("number")
    targets = list(active_targets(plan).filter(task__in=tasks.values("pk")))
    return Material(
        format=FORMAT,
        plan=plan.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        quarter=quarter.code,
        as_of=selection.as_of,
        made_at=clock.now().replace(microsecond=0),
        made_by=user.name or user.username,
        scope=_scope(user),
        rules_version=RULES_VERSION,
        due_soon_days=plan.due_soon_days,
        lagging_share=plan.lagging_share,
        about_share=plan.about_share,
        quarters=tuple(
            QuarterLine(one.code, one.period.ends_on, one.due_on)
            for one in plan.quarters.order_by("ordinal")
        ),
        units=_units(user, selection),
        tasks=_tasks(tasks),
        targets=tuple(map(_target, targets)),
        standings=_standings(user, selection, targets),
        reports=accepted(user, quarter),
        unfiled=unfiled(user, quarter),
        late=late(user, quarter),
        extensions=extensions(user, plan),
        closures=closures(user, plan),
    )


def _scope(user: User) -> str | None:
    """None for who reads all; "" for who belongs nowhere, and sees nothing."""
    if user.reads_all:
        return None
    return user.organization.name if user.organization else ""


def _units(user: User, selection: Selection) -> tuple[Unit, ...]:
    """Whoever is bound by a task, has a standing or owes a report, of those one may see."""
    plan = selection.plan
    duties = duties_of(user, plan)
    judged = Standing.objects.visible_to(user).filter(quarter__plan=plan)
    owing = Report.objects.visible_to(user).filter(quarter__plan=plan)
    leading = Responsibility.objects.filter(
        role=Responsibility.LEAD, task__in=Task.objects.visible_to(user).filter(plan=plan)
    )
    known = Organization.objects.filter(
        Q(pk__in=duties)
        | Q(pk__in=judged.values("organization"))
        | Q(pk__in=owing.values("organization"))
        | Q(responsibilities__in=leading)
    )
    return tuple(
        Unit(
            name=one.name,
            short_name=one.short_name,
            kind=one.kind,
            adcode=one.adcode,
            place=one.place,
            led=led,
            shared=shared,
        )
        for one in known.distinct().order_by("place", "pk")
        for led, shared in [duties.get(one.pk, (0, 0))]
    )


def _tasks(tasks: TaskQuerySet) -> tuple[TaskLine, ...]:
    rows = tasks.with_responsibilities()
    closed: dict[int, datetime | None] = dict(
        Closure.objects.in_force()
        .filter(task__in=rows.values("pk"))
        .values_list("task", "decided_at")
    )
    return tuple(
        TaskLine(
            number=one.number,
            text=one.text,
            units_text=one.units_text,
            lead=one.lead.name if one.lead else None,
            shared=tuple(
                unit.words
                for unit in one.responsibilities.all()
                if unit.role != Responsibility.LEAD
            ),
            closed_on=_day(closed.get(one.pk)),
        )
        for one in rows
    )


def _day(moment: datetime | None) -> date | None:
    return clock.date_of(moment) if moment else None


def _target(target: Target) -> TargetLine:
    return TargetLine(
        code=target.code,
        task=target.task.number,
        place=target.place,
        phrase=target.phrase,
        measure=target.measure,
        kind=target.kind,
        comparator=target.comparator,
        scope=target.scope,
        low=target.low,
        high=target.high,
        unit=target.unit,
        required_text=required(target),
        deadline=target.deadline,
        first_year=target.first_year,
        is_share=target.is_share,
        is_whole=target.is_whole,
        checkpoints=tuple(
            CheckpointLine(f"{one.year}Q{one.quarter}", one.value)
            for one in target.checkpoints.all()
        ),
    )


def _standings(
    user: User, selection: Selection, targets: Iterable[Target]
) -> tuple[StandingLine, ...]:
    """Of the year's quarters, the quarter before, and the last one of the year before."""
    quarter = selection.quarter
    seen = Standing.objects.visible_to(user).filter(
        quarter__plan=quarter.plan_id, target__in=[one.pk for one in targets]
    )
    wanted = (
        Q(quarter__year=quarter.year)
        | Q(quarter__ordinal=quarter.ordinal - 1)
        | Q(quarter__year=quarter.year - 1, quarter__number=4)
    )
    missed = seen.years_missed_before(quarter.year)
    rows = seen.filter(wanted).for_page().order_by("quarter__ordinal", *IN_LIST_ORDER)
    return tuple(
        _standing(one, selection, missed.get((one.target_id, one.organization_id), []))
        for one in rows
    )


def _standing(one: Standing, selection: Selection, missed: Iterable[int]) -> StandingLine:
    is_current = one.quarter_id == selection.quarter.pk
    return StandingLine(
        quarter=one.quarter.code,
        target=one.target.code,
        organization=one.organization.name if one.organization else None,
        lead=one.lead.name if one.lead else None,
        light=one.light,
        reason=one.reason,
        actual=one.actual,
        expected=one.expected,
        required=one.required,
        deadline=one.deadline,
        moved_from=one.moved_from,
        is_due_soon=is_current and one.is_due_soon(selection.as_of),
        missing=tuple(one.missing),
        missed_years=tuple(missed) if is_current else (),
    )
