"""The writes of reviewers: accept one or many, return, reopen.

One decision each, in one transaction with the standings that it changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import Role, User
from nanyang_vet.kit import clock
from nanyang_vet.kit.workdays import Workdays
from progress import standings
from progress.filing import Stale, hold, move, record
from progress.models import Event, Quarter, Report
from progress.refusals import Refused
from progress.workdays import workdays

State = Report.State


class ReasonMissing(Exception):
    """A return or a reopening must say why."""


@dataclass
class ManyAccepted:
    """What came of one act on many reports: accepted, left for they had moved on (as they are
    now), and left for the person had a hand in them."""

    done: list[Report] = field(default_factory=list)
    moved_on: list[Report] = field(default_factory=list)
    own: list[Report] = field(default_factory=list)


@transaction.atomic
def accept(*, report: Report, user: User, version: int) -> Report:
    """Accept a submitted report; from now on its figure counts.

    Raises Stale when somebody else decided first, PermissionDenied for an author of the report.
    """
    _check_may_review(report, user)
    standings.lock(report.quarter.plan_id)
    hold(report)
    fields = {"state": State.ACCEPTED, "decided_at": clock.now()}
    move(report=report, version=version, allowed=(State.SUBMITTED,), fields=fields)
    record(report, Event.Act.ACCEPTED, user)
    standings.refresh(report)
    return report


def accept_many(*, user: User, seen: Iterable[tuple[int, int]]) -> ManyAccepted:
    """Accept reports, each at the version that the person saw; `seen` are (pk, version) pairs.

    Each is a decision of its own: what moved on in the meantime keeps no other one back.
    Raises PermissionDenied for who does not review.
    """
    if not user.has_role(Role.REVIEWER):
        raise PermissionDenied
    versions = dict(seen)
    many = ManyAccepted()
    chosen = Report.objects.visible_to(user).for_page().filter(pk__in=versions)
    for report in sorted(chosen, key=lambda one: list(versions).index(one.pk)):
        try:
            many.done.append(accept(report=report, user=user, version=versions[report.pk]))
        except Stale as stale:
            many.moved_on.append(stale.report)
        except PermissionDenied:
            many.own.append(report)
    return many


@transaction.atomic
def return_(
    *, report: Report, user: User, version: int, reason: str, redo_by: date | None = None
) -> Report:
    """Send a submitted report back. It is owed again, by `redo_by`: its submission's date goes.

    Without a date it is the one that `proposed_redo_by` proposes. Whether it was handed in late
    before stays on record.
    Raises ReasonMissing without a reason, Refused for a date that has passed, else as `accept`.
    """
    _check_may_review(report, user)
    changes = _send_back(report, version, State.SUBMITTED, redo_by)
    return record(report, Event.Act.RETURNED, user, reason=_reason(reason), changes=changes)


@transaction.atomic
def reopen(
    *, report: Report, user: User, version: int, reason: str, redo_by: date | None = None
) -> Report:
    """Send an accepted report back for correction; it counts no more until accepted anew.

    Raises as `return_`.
    """
    _check_may_review(report, user)
    standings.lock(report.quarter.plan_id)
    changes = _send_back(report, version, State.ACCEPTED, redo_by)
    record(report, Event.Act.REOPENED, user, reason=_reason(reason), changes=changes)
    standings.refresh(report)
    return report


def proposed_redo_by(quarter: Quarter, calendar: Workdays | None = None) -> date:
    """By when a report of `quarter` that goes back today is to be handed in again.

    The plan's days for it, and never before the quarter's own filing date.
    """
    calendar = calendar or workdays()
    return max(quarter.due_on, calendar.add(clock.today(), quarter.plan.return_days))


def _check_may_review(report: Report, user: User) -> None:
    """A second person decides, never one who wrote on the report (promises 6)."""
    if not user.has_role(Role.REVIEWER) or report.was_written_by(user):
        raise PermissionDenied


def _send_back(
    report: Report, version: int, state: str, redo_by: date | None
) -> dict[str, list[date | None]]:
    """Make it owed again by a day of its own; what that changed, for the event."""
    day = redo_by or proposed_redo_by(report.quarter)
    if day < clock.today():
        raise Refused(_("The day for handing in again must be today or later."))
    hold(report)
    before = report.redo_by
    fields = {
        "state": State.RETURNED,
        "submitted_at": None,
        "decided_at": clock.now(),
        "redo_by": day,
    }
    move(report=report, version=version, allowed=(state,), fields=fields)
    return {"redo_by": [before, day]}


def _reason(written: str) -> str:
    said = written.strip()
    if not said:
        raise ReasonMissing
    return said
