"""Why an act was not carried out, in the person's own language."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from departments.models import Role, User


class Refused(Exception):
    """A rule does not allow the act; nothing was changed. `text` says which one."""

    def __init__(self, text: str | Promise) -> None:
        super().__init__(text)
        self.text = text


class Overtaken(Refused):
    """Somebody else was first; `text` says who, when, and what became of it."""


def given(words: str, otherwise: str) -> str:
    """What was written, without blanks around it. Raises Refused with `otherwise` for nothing."""
    said = words.strip()
    if not said:
        raise Refused(otherwise)
    return said


def check_may_decide(asked_by_id: int, user: User) -> None:
    """A second person decides on what was asked for, never the one who asked (promises 6)."""
    if not user.has_role(Role.REVIEWER) or asked_by_id == user.pk:
        raise PermissionDenied
