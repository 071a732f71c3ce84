"""The targets of a task, each with its verdicts and the reports behind them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import OuterRef, Q, prefetch_related_objects

from departments.models import Organization, User
from nanyang_vet.kit.counting import counted
from nanyang_vet.kit.numbers import cut
from progress import duties
from progress.access import sees_all_of
from progress.contributing import Contributions, Found, contributions
from progress.extending import answers_for
from progress.judging import Goal, Light
from progress.models import Extension, Quarter, Report, Standing
from progress.selecting import Selection
from progress.standings import goal_of
from tasks.models import Target, Task

WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN, Light.BLUE)


@dataclass
class TargetRow:
    """One target on its task's page: its verdicts up to the quarter, and what is behind them."""

    target: Target
    quarter: Quarter
    bound: list[Organization] = field(default_factory=list)
    history: dict[int | None, list[Standing]] = field(default_factory=lambda: defaultdict(list))
    """Verdicts in the order of time, by organization; None is the city."""
    reports: list[Report] = field(default_factory=list)
    """Those of the quarter, in the official order."""
    latest: list[Report] = field(default_factory=list)
    """Each contributor's latest accepted one."""
    asked_for: int | None = None
    """The county whose own course was asked for, or which is the person's own."""
    may_extend: bool = False
    """Whether the person may ask for a later deadline; the answer may still be no."""
    sees_all: bool = True

    @cached_property
    def standings(self) -> list[Standing]:
        """Those of the quarter itself."""
        lasts = (one[-1] for one in self.history.values() if one)
        return [one for one in lasts if one.quarter_id == self.quarter.pk]

    @property
    def city(self) -> Standing | None:
        return next((one for one in self.standings if one.organization_id is None), None)

    @property
    def county(self) -> Standing | None:
        """The verdict on the county whose course is drawn, where each county has its own."""
        asked = self.asked_for
        return next((one for one in self.standings if asked and one.organization_id == asked), None)

    @property
    def focus(self) -> Standing | None:
        """The verdict that the figures are about: the city's, or the chosen county's."""
        return self.city or self.county

    @property
    def shortfall(self) -> Decimal | None:
        """By how much the expected value is missed, from the figures as they are shown."""
        if self.focus is None or self.focus.is_settled or self.focus.light == Light.GREY:
            return None
        behind = cut(self.focus.expected, 2) - cut(self.focus.actual or Decimal(0), 2)
        return behind if behind > 0 else None

    @property
    def course(self) -> list[Standing]:
        """The verdicts quarter by quarter of what the figures are about."""
        return self.history[self.focus.organization_id] if self.focus else []

    @property
    def is_by_county(self) -> bool:
        return self.target.scope == Target.Scope.EACH_COUNTY

    @property
    def met(self) -> list[Standing]:
        return [one for one in self.standings if one.light == Standing.Lights.BLUE]

    @property
    def lights(self) -> dict[str, int]:
        """How many of each light the quarter has."""
        return {light: sum(one.light == light for one in self.standings) for light in Light}

    @property
    def unmet(self) -> list[list[Standing]]:
        """What is neither met nor not applicable, those of one light together, the worst first."""
        alike: dict[tuple[str, str], list[Standing]] = defaultdict(list)
        for one in self.standings:
            if not one.is_settled:
                alike[one.light, one.reason].append(one)
        return [alike[key] for key in sorted(alike, key=lambda key: WORST_FIRST.index(key[0]))]

    @cached_property
    def years_missed_by(self) -> dict[int | None, list[int]]:
        """Past years that stay on record (rulings 4.3), by organization; None is the city."""
        return {
            owner: [
                one.quarter.year
                for one in course
                if one.is_missed_year and one.quarter.year < self.quarter.year
            ]
            for owner, course in self.history.items()
        }

    @property
    def missed_years(self) -> list[int]:
        return self.years_missed_by.get(self.focus.organization_id, []) if self.focus else []

    @property
    def report(self) -> Report | None:
        """The quarter's report of the one who files it alone."""
        alone = self.target.collected_from_id is None and self.reports
        return self.reports[0] if alone else None

    @cached_property
    def contributions(self) -> Contributions | None:
        """What each contributor gave, where there are several."""
        if self.target.collected_from_id is None:
            return None
        found = Found(self.quarter, self.reports, self.latest, self.standings, self.years_missed_by)
        return contributions(self.target, self.bound, found, self.sees_all)

    @cached_property
    def goal(self) -> Goal:
        """The judged form of the target, by the deadline that holds for what is shown."""
        return goal_of(self.target, self.quarter.plan, self.moved_to)

    @property
    def deadline(self) -> date:
        """The day that holds for what is shown; of a yearly target the end of the year."""
        return self.goal.deadline_in(self.quarter.period)

    @property
    def moved_to(self) -> date | None:
        """The day to which an extension moved the deadline (rulings 4.7)."""
        return self.focus.deadline if self.focus and self.focus.moved_from else None


def target_rows(
    task: Task, user: User, selection: Selection, county: int | None = None
) -> list[TargetRow]:
    """The targets in force, each with what `user` may see of it: at most five queries.

    `county` is the organization whose own course is asked for; by default the person's own.
    """
    asked = Extension.objects.visible_to(user).filter(target=OuterRef("pk"))
    targets = (
        duties.active_targets(task.plan)
        .filter(task=task)
        .prefetch_related(None)
        .prefetch_related("checkpoints")
        .annotate(asked_count=counted(asked), extended_count=counted(asked.granted()))
    )
    rows = {}
    for target in targets:
        target.task = task  # which knows already who is bound by it
        rows[target.pk] = TargetRow(target, selection.quarter, sees_all=sees_all_of(task, user))
    _add_bound([row.target for row in rows.values()])
    for row in rows.values():
        row.bound = duties.contributors(row.target)
        row.may_extend = not row.target.is_every_year and answers_for(row.target, user)
        row.asked_for = county or user.organization_id if row.is_by_county else None
    _add_standings(rows, user, selection)
    _add_reports(rows, user, selection.quarter)
    return list(rows.values())


def _add_bound(targets: list[Target]) -> None:
    """The members of groups that the task itself does not name: a query only where there are."""
    named = {one.group_id for target in targets for one in target.task.responsibilities.all()}
    strangers = [one for one in targets if one.collected_from_id not in {None, *named}]
    prefetch_related_objects(strangers, "collected_from__members")


def _add_standings(rows: dict[int, TargetRow], user: User, selection: Selection) -> None:
    """The verdicts of the quarter and of those before it."""
    quarters = {one.pk: one for one in selection.choices}
    shown = Standing.objects.visible_to(user).filter(
        target__in=rows,
        quarter__in=quarters,
        quarter__ordinal__lte=selection.quarter.ordinal,
    )
    for one in shown.select_related("organization").order_by(
        "quarter__ordinal", "organization__place", "organization"
    ):
        row = rows[one.target_id]
        one.target, one.quarter = row.target, quarters[one.quarter_id]
        row.history[one.organization_id].append(one)


def _add_reports(rows: dict[int, TargetRow], user: User, quarter: Quarter) -> None:
    """The reports of the quarter, and each contributor's latest accepted one."""
    visible = Report.objects.visible_to(user).filter(target__in=rows)
    latest = Report.objects.filter(target__in=rows).latest_figures(quarter)
    found = visible.filter(Q(quarter=quarter) | Q(pk__in=latest.values("pk")))
    ended: dict[tuple[int, int], Report] = {}
    for report in found.for_page().order_by("organization__place", "quarter__ordinal"):
        row = rows[report.target_id]
        if report.quarter_id == quarter.pk:
            row.reports.append(report)
        if report.state == Report.State.ACCEPTED and report.has_figure:
            ended[report.target_id, report.organization_id] = report
    for (target, _organization), report in ended.items():
        rows[target].latest.append(report)
