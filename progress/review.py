"""The writes of reviewers: accept, return, reopen. One decision each, in one transaction with the
standings that it changes."""

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
    return _decide(report, user, version, State.ACCEPTED, Event.Act.ACCEPTED, "")


@transaction.atomic
def return_(*, report: Report, user: User, version: int, reason: str) -> Report:
    """Send a submitted report back. It is owed again: its date of submission goes.

    Raises ReasonMissing without a reason, else as `accept`.
    """
    return _decide(report, user, version, State.RETURNED, Event.Act.RETURNED, _reason(reason))


@transaction.atomic
def reopen(*, report: Report, user: User, version: int, reason: str) -> Report:
    """Send an accepted report back for correction; its figure counts no more until accepted anew."""
    if not user.has_role(Role.REVIEWER):
        raise PermissionDenied
    said = _reason(reason)
    move(
        report=report,
        version=version,
        allowed=(State.ACCEPTED,),
        fields={"state": State.RETURNED, "submitted_at": None, "decided_at": clock.now()},
    )
    record(report, Event.Act.REOPENED, user, reason=said)
    standings.refresh(report)
    return report


def _decide(report: Report, user: User, version: int, state: str, act: str, reason: str) -> Report:
    if (
        report.state == State.SUBMITTED
        and not Report.objects.reviewable_by(user).filter(pk=report.pk).exists()
        and Report.objects.filter(pk=report.pk, state=State.SUBMITTED).exists()
    ):
        raise PermissionDenied
    fields: dict[str, object] = {"state": state, "decided_at": clock.now()}
    if state == State.RETURNED:
        fields["submitted_at"] = None
    move(report=report, version=version, allowed=(State.SUBMITTED,), fields=fields)
    record(report, act, user, reason=reason)
    if state == State.ACCEPTED:
        standings.refresh(report)
    return report


def _reason(written: str) -> str:
    said = written.strip()
    if not said:
        raise ReasonMissing
    return said
