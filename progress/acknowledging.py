"""Acknowledging tasks (签收): who has to, and the one act. This module alone writes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from departments.models import User
from nanyang_vet.kit import clock
from progress.models import Acknowledgement
from progress.workdays import workdays
from tasks.models import Plan, Task


@dataclass(frozen=True)
class Acknowledged:
    """What came of one act: those confirmed now, and those that somebody had confirmed before."""

    now: list[Acknowledgement]
    before: list[Acknowledgement]


@transaction.atomic
def acknowledge(*, user: User, chosen: Iterable[int], note: str = "") -> Acknowledged:
    """Confirm the chosen tasks in the name of the person's organization.

    What a colleague confirmed in the meantime stays the colleague's, and comes back as `before`.
    Raises PermissionDenied when one of them is another organization's.
    """
    wanted = set(chosen)
    mine = Acknowledgement.objects.of_filer(user).filter(pk__in=wanted)
    found = list(mine.order_by("pk").select_for_update())
    if len(found) != len(wanted):
        raise PermissionDenied
    fresh = [one for one in found if one.at is None]
    for one in fresh:
        one.at, one.by, one.note = clock.now(), user, note.strip()
    Acknowledgement.objects.bulk_update(fresh, ["at", "by", "note"])
    settled = [one.pk for one in found if one not in fresh]
    return Acknowledged(fresh, list(Acknowledgement.objects.for_page().filter(pk__in=settled)))


@transaction.atomic
def sync(plan: Plan) -> None:
    """Make the rows of who is bound by what, and drop unconfirmed ones of who is not any more.

    The day to confirm by follows the plan's setting, in working days, until somebody has confirmed.
    """
    tasks = Task.objects.filter(plan=plan).with_responsibilities()
    wanted = {(task.pk, pk) for task in tasks for pk in _bound(task)}
    rows = Acknowledgement.objects.filter(task__plan=plan)
    held = {(one.task_id, one.organization_id): one for one in rows}
    gone = [one.pk for key, one in held.items() if key not in wanted]
    rows.waiting().filter(pk__in=gone).delete()
    today, calendar = clock.today(), workdays()
    begun = {today, *(one.assigned_on for one in held.values())}
    due_on = {day: calendar.add(day, plan.acknowledge_days) for day in begun}
    moved = [one for one in held.values() if not one.at and one.due_on != due_on[one.assigned_on]]
    for one in moved:
        one.due_on = due_on[one.assigned_on]
    Acknowledgement.objects.bulk_update(moved, ["due_on"], batch_size=500)
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(
                task_id=task, organization_id=pk, assigned_on=today, due_on=due_on[today]
            )
            for task, pk in sorted(wanted - held.keys())
        ],
        ignore_conflicts=True,
    )


def _bound(task: Task) -> set[int]:
    """The lead, the co-responsible units and the members of their groups."""
    return {one.pk for unit in task.responsibilities.all() for one in unit.expanded()}
