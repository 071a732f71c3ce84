"""The writes of reviewers: accept, return, reopen.

One decision each, in one transaction with the standings that it changes.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from departments.models import Role, User
from nanyang_vet.kit import clock
from progress import standings
from progress.filing import move, record
from progress.models import Event, Report

State = Report.State


class ReasonMissing(Exception):
    """A return or a reopening must say why."""


@transaction.atomic
def accept(*, report: Report, user: User, version: int) -> Report:
    """Accept a submitted report; from now on its figure counts.

    Raises Stale when somebody else decided first, PermissionDenied for an author of the report.
    """
    _check_may_review(report, user)
    standings.lock(report.quarter.plan_id)
    fields = {"state": State.ACCEPTED, "decided_at": clock.now()}
    move(report=report, version=version, allowed=(State.SUBMITTED,), fields=fields)
    record(report, Event.Act.ACCEPTED, user)
    standings.refresh(report)
    return report


@transaction.atomic
def return_(*, report: Report, user: User, version: int, reason: str) -> Report:
    """Send a submitted report back. It is owed again: its date of submission goes.

    Raises ReasonMissing without a reason, else as `accept`.
    """
    _check_may_review(report, user)
    _send_back(report, version, State.SUBMITTED)
    return record(report, Event.Act.RETURNED, user, reason=_reason(reason))


@transaction.atomic
def reopen(*, report: Report, user: User, version: int, reason: str) -> Report:
    """Send an accepted report back for correction; it counts no more until accepted anew.

    Raises as `return_`.
    """
    _check_may_review(report, user)
    standings.lock(report.quarter.plan_id)
    _send_back(report, version, State.ACCEPTED)
    record(report, Event.Act.REOPENED, user, reason=_reason(reason))
    standings.refresh(report)
    return report


def _check_may_review(report: Report, user: User) -> None:
    """A second person decides, never one who wrote on the report (promises 6)."""
    if not user.has_role(Role.REVIEWER) or report.was_written_by(user):
        raise PermissionDenied


def _send_back(report: Report, version: int, state: str) -> None:
    fields = {"state": State.RETURNED, "submitted_at": None, "decided_at": clock.now()}
    move(report=report, version=version, allowed=(state,), fields=fields)


def _reason(written: str) -> str:
    said = written.strip()
    if not said:
        raise ReasonMissing
    return said
