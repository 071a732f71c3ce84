"""An official list, as the pure reader read it, into the database: idempotent, all or nothing."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError, QuerySet, Value
from django.db.models.functions import Concat

from departments.loading import current_register, ensure_register, find_organization
from departments.models import Group, Organization
from departments.names import Unit
from nanyang_vet.kit.signals import master_data_changed
from tasks.models import Plan, Remark, Responsibility, Target, Task
from tasks.reading import Reading, ReadTarget, ReadTask, read_task_list

DEFAULT_PLAN = "南阳市职业教育改革任务清单"
DEFAULT_START = date(2022, 1, 1)
DEFAULT_END = date(2025, 12, 31)
READ_KINDS = (Target.Kind.TOTAL, Target.Kind.YEARLY, Target.Kind.RATIO, Target.Kind.STANDARD)
"""What comes from the list; milestones and completion percentages do not."""


class TargetReported(Exception):
    """The list no longer has targets (`codes`) on which reports have been filed."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@transaction.atomic
def load_task_list(
    text: str,
    *,
    plan_name: str = DEFAULT_PLAN,
    starts_on: date = DEFAULT_START,
    ends_on: date = DEFAULT_END,
) -> tuple[Plan, Reading]:
    """Read `text` and store its tasks under the plan of that name, made if need be.

    An existing plan keeps its own years. Loading the same list again changes nothing; a changed
    list changes what it changed. Raises tasks.reading.ListError for what is not a task list, and
    TargetReported where a target would go on which somebody has filed.
    """
    ensure_register()
    plan, _created = Plan.objects.get_or_create(
        name=plan_name, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    reading = read_task_list(text, current_register(), plan.starts_on, plan.ends_on)
    for read in reading.tasks:
        _store_task(plan, read, reading)
    master_data_changed.send(sender=Plan)
    return plan, reading


def _store_task(plan: Plan, read: ReadTask, reading: Reading) -> None:
    task, _created = Task.objects.update_or_create(
        plan=plan,
        number=read.number,
        defaults={"text": read.text, "units_text": read.units_text},
    )
    _store_responsibilities(task, read.units)
    _store_targets(task, read.targets)
    _store_completion(task, plan, bool(read.targets))
    _store_remarks(task, read, reading)


def _remove(targets: QuerySet[Target]) -> None:
    """Targets that the list has no more; never one on which somebody has filed."""
    codes = list(targets.values_list("code", flat=True))
    try:
        targets.delete()
    except ProtectedError as error:
        raise TargetReported(codes) from error


def _store_responsibilities(task: Task, units: Iterable[Unit]) -> None:
    """Rewrite the units only where the list's words changed: a lead set by hand stays."""
    wanted = [_responsibility(task, place, unit) for place, unit in enumerate(units)]
    held = list(task.responsibilities.all())
    if [one.words for one in held] == [one.words for one in wanted]:
        return
    picked = {one.words: list(one.members.all()) for one in held}
    task.responsibilities.all().delete()
    for one in wanted:
        one.save()
        one.members.set(picked.get(one.words, []))


def _responsibility(task: Task, place: int, unit: Unit) -> Responsibility:
    name = unit.name or unit.words
    leads = place == 0 and unit.kind == "organization"
    return Responsibility(
        task=task,
        place=place,
        role=Responsibility.LEAD if leads else Responsibility.SHARED,
        words=unit.words,
        organization=_organization(name) if unit.kind == "organization" else None,
        group=Group.objects.get_or_create(name=name)[0] if unit.kind == "group" else None,
        is_open=unit.kind in {"open", "unknown"},
    )


def _organization(name: str) -> Organization:
    found = find_organization(name)
    return found or Organization.objects.create(name=name, place=Organization.objects.count() + 1)


def _county_group(task: Task) -> Group | None:
    """The task's group whose members are counties and zones; else any such group."""
    counties = Organization.Kind.COUNTY, Organization.Kind.ZONE
    groups = Group.objects.filter(members__kind__in=counties).distinct()
    return groups.filter(responsibilities__task=task).first() or groups.first()


def _store_targets(task: Task, reads: Sequence[ReadTarget]) -> None:
    """The targets of the row: the known ones under their new words, new ones, and none else."""
    held = list(task.targets.filter(kind__in=READ_KINDS))
    known = _recognize(held, reads)
    kept = {target.pk for target in known.values()}
    _remove(task.targets.filter(pk__in=[one.pk for one in held if one.pk not in kept]))
    moved = [one.pk for code, one in known.items() if one.code != code]
    # Out of each other's way first: where the list inserts a target, the codes after it move.
    task.targets.filter(pk__in=moved).update(code=Concat(Value("~"), F("code")))
    county_group = _county_group(task)
    for place, read in enumerate(reads, start=1):
        _store_target(task, place, read, known.get(read.code), county_group)


def _recognize(held: Sequence[Target], reads: Sequence[ReadTarget]) -> dict[str, Target]:
    """Which stored target each read one is, by its code: the same words, or else the same thing.

    A place in the row says nothing: figures filed on one target must never become another's.
    """
    left, known = list(held), {}
    for same in (_same_words, _same_thing):
        for read in reads:
            found = next((one for one in left if read.code not in known and same(one, read)), None)
            if found is not None:
                known[read.code] = found
                left.remove(found)
    return known


def _same_words(target: Target, read: ReadTarget) -> bool:
    return target.phrase == read.phrase


def _same_thing(target: Target, read: ReadTarget) -> bool:
    return (target.measure, target.unit, target.kind) == (read.measure, read.unit, read.kind)


def _store_target(
    task: Task, place: int, read: ReadTarget, known: Target | None, county_group: Group | None
) -> None:
    """Its meaning only where the list's words changed: what was set by hand since then stays."""
    fields: dict[str, Any] = {
        "code": read.code,
        "place": place,
        "start": read.start,
        "end": read.end,
    }
    if known is None or not _same_words(known, read):
        fields |= _meaning(read, county_group)
    if known is None:
        Target.objects.create(task=task, **fields)
    else:
        Target.objects.filter(pk=known.pk).update(**fields)


def _meaning(read: ReadTarget, county_group: Group | None) -> dict[str, Any]:
    by_members = read.scope == Target.Scope.EACH_COUNTY or read.collected_from is not None
    named = Group.objects.filter(name=read.collected_from or "").first()
    return {
        "phrase": read.phrase,
        "measure": read.measure,
        "kind": read.kind,
        "comparator": read.comparator,
        "low": read.low,
        "high": read.high,
        "unit": read.unit,
        "scope": read.scope,
        "collected_from": (named or county_group) if by_members else None,
        "deadline": read.deadline,
        "first_year": read.first_year,
    }


def _store_completion(task: Task, plan: Plan, has_targets: bool) -> None:
    """A task without a number is supervised by a completion percentage (rulings 2.9)."""
    if has_targets:
        _remove(task.targets.filter(kind=Target.Kind.COMPLETION))
        return
    Target.objects.get_or_create(
        task=task,
        kind=Target.Kind.COMPLETION,
        defaults={
            "code": f"{task.number}-0",
            "place": 0,
            "phrase": "",
            "measure": f"完成比例：{_first_clause(task.text)}",
            "comparator": Target.Comparator.EXACT,
            "low": Decimal(100),
            "unit": "%",
            "deadline": plan.ends_on,
        },
    )


def _first_clause(text: str) -> str:
    """The task's first words, to tell one completion percentage from another."""
    clause = re.split("[，。；,;]", text, maxsplit=1)[0]
    return clause if len(clause) <= 24 else f"{clause[:23]}…"


def _store_remarks(task: Task, read: ReadTask, reading: Reading) -> None:
    task.remarks.all().delete()
    levels = {Remark.Level.WARNING: reading.warnings, Remark.Level.DOUBT: reading.doubts}
    remarks = [
        Remark(task=task, level=level, code=one.code, words=one.words, meaning=one.meaning)
        for level, ones in levels.items()
        for one in ones
        if one.row == read.number
    ]
    remarks += [
        Remark(task=task, level=Remark.Level.NOT_TARGET, code=one.why, words=one.text)
        for one in read.not_targets
    ]
    Remark.objects.bulk_create(remarks)
