"""The writes of those who file: save a draft, submit, withdraw. One function each.

Every write is conditional on the version that the person saw: of two at once, the second is told
(Stale) and nothing typed is lost, for the caller still holds it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from departments.models import User
from nanyang_vet.kit import clock
from progress import notifying, sittings
from progress.claims import lacks_evidence
from progress.comparing import doubts_about, last_filed
from progress.models import Event, Quarter, Report

State = Report.State


class Stale(Exception):
    """The report has moved on since the person saw it; `report` is as it stands now."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


class NotOpen(Exception):
    """The report's quarter is not open for filing, or nobody files it any more."""


class TaskClosed(NotOpen):
    """The report's task is struck off the list (办结): nothing more is filed for it."""


class Incomplete(Exception):
    """There is no figure to submit."""


class EvidenceMissing(Exception):
    """The target is reported met, the plan wants evidence (佐证材料) of that, and there is none."""


class ExplanationMissing(Exception):
    """Beside the last figure this one is odd, and no sentence says why; `doubts` say what is."""

    def __init__(self, doubts: list[str]) -> None:
        super().__init__(*doubts)
        self.doubts = doubts


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a filer says: a value, or a share's two parts, or 不适用; and the words beside it."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False
    not_applicable_why: str = ""
    done: str = ""
    problems: str = ""
    next_steps: str = ""
    explanation: str = ""


def content_of(report: Report) -> Content:
    """What `report` says now."""
    names = Content.__dataclass_fields__
    return Content(**{name: getattr(report, name) for name in names})


def changes_between(before: Content, after: Content) -> dict[str, list[object]]:
    """The fields that differ, each with its old and its new value."""
    old, new = asdict(before), asdict(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


@transaction.atomic
def save_draft(
    *, report: Report, user: User, version: int, content: Content, automatic: bool = False
) -> Report:
    """Keep `content` on the report. A returned one stays returned until it is submitted again.

    An `automatic` save, which nobody asked for, is told apart in the history (see `sittings`).
    Returns the report as stored; saving what is already there changes nothing.
    Raises Stale when the report is no longer at `version`, NotOpen when it cannot be written on.
    """
    current = _current(report)
    changes = changes_between(content_of(current), content)
    if not changes:
        return current
    state = State.RETURNED if current.state == State.RETURNED else State.DRAFT
    move(
        report=current,
        version=version,
        allowed=Report.NOT_HANDED_IN,
        fields={**asdict(content), "state": state},
    )
    if not automatic:
        return record(current, Event.Act.SAVED, user, changes=changes)
    sitting = sittings.running(current, user)
    if sitting is None:
        return record(current, Event.Act.AUTOSAVED, user, changes=changes)
    sittings.extend(sitting, changes)
    return current


@transaction.atomic
def submit(*, report: Report, user: User, version: int) -> Report:
    """Hand the report in.

    Raises Incomplete without a figure, EvidenceMissing without the evidence that the plan asks
    for, ExplanationMissing where the figure is doubtful and nothing explains it, else as
    `save_draft`.
    """
    current = _current(report)
    if _is_second_click(current, version, user, State.SUBMITTED, Event.Act.SUBMITTED):
        return current
    move(
        report=current,
        version=version,
        allowed=(State.DRAFT, State.RETURNED),
        fields={
            "state": State.SUBMITTED,
            "submitted_at": clock.now(),
            "decided_at": None,
            "was_late": current.was_late or clock.today() > current.due_on,
        },
    )
    if not current.has_figure:
        raise Incomplete
    if lacks_evidence(current):
        raise EvidenceMissing
    notifying.settle(report=current)
    if not current.explanation.strip():
        doubts = doubts_about(current, last_filed(current))
        if doubts:
            raise ExplanationMissing(doubts)
    return record(current, Event.Act.SUBMITTED, user)


@transaction.atomic
def withdraw(*, report: Report, user: User, version: int) -> Report:
    """Take back (撤回) what was handed in and nobody has decided on yet: a draft again, and owed.

    What was returned before is returned again, with its reason and its day.

    Raises Stale when a reviewer decided first, NotOpen when it could not be handed in again.
    """
    current = _current(report)
    state = State.RETURNED if current.redo_by else State.DRAFT
    if _is_second_click(current, version, user, state, Event.Act.WITHDRAWN):
        return current
    fields = {"state": state, "submitted_at": None}
    move(report=current, version=version, allowed=(State.SUBMITTED,), fields=fields)
    return record(current, Event.Act.WITHDRAWN, user)


def _is_second_click(report: Report, version: int, user: User, state: str, act: str) -> bool:
    """Whether this person's own act, sent once more, has done its work already."""
    if report.state != state or report.version <= version:
        return False
    last = report.events.last()
    return last is not None and last.by_id == user.pk and last.act == act


def _current(report: Report) -> Report:
    found = Report.objects.for_page().select_related("quarter__plan")
    current = found.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if current is None or not current.quarter.is_open:
        raise NotOpen
    if current.is_task_closed:
        raise TaskClosed
    return current


def move(
    *, report: Report, version: int, allowed: tuple[str, ...], fields: Mapping[str, object]
) -> None:
    """Write `fields` if the report is still at `version` and in an allowed state: one row exactly.

    A locked quarter is locked for everybody. Raises Stale otherwise. The quarter is not joined:
    of an UPDATE that waited for another one, PostgreSQL checks again only what is said of the row
    itself, and a join would put the version into a subquery. The row is held first, by a statement
    of its own: whoever locks the quarter holds its rows too, so that this one waits, and then sees
    the lock; or the other way round (quarter_life.lock).
    """
    hold(report)
    unlocked = Quarter.objects.filter(is_locked=False)
    changed = Report.objects.filter(
        pk=report.pk, version=version, state__in=allowed, quarter__in=unlocked
    ).update(**fields, version=F("version") + 1)
    if changed != 1:
        raise Stale(Report.objects.for_page().get(pk=report.pk))
    report.refresh_from_db(fields=[*fields, "version"])


def hold(report: Report) -> None:
    """Queue up with whoever writes on `report` or locks its quarter, until the transaction ends."""
    list(Report.objects.filter(pk=report.pk).select_for_update().values_list("pk"))


def record(
    report: Report,
    act: str,
    user: User | None,
    *,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> Report:
    """Keep who did what to `report`, when and why."""
    Event.objects.create(
        report=report,
        act=act,
        at=clock.now(),
        by=user,
        reason=reason,
        changes=dict(changes or {}),
    )
    return report
