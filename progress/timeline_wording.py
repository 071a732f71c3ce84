"""What happened to a task, in the words and links of its timeline."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from progress.models import Event
from progress.periods import Period
from progress.timeline import Entry, Happening, Turn
from tasks.models import Task


@dataclass(frozen=True)
class Line:
    """One line: a sign, what it was about, and where to read on. `turn` shows both lights."""

    day: datetime.date
    sign: str
    tone: str
    parts: Sequence[str]
    url: str
    turn: Turn | None = None


SIGNS = {
    "assigned": (gettext_lazy("assigned"), ""),
    "acknowledged": (gettext_lazy("acknowledged"), "state-accepted"),
    "submitted": (Event.Act.SUBMITTED.label, "state-submitted"),
    "accepted": (Event.Act.ACCEPTED.label, "state-accepted"),
    "returned": (Event.Act.RETURNED.label, "state-returned"),
    "reopened": (Event.Act.REOPENED.label, "state-draft"),
    "urged": (gettext_lazy("urged"), "tag-red"),
    "replied": (gettext_lazy("replied"), "state-submitted"),
    "extension_asked": (gettext_lazy("extension asked for"), "state-submitted"),
    "extension_granted": (gettext_lazy("extension granted"), "state-accepted"),
    "extension_refused": (gettext_lazy("extension refused"), "state-returned"),
    "closing_asked": (gettext_lazy("closing asked for"), "state-submitted"),
    "closing_granted": (gettext_lazy("task closed"), "state-accepted"),
    "closing_refused": (gettext_lazy("closing refused"), "state-returned"),
    "reopened_task": (gettext_lazy("task reopened"), "state-draft"),
    "turned": (gettext_lazy("light turned"), ""),
}
FAMILIES = {
    "assigned": "acknowledgements",
    "acknowledged": "acknowledgements",
    "urged": "urge",
    "replied": "urge",
    "extension_asked": "extension",
    "extension_granted": "extension",
    "extension_refused": "extension",
    "closing_asked": "closure",
    "closing_granted": "closure",
    "closing_refused": "closure",
    "reopened_task": "closure",
}
"""The page on which one such thing is shown; all else is a report's."""


def lines(task: Task, entries: Sequence[Entry]) -> list[Line]:
    """`entries` as they are read."""
    return [_turned(one) if isinstance(one, Turn) else _happened(one, task) for one in entries]


def _turned(one: Turn) -> Line:
    sign, tone = SIGNS[one.what]
    owners = one.owners
    parts = [str(one.quarter), one.code, _who(len(owners), owners[0] if owners else None)]
    return Line(one.day, str(sign), tone, [part for part in parts if part], "", one)


def _happened(one: Happening, task: Task) -> Line:
    sign, tone = SIGNS[one.what]
    parts = []
    if one.ordinal is not None:
        period = Period(one.ordinal // 4, one.ordinal % 4 + 1)
        parts.append(_("%(year)s Q%(number)s") % {"year": period.year, "number": period.number})
    if one.codes == 1 and one.code:
        parts.append(one.code)
    parts.append(_who(one.owners, one.owner))
    if one.what in Event.Act.values and one.times > 1:
        parts.append(_("%(count)s reports") % {"count": one.times})
    return Line(one.day, str(sign), tone, [part for part in parts if part], _url(one, task))


def _who(count: int, name: str | None) -> str:
    if not count or not name:
        return ""
    if count == 1:
        return name
    return _("%(name)s and others, %(count)s units in all") % {"name": name, "count": count}


def _url(one: Happening, task: Task) -> str:
    """One thing's own page; the list of the task's, where there are several."""
    family = FAMILIES.get(one.what, "report")
    if family == "acknowledgements":
        return f"{reverse(family)}?state=all&task={task.number}"
    if one.times == 1:
        return reverse(family, args=[one.first_pk])
    where = f"{reverse(family + 's')}?task={task.number}"
    if family == "report" and one.ordinal is not None:
        where += f"&quarter={Period(one.ordinal // 4, one.ordinal % 4 + 1).code}"
    return where
