"""Closing tasks and taking them up again (办结, 销号). This module alone writes closings.

A closed task files no more; its lights stay as they were.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from departments.models import Role, User
from nanyang_vet.kit import clock
from progress import duties, standings
from progress.judging import Reason
from progress.models import Closure, Quarter, Standing, StandingQuerySet
from progress.refusals import Overtaken, Refused, check_may_decide, given
from tasks.models import Task

State = Closure.State


def leads(user: User, task: Task) -> bool:
    """Whether this person files for the unit that leads `task`."""
    lead = task.lead
    return user.has_role(Role.FILER) and lead is not None and lead.pk == user.organization_id


def latest_quarter(task: Task) -> Quarter | None:
    """The quarter that counts for closing: the latest one that has ended."""
    return duties.latest_quarter(task.plan)


def judged(task: Task, quarter: Quarter) -> StandingQuerySet:
    """The lights of all targets of `task` at the end of `quarter`."""
    targets = duties.active_targets(task.plan).filter(task=task)
    return Standing.objects.filter(target__in=targets, quarter=quarter)


@dataclass(frozen=True)
class Verdicts:
    """How the targets of a task stand at the latest quarter: what closing depends on."""

    quarter: Quarter | None
    standings: list[Standing]

    @property
    def unmet(self) -> list[Standing]:
        """What is still missing: everything that is neither met nor not applicable."""
        return [one for one in self.standings if not one.is_settled]

    @property
    def fault(self) -> str:
        """Why the task cannot be closed now; empty when it can."""
        if not self.standings:
            return _("Nothing of this task has been judged yet.")
        if not self.unmet:
            return ""
        return _("%(count)s of its targets are not met at the end of %(quarter)s.") % {
            "count": len(self.unmet),
            "quarter": self.quarter,
        }


def verdicts(task: Task) -> Verdicts:
    quarter = latest_quarter(task)
    return Verdicts(quarter, list(judged(task, quarter).for_page()) if quarter else [])


def was_late(task: Task) -> bool:
    """Whether a target was not met when its deadline had come; an extended one when that had."""
    quarter = latest_quarter(task)
    targets = duties.active_targets(task.plan).filter(task=task)
    missed = Standing.objects.filter(target__in=targets, reason=Reason.OVERDUE)
    return quarter is not None and missed.filter(quarter__ordinal__lte=quarter.ordinal).exists()


@transaction.atomic
def ask(*, task: Task, user: User, reason: str) -> Closure:
    """Ask for closing, in the name of the unit that leads the task.

    Raises PermissionDenied for everybody else, Refused while a target is not met, Overtaken when
    the task is closed or somebody has asked already.
    """
    if not leads(user, task):
        raise PermissionDenied
    said = given(reason, _("Give the reason."))
    closure = Closure(task=task, reason=said, asked_by=user, asked_at=clock.now())
    first = _alive(task)
    if first is not None:
        raise Overtaken(_overtaken(first))
    _check_met(task)
    try:
        with transaction.atomic():
            closure.save(force_insert=True)
    except IntegrityError as error:
        raise Overtaken(_overtaken(_alive(task))) from error
    return closure


@transaction.atomic
def grant(*, closure: Closure, user: User, reason: str) -> Closure:
    """Close the task: from now on nothing is owed for it. In time or late is found here.

    Raises PermissionDenied for who asked and who does not review, Refused when a target is no
    longer met, Overtaken when somebody else decided first.
    """
    check_may_decide(closure.asked_by_id, user)
    standings.lock(closure.task.plan_id)
    _check_met(closure.task)
    fields = {"state": State.GRANTED, "is_late": was_late(closure.task)}
    _decide(closure, user, reason, fields)
    _refresh_owed(closure.task)
    return closure


@transaction.atomic
def refuse(*, closure: Closure, user: User, reason: str) -> Closure:
    """Leave the task open. Raises as `grant`."""
    check_may_decide(closure.asked_by_id, user)
    _decide(closure, user, reason, {"state": State.REFUSED})
    return closure


@transaction.atomic
def reopen(*, closure: Closure, user: User, reason: str) -> Closure:
    """Take a closed task up again: what it owed is owed again. Raises as `grant`."""
    check_may_decide(closure.asked_by_id, user)
    standings.lock(closure.task.plan_id)
    fields = {
        "state": State.REOPENED,
        "reopened_by": user,
        "reopened_at": clock.now(),
        "reopening": given(reason, _("Give the reason.")),
    }
    _move(closure, State.GRANTED, fields)
    _refresh_owed(closure.task)
    return closure


def _check_met(task: Task) -> None:
    fault = verdicts(task).fault
    if fault:
        raise Refused(fault)


def _decide(closure: Closure, user: User, reason: str, fields: dict[str, object]) -> None:
    decided = {
        "decided_by": user,
        "decided_at": clock.now(),
        "decision": given(reason, _("Give the reason.")),
    }
    _move(closure, State.ASKED, decided | fields)


def _move(closure: Closure, state: str, fields: dict[str, object]) -> None:
    """Write `fields` if the closing is still in the state that the person saw: one row exactly."""
    if Closure.objects.filter(pk=closure.pk, state=state).update(**fields) != 1:
        raise Overtaken(_overtaken(Closure.objects.for_page().get(pk=closure.pk)))
    closure.refresh_from_db(fields=list(fields))


def _refresh_owed(task: Task) -> None:
    duties.refresh_owed(task.plan, duties.active_targets(task.plan).filter(task=task))


def _alive(task: Task) -> Closure | None:
    return Closure.objects.for_page().alive().filter(task=task).first()


def _overtaken(closure: Closure | None) -> str:
    if closure is None:
        return _("Somebody was faster. Nothing was changed.")
    moment = closure.reopened_at or closure.decided_at or closure.asked_at
    return _(
        "Somebody was faster: the closing of this task is now “%(state)s” (%(who)s, %(when)s). "
        "Nothing was changed."
    ) % {
        "state": closure.get_state_display(),
        "who": closure.reopened_by or closure.decided_by or closure.asked_by,
        "when": clock.written(moment),
    }
