"""The life of a quarter: locked, reopened, its dates moved. This module alone writes them.

Each is a named reviewer's act with a reason. A locked quarter refuses everything: filing, drafts,
evidence, sheets, imports and decisions all hold their report and then ask whether its quarter is
locked; locking holds all of them, so that nothing slips through between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from departments.models import Role, User
from nanyang_vet.kit import clock
from progress import standings
from progress.models import Quarter, QuarterAct, Report
from progress.refusals import Overtaken, Refused, given
from tasks.models import Plan

Act = QuarterAct.Act
State = Report.State


@dataclass(frozen=True)
class Tally:
    """The reports owed for one quarter, by how far they have come.

    What waits for review is counted whether it was owed or not: a locked quarter leaves it all.
    """

    owed: int = 0
    missing: int = 0
    waiting: int = 0
    accepted: int = 0

    @property
    def handed_in(self) -> int:
        return self.owed - self.missing


def tallies(quarters: QuerySet[Quarter]) -> dict[int, Tally]:
    """The tally of each of `quarters`: one query."""
    owed = Q(is_owed=True)
    rows = (
        Report.objects.filter(quarter__in=quarters.order_by().values("pk"))
        .order_by()
        .values_list("quarter")
        .annotate(
            owed=Count("pk", filter=owed),
            missing=Count("pk", filter=owed & Q(state__in=Report.NOT_HANDED_IN)),
            waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
            accepted=Count("pk", filter=owed & Q(state=State.ACCEPTED)),
        )
    )
    return {quarter: Tally(*counts) for quarter, *counts in rows}


def tally_of(quarter: Quarter) -> Tally:
    return tallies(Quarter.objects.filter(pk=quarter.pk)).get(quarter.pk, Tally())


@transaction.atomic
def lock(*, quarter: Quarter, user: User, reason: str, missing: int, waiting: int) -> QuarterAct:
    """End filing for `quarter`. The person has seen how many reports are missing and waiting.

    Raises PermissionDenied for who does not review, Refused up to the filing date, Overtaken when
    it is locked already or the numbers are no longer those that the person saw.
    """
    _check_may_act(user)
    said = given(reason, _("Give the reason."))
    standings.lock(quarter.plan_id)
    current = _hold(quarter)
    # Whoever is just writing on one of its reports is waited for, and counted.
    list(current.reports.order_by("pk").select_for_update().values_list("pk"))
    if current.is_locked:
        raise Overtaken(_overtaken(current))
    if current.days_left >= 0:
        text = _("It can be locked once its filing date, %(day)s, has passed.")
        raise Refused(text % {"day": _written(current.due_on)})
    now = tally_of(current)
    if (now.missing, now.waiting) != (missing, waiting):
        raise Overtaken(_moved_on(now))
    return _change(quarter, user, Act.LOCKED, said, {"is_locked": True})


@transaction.atomic
def reopen(*, quarter: Quarter, user: User, reason: str) -> QuarterAct:
    """Open a locked quarter again: what is filed from now on counts as late.

    Raises as `lock`.
    """
    _check_may_act(user)
    said = given(reason, _("Give the reason."))
    current = _hold(quarter)
    if not current.is_locked:
        raise Overtaken(_overtaken(current))
    return _change(quarter, user, Act.REOPENED, said, {"is_locked": False})


@dataclass(frozen=True)
class Dates:
    """From when to when a quarter is filed in time."""

    opens_on: date
    due_on: date

    @classmethod
    def of(cls, quarter: Quarter) -> "Dates":
        return cls(quarter.opens_on, quarter.due_on)


@transaction.atomic
def move(*, quarter: Quarter, user: User, reason: str, seen: Dates, new: Dates) -> QuarterAct:
    """Move the dates of a quarter that is not locked. What was late stays late.

    Raises Refused for dates that cannot be, Overtaken when they are no longer those `seen`; else
    as `lock`.
    """
    _check_may_act(user)
    said = given(reason, _("Give the reason."))
    if new.due_on < new.opens_on:
        raise Refused(_("Filing must open before it is due."))
    if new.opens_on < quarter.period.starts_on:
        raise Refused(_("Filing cannot open before the quarter has begun."))
    if new == seen:
        raise Refused(_("These are the dates that it has already."))
    current = _hold(quarter)
    if current.is_locked or Dates.of(current) != seen:
        raise Overtaken(_overtaken(current))
    told = {
        "opened_on": seen.opens_on,
        "opens_on": new.opens_on,
        "was_due_on": seen.due_on,
        "due_on": new.due_on,
    }
    fields = {"opens_on": new.opens_on, "due_on": new.due_on}
    # A report that was sent back is never due before the others.
    current.reports.filter(redo_by__lt=new.due_on).update(redo_by=new.due_on)
    return _change(quarter, user, Act.MOVED, said, fields, **told)


def plan_quarters(plan: Plan) -> QuerySet[Quarter]:
    return Quarter.objects.filter(plan=plan).order_by("-ordinal")


def _check_may_act(user: User) -> None:
    if not user.has_role(Role.REVIEWER):
        raise PermissionDenied


def _hold(quarter: Quarter) -> Quarter:
    """The quarter as it is now, held until the transaction ends: one act at a time."""
    return Quarter.objects.select_for_update(no_key=True).get(pk=quarter.pk)


def _change(
    quarter: Quarter,
    user: User,
    act: str,
    reason: str,
    fields: Mapping[str, object],
    **told: date,
) -> QuarterAct:
    Quarter.objects.filter(pk=quarter.pk).update(**fields)
    quarter.refresh_from_db(fields=list(fields))
    return QuarterAct.objects.create(
        quarter=quarter, act=act, reason=reason, by=user, at=clock.now(), **told
    )


def _overtaken(quarter: Quarter) -> str:
    last = quarter.acts.select_related("by").last()
    return _(
        "Somebody was faster: this quarter is now “%(state)s”, %(first)s to %(due)s (%(who)s, "
        "%(when)s). Nothing was changed."
    ) % {
        "state": quarter.life.label,
        "first": _written(quarter.opens_on),
        "due": _written(quarter.due_on),
        "who": last.by if last else "—",
        "when": clock.written(last.at if last else None),
    }


def _moved_on(tally: Tally) -> str:
    return _(
        "Reports have come in or been decided on since you opened this page: %(missing)s are not "
        "handed in now, %(waiting)s wait for review. Nothing was changed; look again and confirm."
    ) % {"missing": tally.missing, "waiting": tally.waiting}


def _written(day: date) -> str:
    return date_format(day, "Y-m-d")
