"""Rows, columns and cells of the heat map: a few queries, whatever the number of reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from departments.models import Organization, User
from progress.contributions import Contribution, Filing, counted
from progress.judging import Light, Reason
from progress.models import Report, Standing
from progress.overview import worst_first
from progress.selecting import Selection
from tasks.models import Responsibility, Target

Cell = Standing | Contribution


@dataclass(frozen=True)
class Column:
    """A target and its cells, by organization. `city` is the city's standing of a collected one."""

    target: Target
    cells: Mapping[int, Cell]
    city: Standing | None = None
    lead: Organization | None = None

    @property
    def is_collected(self) -> bool:
        return self.target.is_collected

    @property
    def standings(self) -> list[Standing]:
        return [one for one in self.cells.values() if isinstance(one, Standing)]

    @property
    def contributions(self) -> list[Contribution]:
        return [one for one in self.cells.values() if isinstance(one, Contribution)]

    @property
    def total(self) -> int:
        return len(self.cells)

    @property
    def met(self) -> int:
        return sum(one.light == Light.BLUE for one in self.standings)

    @property
    def not_applicable(self) -> int:
        return sum(one.reason == Reason.NOT_APPLICABLE for one in self.standings)

    @property
    def unmet(self) -> list[Standing]:
        """As `StandingQuerySet.unmet`; the worst first."""
        return [one for one in self.standings if not one.is_settled]

    @property
    def filings(self) -> Counter[Filing]:
        return Counter(one.filing for one in self.contributions)

    @property
    def accepted(self) -> int:
        return self.filings[Filing.ACCEPTED] + self.filings[Filing.ACCEPTED_LATE]

    @property
    def submitted(self) -> int:
        return self.filings[Filing.SUBMITTED]

    @property
    def unfiled(self) -> int:
        return self.filings[Filing.OVERDUE]

    @property
    def uncounted(self) -> list[Contribution]:
        """Those of whom nothing is in the city's value."""
        return [one for one in self.contributions if one.counted is None]

    @property
    def is_red(self) -> bool:
        """Whether anything in it is red: a county's light, or the city's in its head."""
        shown = [*self.standings, *([self.city] if self.city else [])]
        return any(one.light == Light.RED for one in shown)


@dataclass(frozen=True)
class Row:
    """An organization and its cells, one for each column; None where it has no part in one."""

    organization: Organization
    cells: list[Cell | None]

    def badness(self) -> tuple[int, int, int]:
        """More red, more yellow, more not filed: for sorting, the worst smallest."""
        lights = Counter(one.light for one in self.cells if isinstance(one, Standing))
        parts = [one for one in self.cells if isinstance(one, Contribution)]
        unfiled = sum(one.filing == Filing.OVERDUE for one in parts)
        return -lights[Light.RED], -lights[Light.YELLOW], -unfiled


@dataclass(frozen=True)
class HeatMap:
    """`organizations` in the order in which their rows are shown."""

    columns: list[Column]
    organizations: list[Organization]

    @property
    def rows(self) -> list[Row]:
        """Of those organizations that have a part in some column."""
        everyone = [
            Row(one, [column.cells.get(one.pk) for column in self.columns])
            for one in self.organizations
        ]
        return [row for row in everyone if any(cell is not None for cell in row.cells)]

    def worst_first(self) -> "HeatMap":
        # Sorting is stable: among equals the usual order stays.
        return replace(
            self, organizations=[row.organization for row in sorted(self.rows, key=Row.badness)]
        )


def heat_map(user: User, selection: Selection) -> HeatMap:
    """What `user` may see of what counties owe in the selected quarter, by target."""
    found = [*_judged(user, selection), *_collected(user, selection)]
    found.sort(key=lambda one: (one.target.task.number, one.target.place))
    leads = _leads(found)
    columns = [replace(one, lead=leads.get(one.target.task_id)) for one in found]
    organizations = {pk: owner_of(cell) for column in columns for pk, cell in column.cells.items()}
    return HeatMap(columns, sorted(organizations.values(), key=lambda one: (one.place, one.pk)))


def owner_of(cell: Cell) -> Organization:
    """Whose cell it is."""
    owner = cell.report.organization if isinstance(cell, Contribution) else cell.organization
    if owner is None:
        raise ValueError("A standing of the whole city belongs to no row.")
    return owner


def _leads(columns: Iterable[Column]) -> dict[int, Organization]:
    """The leading organization by task."""
    leading = Responsibility.objects.filter(
        role=Responsibility.LEAD,
        organization__isnull=False,
        task__in={one.target.task_id for one in columns},
    )
    return {
        one.task_id: one.organization
        for one in leading.select_related("organization")
        if one.organization
    }


def _judged(user: User, selection: Selection) -> list[Column]:
    """A column for each target that is judged for every county; the worst cell first."""
    own = Standing.objects.visible_to(user).filter(
        quarter=selection.quarter, organization__in=Organization.objects.counties()
    )
    by_target: dict[Target, dict[int, Standing]] = defaultdict(dict)
    for one in worst_first(own.select_related("target__task", "organization", "quarter")):
        if one.organization is not None:
            by_target[one.target][one.organization.pk] = one
    return [Column(target, cells) for target, cells in by_target.items()]


def _collected(user: User, selection: Selection) -> list[Column]:
    """A column for each target of the city that counties contribute to."""
    visible = Report.objects.visible_to(user).filter(
        target__scope=Target.Scope.CITY,
        target__collected_from__isnull=False,
        organization__in=Organization.objects.counties(),
    )
    by_target: dict[int, list[Report]] = defaultdict(list)
    for report in visible.filter(quarter=selection.quarter).for_page():
        by_target[report.target_id].append(report)
    of_city = Standing.objects.visible_to(user).filter(
        quarter=selection.quarter, organization=None, target__in=list(by_target)
    )
    city = {one.target_id: one for one in of_city.select_related("target", "quarter")}
    last = {
        (one.target_id, one.organization_id): one
        for one in counted(visible, selection.quarter, list(by_target))
    }
    columns = []
    for target, reports in by_target.items():
        cells = {
            one.organization_id: Contribution(one, last.get((target, one.organization_id)))
            for one in reports
        }
        columns.append(Column(reports[0].target, cells, city.get(target)))
    return columns
