"""Urging on (催办) and answering. This module alone writes urgings and replies."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from departments.models import Organization, Role, User
from nanyang_vet.kit import clock
from progress import notifying
from progress.judging import Reason
from progress.models import Quarter, Reply, Report, Standing, Urge
from progress.refusals import Overtaken
from tasks.models import Target

URGING_ROLES = (Role.REVIEWER, Role.INSPECTOR)
Cause = Urge.Cause
CAUSES = {
    Reason.OVERDUE: Cause.OVERDUE,
    Reason.FAR_BEHIND: Cause.FAR_BEHIND,
    Reason.LAGGING: Cause.LAGGING,
    Reason.NO_DATA: Cause.NO_DATA,
}


@dataclass(frozen=True)
class Matter:
    """What to urge about: one target in one quarter, and the organization that answers for it."""

    target: Target
    quarter: Quarter
    organization: Organization | None
    cause: Cause


@dataclass
class Urged:
    """What came of one act. `before` were urged today already; nobody answers for `nobodys`."""

    now: list[Urge] = field(default_factory=list)
    before: list[Urge] = field(default_factory=list)
    nobodys: list[Matter] = field(default_factory=list)


def of_standing(standing: Standing) -> Matter:
    """A red or yellow light as something to urge about."""
    cause = CAUSES[Reason(standing.reason)]
    return Matter(standing.target, standing.quarter, standing.answerable, cause)


def of_due_soon(standing: Standing) -> Matter:
    """A target whose deadline is near, whatever its light, as something to urge about."""
    return Matter(standing.target, standing.quarter, standing.answerable, Cause.DUE_SOON)


def of_report(report: Report) -> Matter:
    """A report that is not filed as something to urge about."""
    return Matter(report.target, report.quarter, report.organization, Cause.UNFILED)


@transaction.atomic
def urge(*, user: User, matters: Iterable[Matter], message: str) -> Urged:
    """Urge every organization that answers for one of `matters`.

    The same organization is urged about the same thing once a day: of two people at once the
    second is told who was first. Raises PermissionDenied for who may not urge.
    """
    if not user.has_role(*URGING_ROLES):
        raise PermissionDenied
    done = Urged()
    for matter in matters:
        if matter.organization is None:
            done.nobodys.append(matter)
            continue
        urge_, is_new = _once_a_day(matter, matter.organization, user, message.strip())
        (done.now if is_new else done.before).append(urge_)
    return done


def _once_a_day(
    matter: Matter, organization: Organization, user: User, message: str
) -> tuple[Urge, bool]:
    """A constraint keeps the second of two out, however close they are."""
    same = {
        "target": matter.target,
        "quarter": matter.quarter,
        "organization": organization,
        "is_about_report": matter.cause == Cause.UNFILED,
        "day": clock.today(),
    }
    fresh = Urge(**same, cause=matter.cause, message=message, by=user, at=clock.now())
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return Urge.objects.for_page().get(**same), False
    return fresh, True


@transaction.atomic
def reply(*, urge: Urge, user: User, seen: int, text: str) -> Reply:
    """Answer an urging; `seen` is how many answers the person saw.

    Raises PermissionDenied for all but the filers of the organization urged, Overtaken when a
    colleague has answered in the meantime.
    """
    if not Urge.objects.answerable_by(user).filter(pk=urge.pk).exists():
        raise PermissionDenied
    same = Urge.objects.filter(pk=urge.pk, replies_count=seen)
    if same.update(replies_count=F("replies_count") + 1) != 1:
        raise Overtaken(_answered_before(urge))
    urge.refresh_from_db(fields=["replies_count"])
    notifying.settle(urge=urge)
    return Reply.objects.create(urge=urge, text=text.strip(), by=user, at=clock.now())


def _answered_before(urge: Urge) -> str:
    last = urge.replies.select_related("by").last()
    return _(
        "%(who)s has answered since you opened this page (%(when)s). What you typed is still here "
        "and not sent. Read the new answer, then send yours if it is still needed."
    ) % {
        "who": last.by if last else "—",
        "when": clock.written(last.at if last else None),
    }
