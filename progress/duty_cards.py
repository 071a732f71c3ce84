"""What a filer has to know beside each field: the last value, what is required, the light."""

from dataclasses import dataclass

from departments.models import User
from nanyang_vet.kit import clock
from progress.forms import ReportForm
from progress.models import Event, Quarter, Report, ReportQuerySet, Standing
from progress.plans import current_plan
from tasks.models import Target


@dataclass(frozen=True)
class Card:
    """One report on the filing page. Without a form it is only shown."""

    report: Report
    standing: Standing | None
    last: Report | None
    returned: Event | None
    form: ReportForm | None

    @property
    def is_collected(self) -> bool:
        """Whether the target is the city's, and this organization files only its part."""
        target = self.report.target
        return target.scope == Target.Scope.CITY and target.collected_from_id is not None

    @property
    def may_extend(self) -> bool:
        """Whether a later deadline can be asked for, as far as the card knows."""
        target = self.report.target
        open_still = self.standing is not None and clock.today() <= self.standing.deadline
        fits = not target.is_every_year and not self.is_collected
        return fits and open_still and not self.report.is_task_closed

    @property
    def is_editable_state(self) -> bool:
        return self.report.state in Report.NOT_HANDED_IN


def quarters_to_file(*, closed_too: bool = False) -> list[Quarter]:
    """The open quarters of the current plan, the latest first; or all that ever were open."""
    plan = current_plan()
    if plan is None:
        return []
    opened = plan.quarters.filter(opens_on__lte=clock.today())
    found = opened if closed_too else plan.quarters.open_for_filing(clock.today())
    return list(found.select_related("plan").order_by("-ordinal"))


def cards_of(user: User, quarter: Quarter, troubled: dict[int, ReportForm]) -> list[Card]:
    """The cards of the person's organization, in the list's order; a fixed number of queries.

    `troubled` holds the forms that could not be saved, to be shown as they were sent.
    """
    mine = Report.objects.of_filer(user)
    reports = list(
        mine.filter(quarter=quarter).for_page().order_by("target__task__number", "target__place")
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
