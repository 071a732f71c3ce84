"""Objecting to an item of a score, and deciding on it. This module alone writes objections."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from departments.models import Role, User
from nanyang_vet.kit import clock
from progress.models import Matter, Objection, Quarter
from progress.refusals import Overtaken, check_may_decide, given
from progress.scoring import Item, scores

State = Objection.State


def item_of(user: User, quarter: Quarter, key: str) -> Item | None:
    """The item of that key in the score of the person's own organization, as of the quarter.

    Only what costs points can be objected to.
    """
    if not user.has_role(Role.FILER) or user.organization_id is None:
        return None
    for score in scores(quarter.plan, quarter, only=user.organization_id):
        for item in score.items:
            if item.key == key and score.rules[item.matter].points < 0:
                return item
    return None


def worded(item: Item) -> str:
    """The item as it reads on the page and stays on record."""
    return (
        f"{Matter(item.matter).label}：{item.target.code} {item.target.measure}（{item.quarter}）"
    )


@transaction.atomic
def object_to(*, user: User, quarter: Quarter, key: str, reason: str) -> Objection:
    """Object to an item of one's own organization's score.

    Raises PermissionDenied for who does not file or has no such item, Refused without a reason,
    Overtaken when a colleague has objected already.
    """
    item = item_of(user, quarter, key)
    if item is None or user.organization is None:
        raise PermissionDenied
    said = given(reason, _("Say why the item should not count."))
    objection = Objection(
        key=item.key,
        matter=item.matter,
        organization=user.organization,
        quarter=item.quarter,
        target=item.target,
        said=worded(item),
        reason=said,
        asked_by=user,
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            objection.save(force_insert=True)
    except IntegrityError as error:
        raise Overtaken(_objected_before(item)) from error
    return objection


def decide(*, objection: Objection, user: User, upholds: bool, reason: str) -> Objection:
    """Strike the item out, or let it stand.

    Raises PermissionDenied for who objected and who does not review, Refused without a reason,
    Overtaken when somebody else decided first.
    """
    check_may_decide(objection.asked_by_id, user)
    said = given(reason, _("Give the reason of the decision."))
    fields = {
        "state": State.UPHELD if upholds else State.DISMISSED,
        "decided_by": user,
        "decided_at": clock.now(),
        "decision": said,
    }
    if Objection.objects.asked().filter(pk=objection.pk).update(**fields) != 1:
        raise Overtaken(_decided_before(Objection.objects.for_page().get(pk=objection.pk)))
    objection.refresh_from_db(fields=list(fields))
    return objection


def _objected_before(item: Item) -> str:
    first = Objection.objects.filter(key=item.key).for_page().first()
    return _("%(who)s has already objected to this item (%(when)s).") % {
        "who": first.asked_by if first else "—",
        "when": clock.written(first.asked_at if first else None),
    }


def _decided_before(objection: Objection) -> str:
    return _(
        "Somebody was faster: this request is now “%(state)s” (%(who)s, %(when)s). Your decision "
        "was not carried out."
    ) % {
        "state": objection.get_state_display(),
        "who": objection.decided_by or objection.asked_by,
        "when": clock.written(objection.decided_at or objection.asked_at),
    }
