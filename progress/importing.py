"""Reports of past quarters, from a file: understood as a whole or refused as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from departments.models import User
from nanyang_vet.kit import clock
from progress import standings
from progress.filing import changes_between, content_of
from progress.import_entries import Entry, Key, read_entries
from progress.import_file import Fault, ImportRefused, read_lines
from progress.models import Event, Quarter, Report
from tasks.models import Plan

State = Report.State
SETTLED = (State.UNFILED, State.ACCEPTED)
WRITTEN = (
    *Report.FIGURES,
    "not_applicable_why",
    "state",
    "version",
    "submitted_at",
    "decided_at",
    "was_late",
)


@dataclass(frozen=True)
class Loaded:
    """What a file did, in reports: `new` had not been handed in before, `replaced` said otherwise
    before, `unchanged` say so already. `submitted` and `accepted` count what was written."""

    new: int
    replaced: int
    unchanged: int
    submitted: int
    accepted: int


@transaction.atomic
def load_reports(*, data: bytes, plan: Plan, user: User | None = None) -> Loaded:
    """Load the file `data` into the reports of `plan`, with one event each, and judge anew.

    Raises ImportRefused, which names every fault of the file, and has then written nothing.
    """
    lines, faults = read_lines(data)
    standings.lock(plan)
    # Locked for the length of the transaction: a quarter cannot be closed under our hands.
    quarters = list(Quarter.objects.filter(plan=plan).select_for_update(no_key=True))
    duties = Report.objects.filter(quarter__plan=plan).order_by()
    owed = set(duties.values_list("target_id", "organization_id", "quarter_id"))
    entries, more = read_entries(lines, plan, quarters, owed)
    if faults or more:
        raise ImportRefused(sorted([*faults, *more]))
    return _write(entries, user)


def _write(entries: list[Entry], user: User | None) -> Loaded:
    held, now = _held(entries), clock.now()
    under_way = _under_way(entries, held)
    if under_way:
        raise ImportRefused(under_way)
    changed: list[Report] = []
    events: list[Event] = []
    new = accepted = 0
    counts_anew = False
    for entry in entries:
        report = held[entry.key]
        before = report.state
        event = _apply(report, entry, now, user)
        if event is None:
            continue
        changed.append(report)
        events.append(event)
        new += before in Report.NOT_HANDED_IN
        accepted += report.state == State.ACCEPTED
        counts_anew |= State.ACCEPTED in (before, report.state)
    _store(changed, events)
    if counts_anew:
        standings.rebuild(entries[0].quarter.plan)
    return Loaded(
        new=new,
        replaced=len(changed) - new,
        unchanged=len(entries) - len(changed),
        submitted=len(changed) - accepted,
        accepted=accepted,
    )


def _held(entries: Iterable[Entry]) -> dict[Key, Report]:
    """The reports that the entries speak of, locked against whoever files them just now."""
    quarters = {entry.quarter.pk: entry.quarter for entry in entries}
    targets = {entry.target.pk for entry in entries}
    wanted = {entry.key for entry in entries}
    rows = Report.objects.filter(quarter__in=quarters, target__in=targets)
    found = {}
    for report in rows.order_by("pk").select_for_update():
        key = report.target_id, report.organization_id, report.quarter_id
        if key in wanted:
            found[key] = report
    return found


def _under_way(entries: Iterable[Entry], held: dict[Key, Report]) -> list[Fault]:
    """The lines that would write over what somebody has typed and nobody has accepted yet."""
    typed = set(
        Event.objects.filter(
            report__in=[one.pk for one in held.values() if one.state not in SETTLED],
            act__in=Event.WRITING,
        ).values_list("report", flat=True)
    )
    return [
        Fault(
            entry.line,
            "",
            _(
                "%(name)s is filing target %(code)s for %(quarter)s on the site just now. Remove "
                "the line, or have the report reviewed first."
            )
            % {
                "name": entry.organization.name,
                "code": entry.target.code,
                "quarter": entry.quarter.code,
            },
        )
        for entry in entries
        if held[entry.key].pk in typed
    ]


def _apply(report: Report, entry: Entry, now: datetime, user: User | None) -> Event | None:
    """Put the entry's figure on `report`, unsaved; None where it says nothing new.

    The words beside the figure stay. What is accepted already stays accepted when a file only
    says that it was submitted, with the same figure.
    """
    before = content_of(report)
    after = replace(
        before,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        not_applicable=False,
        not_applicable_why="",
    )
    changes = changes_between(before, after)
    if not changes and report.state in {entry.status, State.ACCEPTED}:
        return None
    if report.state != entry.status:
        changes["state"] = [report.state, entry.status]
    for name in (*Report.FIGURES, "not_applicable_why"):
        setattr(report, name, getattr(after, name))
    report.state = entry.status
    report.version += 1
    if report.submitted_at is None:
        report.submitted_at = _handed_in(report, entry.quarter, now)
        report.was_late |= clock.date_of(report.submitted_at) > (report.redo_by or date.max)
    report.decided_at = now if entry.status == State.ACCEPTED else None
    return Event(report=report, act=Event.Act.IMPORTED, at=now, by=user, changes=changes)


def _handed_in(report: Report, quarter: Quarter, now: datetime) -> datetime:
    """The moment that counts as handing in: history is in time, whenever it was typed up.

    It is the last moment of the quarter's filing date, or now while that date is to come. When a
    file was loaded stands in the event. What was sent back to be corrected comes when it comes.
    """
    if report.redo_by is not None:
        return now
    last = datetime.combine(quarter.due_on, time.max, tzinfo=timezone.get_default_timezone())
    return min(now, last)


def _store(reports: list[Report], events: list[Event]) -> None:
    """Three statements per batch. The rows exist, so that the insert always ends as an update."""
    Report.objects.bulk_create(
        reports,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
        batch_size=1000,
    )
    Event.objects.bulk_create(events, batch_size=1000)
