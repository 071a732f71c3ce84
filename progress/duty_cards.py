"""What a filer has to know beside each field: the last value, what is required, the light."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import IntEnum

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce

from departments.models import User
from nanyang_vet.kit import clock
from progress.comparing import doubts_about, repeats_words
from progress.filing import content_of
from progress.judging import Light
from progress.models import Event, Quarter, Report, Standing
from progress.plans import current_plan
from progress.report_form import ReportForm
from tasks.models import Task


class Urgency(IntEnum):
    """What a card waits for, the most urgent first."""

    RETURNED = 0
    RED = 1
    YELLOW = 2
    DUE_SOON = 3
    OTHER = 4
    DONE = 5


@dataclass(frozen=True)
class Card:
    """One report on the filing page. Without a form it is only shown.

    A form on a report that can no longer be written on holds what was typed, to be copied.
    """

    report: Report
    standing: Standing | None
    last: Report | None
    returned: Event | None
    form: ReportForm | None

    @property
    def is_writable(self) -> bool:
        """Whether its buttons can do anything; what was typed on another is only given back."""
        return self.form is not None and self.report.is_editable

    @property
    def may_extend(self) -> bool:
        """Whether a later deadline can be asked for, as far as the card knows."""
        target = self.report.target
        open_still = self.standing is not None and clock.today() <= self.standing.deadline
        fits = not target.is_every_year and not target.is_collected
        return fits and open_still and not self.report.is_task_closed

    @property
    def is_editable_state(self) -> bool:
        return self.report.state in Report.NOT_HANDED_IN

    @property
    def doubts(self) -> list[str]:
        """What is odd about the draft beside the last figure; nothing once it is handed in."""
        return doubts_about(self.report, self.last) if self.form else []

    @property
    def repeats_words(self) -> bool:
        """Whether what was handed in, and nobody has decided on, repeats last time's sentences."""
        if self.report.state != Report.State.SUBMITTED:
            return False
        return repeats_words(asdict(content_of(self.report)), self.last)

    @property
    def urgency(self) -> Urgency:
        if not self.is_editable_state or self.report.is_task_closed:
            return Urgency.DONE
        if self.report.state == Report.State.RETURNED:
            return Urgency.RETURNED
        if self.standing is None:
            return Urgency.OTHER
        if self.standing.light == Light.RED:
            return Urgency.RED
        if self.standing.light == Light.YELLOW:
            return Urgency.YELLOW
        return Urgency.DUE_SOON if self.standing.is_due_soon(clock.today()) else Urgency.OTHER

    @property
    def place(self) -> tuple[int, float, int, int]:
        """Where it stands on the page: by urgency, the earliest return first, then as listed."""
        since = self.returned.at.timestamp() if self.returned else 0
        return self.urgency, since, *self.number

    @property
    def number(self) -> tuple[int, int]:
        """Where it stands in the official list: task, and place within it."""
        return self.report.target.task.number, self.report.target.place


@dataclass(frozen=True)
class Debt:
    """What is still to be done for another open quarter, in reports, and days past due."""

    quarter: Quarter
    returned: int
    unfiled: int
    returned_days: int
    """Of the longest overdue among the returned ones; nought where none is."""
    unfiled_days: int

    @property
    def is_overdue(self) -> bool:
        return bool(self.unfiled or self.returned_days)


def quarters_so_far() -> list[Quarter]:
    """The quarters of the current plan for which filing has opened, the latest first."""
    plan = current_plan()
    if plan is None:
        return []
    opened = plan.quarters.filter(opens_on__lte=clock.today())
    return list(opened.select_related("plan").order_by("-ordinal"))


def debts_of(user: User, quarters: list[Quarter]) -> list[Debt]:
    """Returned and overdue reports of the person's organization for those quarters: one query."""
    by_pk = {one.pk: one for one in quarters}
    returned = Q(state=Report.State.RETURNED)
    overdue = Q(is_owed=True) & Report.past_due_on(clock.today())
    unfiled = overdue & Q(state__in=[Report.State.UNFILED, Report.State.DRAFT])
    due = Coalesce("redo_by", "quarter__due_on")
    rows = (
        Report.objects.of_filer(user)
        .filter(quarter__in=by_pk)
        .order_by("-quarter__ordinal")
        .values("quarter")
        .annotate(
            returned=Count("pk", filter=returned),
            returned_since=Min(due, filter=returned & overdue),
            unfiled=Count("pk", filter=unfiled),
            unfiled_since=Min(due, filter=unfiled),
        )
    )
    return [
        Debt(
            quarter=by_pk[row["quarter"]],
            returned=row["returned"],
            unfiled=row["unfiled"],
            returned_days=_days_since(row["returned_since"]),
            unfiled_days=_days_since(row["unfiled_since"]),
        )
        for row in rows
        if row["returned"] or row["unfiled"]
    ]


def _days_since(due: date | None) -> int:
    return (clock.today() - due).days if due else 0


def cards_of(user: User, quarter: Quarter, troubled: dict[int, ReportForm]) -> list[Card]:
    """The cards of the person's organization, most urgent first; a fixed number of queries.

    `troubled` holds the forms that could not be saved, to be shown as they were sent.
    """
    mine = Report.objects.of_filer(user)
    reports = list(mine.filter(quarter=quarter).for_page().with_evidence_count())
    standings = _standings(reports, quarter)
    last = last_values(user, quarter)
    returned = _returns(reports)
    cards = [
        Card(
            report=report,
            standing=standings.get((report.target_id, report.organization_id))
            or standings.get((report.target_id, None)),
            last=last.get(report.target_id),
            returned=returned.get(report.pk),
            form=_form(report, troubled, last.get(report.target_id)),
        )
        for report in reports
    ]
    return sorted(cards, key=lambda card: card.place)


def by_task(cards: Iterable[Card]) -> list[tuple[Task, list[Card]]]:
    """Cards grouped by their task; a task stands where the first of its cards does."""
    groups: dict[int, tuple[Task, list[Card]]] = {}
    for card in cards:
        task = card.report.target.task
        groups.setdefault(task.pk, (task, []))[1].append(card)
    return list(groups.values())


def _form(
    report: Report, troubled: dict[int, ReportForm], last: Report | None
) -> ReportForm | None:
    if report.pk in troubled:
        if not report.is_editable:
            troubled[report.pk].freeze()
        return troubled[report.pk]
    return ReportForm(report, last=repeatable(report, last)) if report.is_editable else None


def repeatable(report: Report, last: Report | None) -> Report | None:
    """`last`, if its figure may be taken for this quarter's: not where a new year begins anew."""
    if last is None or not last.has_figure:
        return None
    new_year = last.quarter.year != report.quarter.year
    return None if new_year and report.target.is_every_year else last


def _standings(reports: list[Report], quarter: Quarter) -> dict[tuple[int, int | None], Standing]:
    found = Standing.objects.filter(
        quarter=quarter, target__in=[report.target_id for report in reports]
    ).select_related("target")
    return {(one.target_id, one.organization_id): one for one in found}


def last_values(user: User, quarter: Quarter) -> dict[int, Report]:
    """The latest earlier report of each target that was handed in with a figure."""
    earlier = Report.objects.of_filer(user).filed_before(quarter).for_page()
    return {report.target_id: report for report in earlier if report.has_figure}


def _returns(reports: list[Report]) -> dict[int, Event]:
    """The latest return of each returned report."""
    events = Event.objects.filter(
        report__in=[one.pk for one in reports if one.state == Report.State.RETURNED],
        act__in=[Event.Act.RETURNED, Event.Act.REOPENED],
    ).select_related("by")
    return {event.report_id: event for event in events.order_by("pk")}
