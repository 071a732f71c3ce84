"""The words for what the pure reader says in codes."""

from django.utils.translation import gettext_lazy as _

REMARKS = {
    "missing_separator": _("A separator between two units is missing; read as: %(meaning)s"),
    "stray_separator": _("A separator too many before these words"),
    "doubled_character": _("A character seems to be written twice"),
    "unfinished_text": _("The text does not end with a full stop"),
    "slip_spelling": _("An unusual spelling; read as: %(meaning)s"),
}

WHY_NOT_TARGETS = {
    "name": _("part of a name"),
}


def remark_text(code: str, meaning: str) -> str:
    """What a warning or a doubt of that code means, in the reader's language."""
    words = REMARKS.get(code) or WHY_NOT_TARGETS.get(code)
    return str(words) % {"meaning": meaning} if words else code
