"""The targets of a task, each with its verdicts and the reports behind them."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Q

from departments.models import User
from nanyang_vet.kit.counting import counted
from progress.duties import active_targets
from progress.extending import answers_for
from progress.models import Extension, Quarter, Report, Standing
from tasks.models import Target, Task

TREND_QUARTERS = 8
"""How far back a task's page looks: two years fit an office screen."""


@dataclass
class TargetRow:
    """One target on its task's page: the verdicts of the quarter, and the reports behind them."""

    target: Target
    standings: list[Standing] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    trend: list[Standing] = field(default_factory=list)
    may_extend: bool = False
    """Whether the person may ask for a later deadline; the answer may still be no."""
    years_missed_by: dict[int | None, list[int]] = field(default_factory=dict)
    """Past years that stay on record (rulings 4.3), by organization; None is the city."""

    @property
    def city(self) -> Standing | None:
        return next((one for one in self.standings if one.organization_id is None), None)

    @property
    def missed_years(self) -> list[int]:
        return self.years_missed_by.get(None, [])

    @property
    def met_count(self) -> int:
        return sum(one.light == Standing.Lights.BLUE for one in self.standings)

    @property
    def lines(self) -> list[tuple[Standing | None, Report]]:
        """Who files, with the light of its own where there is one."""
        own = {one.organization_id: one for one in self.standings}
        return [(own.get(one.organization_id), one) for one in self.reports]


def target_rows(task: Task, user: User, quarter: Quarter) -> list[TargetRow]:
    """The targets in force, each with what `user` may see of it: three queries."""
    asked = Extension.objects.visible_to(user).filter(target=OuterRef("pk"))
    targets = (
        active_targets(task.plan)
        .filter(task=task)
        .prefetch_related(None)
        .annotate(asked_count=counted(asked), extended_count=counted(asked.granted()))
    )
    rows = {}
    for target in targets:
        target.task = task  # which knows already who is bound by it
        may_extend = not target.is_every_year and answers_for(target, user)
        rows[target.pk] = TargetRow(target, may_extend=may_extend)
    _add_standings(rows, user, quarter)
    reports = Report.objects.visible_to(user).filter(quarter=quarter, target__in=rows)
    for report in reports.for_page().order_by("organization__place"):
        rows[report.target_id].reports.append(report)
    return list(rows.values())


def _add_standings(rows: dict[int, TargetRow], user: User, quarter: Quarter) -> None:
    """The verdicts of the quarter, the city's of the quarters before, and years missed."""
    shown = Standing.objects.visible_to(user).filter(target__in=rows)
    first = quarter.ordinal - TREND_QUARTERS
    of_city = Q(
        organization=None,
        quarter__ordinal__lte=quarter.ordinal,
        quarter__ordinal__gt=first,
    )
    missed = Q(pk__in=shown.missed_before(quarter.year).order_by().values("pk"))
    for one in (
        shown.filter(Q(quarter=quarter) | of_city | missed)
        .select_related("quarter", "organization", "target")
        .order_by("quarter__ordinal", "organization__place")
    ):
        row = rows[one.target_id]
        if one.quarter_id == quarter.pk:
            row.standings.append(one)
        elif one.is_missed_year and one.quarter.year < quarter.year:
            row.years_missed_by.setdefault(one.organization_id, []).append(one.quarter.year)
        if one.organization_id is None and one.quarter.ordinal > first:
            row.trend.append(one)
