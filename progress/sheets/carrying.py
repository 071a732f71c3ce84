"""What was shown on the preview, carried through the browser to the confirmation, signed.

Nothing of a file is kept on the server before somebody says so: no table of unconfirmed uploads to
sweep, and what is confirmed is exactly what was shown. Valid for an hour, for one person only.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing

from departments.models import User
from progress.models import Quarter

SALT = "progress.sheets.upload"
MAX_AGE = 3600
LONGEST = 2_000_000
"""Characters: below what Django takes in one form (2.5 MB), with room for the rest of it."""


def wrapped(kind: str, content: Any, user: User, quarter: Quarter) -> str:
    """`content` for `unwrapped` of the same kind, person and quarter; "" where it is too much."""
    whole = {"kind": kind, "for": _bound_to(user, quarter), "content": content}
    text = signing.dumps(whole, salt=SALT, compress=True)
    return text if len(text) <= LONGEST else ""


def unwrapped(kind: str, text: str, user: User, quarter: Quarter) -> Any:
    """What was wrapped; None when it is altered, too old, or another person's or quarter's."""
    try:
        whole: Mapping[str, Any] = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if whole["kind"] != kind or whole["for"] != _bound_to(user, quarter):
        return None
    return whole["content"]


def _bound_to(user: User, quarter: Quarter) -> list[int | None]:
    return [user.pk, user.organization_id, quarter.pk]
