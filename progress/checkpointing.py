"""Bending a target's expected line by checkpoints (阶段目标), and what lights that changes.

The pages write checkpoints through this module alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import Role, User
from nanyang_vet.kit import clock
from nanyang_vet.kit.numbers import show_number
from progress import duties, standings
from progress.models import CheckpointChange, Standing
from progress.periods import Period, periods_between
from progress.refusals import Overtaken, Refused, given
from tasks.models import Checkpoint, Target

Values = Mapping[Period, Decimal]
BENDABLE = (Target.Kind.TOTAL, Target.Kind.RATIO, Target.Kind.COMPLETION)
"""What climbs over the plan. A yearly target climbs within its year, a standard does not climb."""


@dataclass(frozen=True)
class Turn:
    """A light that would be another one, or would expect another value."""

    before: Standing
    after: Standing

    @property
    def is_light(self) -> bool:
        return (self.before.light, self.before.reason) != (self.after.light, self.after.reason)


def checkpoints_of(target: Target) -> dict[Period, Decimal]:
    rows = Checkpoint.objects.filter(target=target).order_by("year", "quarter")
    return {Period(one.year, one.quarter): one.value for one in rows}


def fingerprint(values: Values) -> str:
    """Tells whether checkpoints are still those that a page showed."""
    written = ";".join(f"{one.code}={show_number(values[one])}" for one in sorted(values))
    return sha256(written.encode()).hexdigest()[:16]


def periods_of(target: Target) -> list[Period]:
    """The quarters that can carry a checkpoint: those that end before the deadline."""
    quarters = periods_between(target.task.plan.starts_on, target.deadline)
    return [one for one in quarters if one.ends_on < target.deadline]


def faults(target: Target, values: Values) -> dict[Period, str]:
    """What is wrong with which value: the line climbs from the baseline to what is required."""
    top = standings.goal_of(target, target.task.plan).required
    found: dict[Period, str] = {}
    least, since = target.baseline, ""
    for period in sorted(values):
        value = values[period]
        if value > top:
            found[period] = _("More than the required %(top)s.") % {"top": show_number(top)}
        elif value < least:
            found[period] = _("Less than %(least)s%(since)s: the expected line never falls.") % {
                "least": show_number(least),
                "since": since,
            }
        else:
            least, since = value, _(" of %(quarter)s") % {"quarter": period.code}
    return found


def preview(target: Target, values: Values) -> list[Turn]:
    """What would be judged otherwise in the quarters that have ended; nothing stays written."""
    with transaction.atomic():
        standings.lock(target.task.plan_id)  # else two at once write the same rows
        _write(target, values)
        turns = _turns(target)
        transaction.set_rollback(True)
    return turns


@transaction.atomic
def set_checkpoints(
    *, target: Target, user: User, seen: str, values: Values, reason: str
) -> CheckpointChange:
    """Put `values` in the place of the target's checkpoints and judge it anew.

    `seen` is the fingerprint of those that the person saw. Raises PermissionDenied for who does
    not review, Overtaken when they are others by now, Refused for values that make no line.
    """
    if not user.has_role(Role.REVIEWER):
        raise PermissionDenied
    said = given(reason, _("Give the reason."))
    if target.kind not in BENDABLE or faults(target, values) or set(values) - {*periods_of(target)}:
        raise Refused(_("These checkpoints make no line from the start to the required number."))
    standings.lock(target.task.plan_id)
    before = checkpoints_of(target)
    if fingerprint(before) != seen:
        raise Overtaken(_overtaken(target))
    _write(target, values)
    standings.refresh_target_of_everybody(target)
    return CheckpointChange.objects.create(
        target=target,
        by=user,
        at=clock.now(),
        reason=said,
        before=_plain(before),
        after=_plain(values),
    )


def _write(target: Target, values: Values) -> None:
    target.checkpoints.all().delete()
    Checkpoint.objects.bulk_create(
        Checkpoint(target=target, year=period.year, quarter=period.number, value=value)
        for period, value in sorted(values.items())
    )


def _turns(target: Target) -> list[Turn]:
    """Stored standings beside what judging says of the checkpoints as they are now."""
    plan = target.task.plan
    targets = list(duties.active_targets(plan).filter(pk=target.pk))
    ended = list(plan.quarters.filter(opens_on__lte=clock.today()).order_by("ordinal"))
    shown = Standing.objects.filter(target=target, quarter__in=ended).for_page()
    stored = {(one.organization_id, one.quarter_id): one for one in shown}
    turns = []
    for fresh in standings.judged(targets, ended):
        held = stored.get((fresh.organization_id, fresh.quarter_id))
        if held is not None and (held.light, held.reason, held.expected) != (
            fresh.light,
            fresh.reason,
            fresh.expected,
        ):
            turns.append(Turn(held, fresh))
    return turns


def _plain(values: Values) -> dict[str, str]:
    return {one.code: show_number(values[one]) for one in sorted(values)}


def _overtaken(target: Target) -> str:
    last = CheckpointChange.objects.filter(target=target).select_related("by").first()
    return _(
        "The checkpoints have been changed since you opened this page (%(who)s, %(when)s). "
        "Nothing was saved; what you typed is still here. Compare with the values that hold now, "
        "then save again."
    ) % {
        "who": last.by if last else "—",
        "when": clock.written(last.at if last else None),
    }
