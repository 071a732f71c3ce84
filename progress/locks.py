"""A locked quarter as a filer meets it: who locked it, when and why."""

from django.utils.translation import gettext as _

from nanyang_vet.kit import clock
from progress.models import Quarter, QuarterAct


def lock_of(quarter: Quarter) -> QuarterAct | None:
    """The act that locked it: the latest one. None while it is open, or if none is on record."""
    if not quarter.is_locked:
        return None
    acts = QuarterAct.objects.filter(quarter=quarter, act=QuarterAct.Act.LOCKED)
    return acts.select_related("by").last()


def locked_text(quarter: Quarter) -> str:
    """Told to who was typing: by whom, when and why it was locked."""
    lock = lock_of(quarter)
    if lock is None:
        return _("This quarter is closed for filing now, and nothing was saved.")
    text = _("%(who)s locked this quarter on %(when)s: %(reason)s. Nothing was saved.")
    return text % {
        "who": lock.by,
        "when": clock.written(lock.at),
        "reason": lock.reason.rstrip("。.；; "),
    }
