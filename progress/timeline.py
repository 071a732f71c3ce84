"""All that happened to a task, newest first: one query whatever it is, grouped by day and kind.

Each kind is one branch of a union with the same columns. A branch asks its own rows for what the
person may see, so that the whole shows nothing else.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Max,
    Min,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, TruncDate

from departments.models import User
from progress.models import (
    Acknowledgement,
    Closure,
    Event,
    Extension,
    Quarter,
    Reply,
    Report,
    Standing,
    Urge,
)
from progress.target_rows import TargetRow
from tasks.models import Task

FIRST = 20
"""So many are shown at once; the rest on request."""

COLUMNS = (
    "what", "on_day", "ordinal", "times", "owners", "owner", "codes", "code", "first_pk", "moment",
)  # fmt: skip
ACTS = (Event.Act.SUBMITTED, Event.Act.ACCEPTED, Event.Act.RETURNED, Event.Act.REOPENED)


class Happening(NamedTuple):
    """So many things of one kind on one day. `owner` is one of `owners` organizations, `code`
    one of `codes` targets; the first of the things is `first_pk`."""

    what: str
    day: datetime.date
    ordinal: int | None
    times: int
    owners: int
    owner: str | None
    codes: int
    code: str | None
    first_pk: int
    moment: datetime.datetime | None
    """When the last of them was done; only of some is more than the day known."""


@dataclass(frozen=True)
class Turn:
    """A light that changed from the quarter before, for one target and some organizations."""

    day: datetime.date
    quarter: Quarter
    code: str
    before: Standing
    after: Standing
    owners: list[str]

    what = "turned"


Entry = Happening | Turn


def happenings(task: Task, user: User, most: int | None) -> list[Happening]:
    """What was done on `task` as far as `user` may see it, the newest first: one query."""
    branches = [
        *_acknowledgements(task, user),
        _of_reports(task, user),
        *_urges(task, user),
        *_extensions(task, user),
        *_closures(task, user),
    ]
    first, *others = branches
    rows = first.union(*others, all=True).order_by("-on_day", "-moment", "-first_pk")
    return [Happening(*row) for row in (rows if most is None else rows[:most])]


def turns(rows: Iterable[TargetRow]) -> list[Turn]:
    """The lights that turned between neighbouring quarters, in the order of the rows."""
    found: dict[tuple[int, int, str, str], list[tuple[Standing, Standing]]] = defaultdict(list)
    for row in rows:
        for course in row.history.values():
            for before, after in pairwise(course):
                if (before.light, before.reason) != (after.light, after.reason):
                    key = (after.quarter.ordinal, row.target.pk, before.reason, after.reason)
                    found[key].append((before, after))
    return [_turn(pairs) for pairs in found.values()]


def _turn(pairs: list[tuple[Standing, Standing]]) -> Turn:
    before, after = pairs[0]
    return Turn(
        day=after.quarter.period.ends_on,
        quarter=after.quarter,
        code=after.target.code,
        before=before,
        after=after,
        owners=[one.organization.name for _before, one in pairs if one.organization],
    )


def together(done: list[Happening], turned: list[Turn], most: int | None) -> list[Entry]:
    """Both kinds in one list, the newest first."""
    everything: list[Entry] = [*done, *turned]
    everything.sort(key=_when, reverse=True)
    return everything if most is None else everything[:most]


def _when(one: Entry) -> tuple[datetime.date, float]:
    moment = one.moment if isinstance(one, Happening) else None
    return one.day, moment.timestamp() if moment else 0


def _branch(rows: QuerySet[Any], what: Any, at: str, group: tuple[str, ...], **more: Any) -> Any:
    """The rows grouped by their day and `group`, in the columns of the union."""
    is_day = at.endswith("_on")
    day = F(at) if is_day else TruncDate(at)
    named = {"what": what, "on_day": Cast(day, DateField())}
    columns = {
        "ordinal": Cast(Value(None), IntegerField()),
        "times": Count("pk"),
        "owners": Value(0),
        "owner": Cast(Value(None), TextField()),
        "codes": Value(0),
        "code": Cast(Value(None), TextField()),
        "first_pk": Min("pk"),
        "moment": Cast(Value(None) if is_day else Max(at), DateTimeField()),
    } | more
    grouped = rows.order_by().annotate(**named).values(*named, *group)
    return grouped.annotate(**columns).values_list(*COLUMNS)


def _said(kind: str) -> Any:
    return Cast(Value(kind), TextField())


def _owned(field: str) -> dict[str, Any]:
    owner = Cast(Min(f"{field}__name"), TextField())
    return {"owners": Count(field, distinct=True), "owner": owner}


def _coded(field: str) -> dict[str, Any]:
    code = Cast(Min(f"{field}__code"), TextField())
    return {"codes": Count(field, distinct=True), "code": code}


def _acknowledgements(task: Task, user: User) -> list[Any]:
    rows = Acknowledgement.objects.visible_to(user).filter(task=task)
    owned = _owned("organization")
    confirmed = rows.filter(at__isnull=False)
    return [
        _branch(rows, _said("assigned"), "assigned_on", (), **owned),
        _branch(confirmed, _said("acknowledged"), "at", (), **owned),
    ]


def _of_reports(task: Task, user: User) -> Any:
    visible = Report.objects.visible_to(user).filter(target__task=task)
    rows = Event.objects.filter(report__in=visible.values("pk"), act__in=ACTS)
    more = _owned("report__organization") | _coded("report__target")
    more |= {"ordinal": Max("report__quarter__ordinal"), "first_pk": Min("report")}
    more["times"] = Count("report", distinct=True)
    act = Cast(F("act"), TextField())
    return _branch(rows, act, "at", ("act", "report__quarter"), **more)


def _urges(task: Task, user: User) -> list[Any]:
    rows = Urge.objects.visible_to(user).filter(target__task=task)
    replies = Reply.objects.filter(urge__in=rows.values("pk"))
    about = {"ordinal": Max("quarter__ordinal"), **_owned("organization"), **_coded("target")}
    answering = _owned("urge__organization") | _coded("urge__target")
    answering |= {"ordinal": Max("urge__quarter__ordinal"), "first_pk": Min("urge")}
    return [
        _branch(rows, _said("urged"), "at", ("quarter",), **about),
        _branch(replies, _said("replied"), "at", ("urge__quarter",), **answering),
    ]


def _extensions(task: Task, user: User) -> list[Any]:
    rows = Extension.objects.visible_to(user).filter(target__task=task)
    about = _owned("organization") | _coded("target")
    decided = rows.filter(decided_at__isnull=False, state=Extension.State.GRANTED)
    refused = rows.filter(decided_at__isnull=False, state=Extension.State.REFUSED)
    return [
        _branch(rows, _said("extension_asked"), "asked_at", (), **about),
        _branch(decided, _said("extension_granted"), "decided_at", (), **about),
        _branch(refused, _said("extension_refused"), "decided_at", (), **about),
    ]


def _closures(task: Task, user: User) -> list[Any]:
    rows = Closure.objects.visible_to(user).filter(task=task)
    refused = rows.filter(state=Closure.State.REFUSED)
    granted = rows.filter(decided_at__isnull=False).exclude(state=Closure.State.REFUSED)
    reopened = rows.filter(reopened_at__isnull=False)
    return [
        _branch(rows, _said("closing_asked"), "asked_at", ()),
        _branch(refused, _said("closing_refused"), "decided_at", ()),
        _branch(granted, _said("closing_granted"), "decided_at", ()),
        _branch(reopened, _said("reopened_task"), "reopened_at", ()),
    ]
