"""Why an act was not carried out, in the person's own language."""

from django.utils.functional import Promise


class Refused(Exception):
    """A rule does not allow the act; nothing was changed. `text` says which one."""

    def __init__(self, text: str | Promise) -> None:
        super().__init__(text)
        self.text = text


class Overtaken(Refused):
    """Somebody else was first; `text` says who, when, and what became of it."""
