"""What a filer has to know beside each field: the last value, what is required, the light."""

from dataclasses import dataclass

from django.db.models import Count, Q

from departments.models import User
from nanyang_vet.kit import clock
from progress.forms import ReportForm
from progress.models import Event, Quarter, Report, ReportQuerySet, Standing
from progress.plans import current_plan


@dataclass(frozen=True)
class Card:
    """One report on the filing page. Without a form it is only shown."""

    report: Report
    standing: Standing | None
    last: Report | None
    returned: Event | None
    form: ReportForm | None

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


@dataclass(frozen=True)
class Debt:
    """What is still to be done for another open quarter, in reports."""

    quarter: Quarter
    returned: int
    unfiled: int


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
    overdue = Q(is_owed=True) & Report.past_due_on(clock.today())
    rows = (
        Report.objects.of_filer(user)
        .filter(quarter__in=by_pk)
        .order_by("-quarter__ordinal")
        .values("quarter")
        .annotate(
            returned=Count("pk", filter=Q(state=Report.State.RETURNED)),
            unfiled=Count(
                "pk", filter=overdue & Q(state__in=[Report.State.UNFILED, Report.State.DRAFT])
            ),
        )
    )
    return [
        Debt(by_pk[row["quarter"]], row["returned"], row["unfiled"])
        for row in rows
        if row["returned"] or row["unfiled"]
    ]


def cards_of(user: User, quarter: Quarter, troubled: dict[int, ReportForm]) -> list[Card]:
    """The cards of the person's organization, in the list's order; a fixed number of queries.

    `troubled` holds the forms that could not be saved, to be shown as they were sent.
    """
    mine = Report.objects.of_filer(user)
    reports = list(
        mine.filter(quarter=quarter)
        .for_page()
        .with_evidence_count()
        .order_by("target__task__number", "target__place")
    )
    standings = _standings(reports, quarter)
    last = _last_values(mine, quarter)
    returned = _returns(reports)
    return [
        Card(
            report=report,
            standing=standings.get((report.target_id, report.organization_id))
            or standings.get((report.target_id, None)),
            last=last.get(report.target_id),
            returned=returned.get(report.pk),
            form=_form(report, troubled),
        )
        for report in reports
    ]


def _form(report: Report, troubled: dict[int, ReportForm]) -> ReportForm | None:
    if report.pk in troubled:
        return troubled[report.pk]
    return ReportForm(report) if report.is_editable else None


def _standings(reports: list[Report], quarter: Quarter) -> dict[tuple[int, int | None], Standing]:
    found = Standing.objects.filter(
        quarter=quarter, target__in=[report.target_id for report in reports]
    ).select_related("target")
    return {(one.target_id, one.organization_id): one for one in found}


def _last_values(mine: ReportQuerySet, quarter: Quarter) -> dict[int, Report]:
    """The latest earlier report of each target that was handed in with a figure."""
    earlier = mine.filed_before(quarter).for_page()
    return {report.target_id: report for report in earlier if report.has_figure}


def _returns(reports: list[Report]) -> dict[int, Event]:
    """The latest return of each returned report."""
    events = Event.objects.filter(
        report__in=[one.pk for one in reports if one.state == Report.State.RETURNED],
        act__in=[Event.Act.RETURNED, Event.Act.REOPENED],
    ).select_related("by")
    return {event.report_id: event for event in events.order_by("pk")}
