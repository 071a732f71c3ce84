"""Asking for more time and deciding on it (延期). This module alone writes extensions.

A day ends at 23:59:59 in Shanghai by the server's clock: on the deadline's own day an extension
may still be asked for, on the next one no more.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from departments.models import Organization, Role, User
from nanyang_vet.kit import clock
from progress import duties, standings
from progress.models import Closure, Extension
from progress.refusals import Overtaken, Refused, check_may_decide, given
from tasks.models import Target

MOST_YEARS = 2
"""How far beyond the target's own deadline all its extensions together may reach."""

State = Extension.State


@dataclass(frozen=True)
class Claim:
    """Whose deadline it is: an organization's own, or (None) the whole city's."""

    target: Target
    organization: Organization | None
    deadline: date

    @property
    def latest(self) -> date:
        """The last day that may be asked for."""
        own = self.target.deadline
        if (own.month, own.day) == (2, 29):
            return date(own.year + MOST_YEARS, 2, 28)
        return own.replace(year=own.year + MOST_YEARS)


def claim_of(target: Target, user: User) -> Claim | None:
    """What `user` may ask for on `target`: the county its own date, the lead the city's."""
    if not answers_for(target, user):
        return None
    owner = user.organization if target.scope == Target.Scope.EACH_COUNTY else None
    return Claim(target, owner, deadline_of(target, owner))


def answers_for(target: Target, user: User) -> bool:
    """Whether this person files for who answers for `target`; reads what `bound_targets` has."""
    if not user.has_role(Role.FILER) or user.organization is None:
        return False
    if target.scope == Target.Scope.EACH_COUNTY:
        return user.organization in duties.contributors(target)
    return target.task.lead == user.organization


def deadline_of(target: Target, organization: Organization | None) -> date:
    """The day that holds now: the target's own, or the one it was last moved to."""
    moved = Extension.objects.deadlines([target])
    return moved.get((target.pk, organization.pk if organization else None), target.deadline)


def why_not(claim: Claim) -> str:
    """Why no extension can be asked for now; empty when one can."""
    if claim.target.is_every_year:
        return _(
            "This target is judged every year, with the year's last quarter. Its date is the end "
            "of the year and cannot be extended."
        )
    if Closure.objects.in_force().filter(task=claim.target.task_id).exists():
        return _("The task is closed.")
    if clock.today() > claim.deadline:
        return _(
            "The deadline was %(deadline)s, 23:59:59. An extension has to be asked for before the "
            "deadline ends."
        ) % {"deadline": date_format(claim.deadline, "Y-m-d")}
    return ""


def date_fault(claim: Claim, until: date) -> str:
    """What is wrong with a new date; empty when nothing is."""
    if until <= claim.deadline:
        return _("The new date must be later than %(deadline)s.") % {
            "deadline": date_format(claim.deadline, "Y-m-d")
        }
    if until > claim.latest:
        return _("The latest date possible is %(latest)s, %(years)s years after the original.") % {
            "latest": date_format(claim.latest, "Y-m-d"),
            "years": MOST_YEARS,
        }
    return ""


@transaction.atomic
def ask(*, target: Target, user: User, reason: str, progress: str, until: date) -> Extension:
    """Ask for `until` as the new deadline, in the name of who answers for the target.

    Raises PermissionDenied for everybody else, Refused when it is too late or the date does not
    do, Overtaken when a colleague has asked already and nobody has decided yet.
    """
    standings.lock(target.task.plan_id)
    claim = claim_of(target, user)
    if claim is None:
        raise PermissionDenied
    fault = why_not(claim) or date_fault(claim, until)
    if fault:
        raise Refused(fault)
    extension = Extension(
        target=target,
        organization=claim.organization,
        since=claim.deadline,
        until=until,
        reason=reason.strip(),
        progress=progress.strip(),
        asked_by=user,
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            extension.save(force_insert=True)
    except IntegrityError as error:
        raise Overtaken(_asked_before(claim)) from error
    return extension


@transaction.atomic
def grant(*, extension: Extension, user: User, reason: str) -> Extension:
    """Let the new date hold: what was judged by the old one is judged anew.

    Raises PermissionDenied for who asked and who does not review, Refused when the date would not
    be a later one, Overtaken when somebody else decided first.
    """
    check_may_decide(extension.asked_by_id, user)
    target = extension.target
    standings.lock(target.task.plan_id)
    claim = Claim(target, extension.organization, deadline_of(target, extension.organization))
    fault = date_fault(claim, extension.until)
    if fault:
        raise Refused(fault)
    _decide(extension, user, State.GRANTED, reason)
    standings.refresh_target(target, extension.organization)
    return extension


@transaction.atomic
def refuse(*, extension: Extension, user: User, reason: str) -> Extension:
    """Let the old date stand. Raises as `grant`."""
    check_may_decide(extension.asked_by_id, user)
    _decide(extension, user, State.REFUSED, reason)
    return extension


def _decide(extension: Extension, user: User, state: str, reason: str) -> None:
    said = given(reason, _("Give the reason of the decision."))
    fields = {"state": state, "decided_by": user, "decided_at": clock.now(), "decision": said}
    waiting = Extension.objects.asked().filter(pk=extension.pk)
    if waiting.update(**fields) != 1:
        raise Overtaken(_decided_before(Extension.objects.for_page().get(pk=extension.pk)))
    extension.refresh_from_db(fields=list(fields))


def _decided_before(extension: Extension) -> str:
    moment = extension.decided_at or extension.asked_at
    return _(
        "Somebody was faster: this request is now “%(state)s” (%(who)s, %(when)s). Your decision "
        "was not carried out."
    ) % {
        "state": extension.get_state_display(),
        "who": extension.decided_by or extension.asked_by,
        "when": clock.written(moment),
    }


def _asked_before(claim: Claim) -> str:
    waiting = Extension.objects.asked().for_page()
    first = waiting.filter(target=claim.target, organization=claim.organization).first()
    return _(
        "%(who)s has already asked for an extension until %(until)s (%(when)s). The bureau has to "
        "decide on it first."
    ) % {
        "who": first.asked_by if first else "—",
        "until": date_format(first.until, "Y-m-d") if first else "—",
        "when": clock.written(first.asked_at if first else None),
    }
