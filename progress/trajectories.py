"""The course of a target as a chart and as a table: the same figures in both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.charting import Captions, Chart, Line, Point, Trajectory, chart
from progress.judging import Goal, Kind, expected_at
from progress.models import Quarter, Standing
from progress.periods import periods_between
from progress.target_rows import TargetRow
from progress.wording import amount, required, with_unit
from tasks.models import Plan, Target


@dataclass(frozen=True)
class Moment:
    """One quarter of a course. Of a count of counties there is no expected value and no light."""

    quarter: Quarter
    actual: Decimal | None
    expected: Decimal | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Course:
    """What a target's panel draws and lists, up to the quarter of the page."""

    row: TargetRow
    moments: Sequence[Moment]
    trajectory: Trajectory
    unit: str
    title: str

    @cached_property
    def chart(self) -> Chart:
        return chart(self.trajectory)

    @property
    def axis_title(self) -> str:
        """万人次, 亿元; a percent sign counts in ones."""
        return f"{self.chart.multiplier}{self.unit}"

    @property
    def description(self) -> str:
        """The chart in a sentence, for who does not see it."""
        last = self.moments[-1] if self.moments else None
        figures = {
            "quarter": self.row.quarter,
            "actual": self.shown(last.actual if last else None),
            "expected": self.shown(last.expected if last else None),
            "required": self.shown(self.row.goal.required),
            "deadline": date_format(self.trajectory.deadline, "Y-m-d"),
        }
        if self.counts_counties:
            figures["required"] = self.shown(Decimal(str(self.trajectory.required)))
            return _("At the end of %(quarter)s: %(actual)s of %(required)s.") % figures
        return (
            _(
                "At the end of %(quarter)s: actual %(actual)s, expected %(expected)s; required "
                "%(required)s by %(deadline)s."
            )
            % figures
        )

    @property
    def counts_counties(self) -> bool:
        return self.row.focus is None

    def shown(self, number: Decimal | None) -> str:
        return "—" if number is None else with_unit(show_number(number, 2), self.unit)


def course_of(row: TargetRow) -> Course | None:
    """The course of `row`'s target; None for a milestone, which is done or not done."""
    if row.target.kind == Target.Kind.MILESTONE:
        return None
    if row.focus is not None:
        return _of_one(row, row.focus)
    return _of_counties(row) if row.is_by_county and row.standings else None


def _of_one(row: TargetRow, focus: Standing) -> Course:
    goal, plan = row.goal, row.quarter.plan
    moments = [Moment(one.quarter, one.actual, one.expected, one) for one in row.course]
    ends_on = max(plan.ends_on, goal.deadline)
    trajectory = Trajectory(
        starts_on=plan.starts_on,
        ends_on=ends_on,
        required=goal.required,
        deadline=goal.deadline_in(row.quarter.period),
        moved_from=focus.moved_from,
        selected=row.quarter.period.ends_on,
        expected=_expected(goal, plan, ends_on),
        actual=_actual(moments, goal.every_year),
        checkpoints=[Point(day, due) for day, due in goal.checkpoints if not goal.every_year],
        whole=goal.whole,
        by_years=goal.every_year,
        captions=_captions(row, goal, focus, moments),
    )
    title = str(focus.organization or _("the whole city"))
    return Course(row, moments, trajectory, row.target.unit, title)


def _captions(row: TargetRow, goal: Goal, focus: Standing, moments: Sequence[Moment]) -> Captions:
    level = _("required: %(amount)s") % {"amount": required(row.target)}
    if row.target.comparator == Target.Comparator.ABOUT:
        level = _("met from %(amount)s") % {"amount": amount(goal.required, row.target)}
    values = [one.actual for one in moments if one.actual is not None]
    was = focus.moved_from
    return Captions(
        required=level,
        deadline=_dated(_("deadline %(day)s"), goal.deadline_in(row.quarter.period)),
        original=_dated(_("originally %(day)s"), was) if was else "",
        latest=amount(values[-1], row.target) if values else "",
    )


def _dated(words: str, day: date) -> str:
    return words % {"day": date_format(day, "Y-m-d")}


def _expected(goal: Goal, plan: Plan, ends_on: date) -> list[Line]:
    """The expected values at the ends of quarters, up to the deadline, a line for each year
    where it starts anew. What is kept every year in full is the required line itself."""
    periods = [one for one in periods_between(plan.starts_on, ends_on) if goal.has_begun(one)]
    if goal.kind == Kind.STANDARD:
        return []
    if goal.kind != Kind.YEARLY:
        points = [Point(one.ends_on, expected_at(goal, one)) for one in periods]
        line = [point for point in points if point.day < goal.deadline]
        return [[Point(plan.starts_on, goal.baseline), *line, Point(goal.deadline, goal.required)]]
    return [
        [
            Point(date(year, 1, 1), Decimal(0)),
            *(Point(one.ends_on, expected_at(goal, one)) for one in periods if one.year == year),
        ]
        for year in sorted({one.year for one in periods})
    ]


def _actual(moments: Iterable[Moment], every_year: bool) -> list[Line]:
    """The values joined in time: broken where there is none, and at the turn of a year."""
    lines: list[list[Point]] = [[]]
    for one in moments:
        turns = every_year and one.quarter.number == 1
        if (turns or one.actual is None) and lines[-1]:
            lines.append([])
        if one.actual is not None:
            lines[-1].append(Point(one.quarter.period.ends_on, one.actual))
    return [line for line in lines if line]


def _of_counties(row: TargetRow) -> Course:
    """How many counties have met it, where each has a course of its own."""
    plan, goal, count = row.quarter.plan, row.goal, len(row.standings)
    met: dict[Quarter, int] = {}
    for one in (one for course in row.history.values() for one in course):
        met[one.quarter] = met.get(one.quarter, 0) + (one.light == Standing.Lights.BLUE)
    moments = [
        Moment(quarter, Decimal(met[quarter]))
        for quarter in sorted(met, key=lambda one: one.ordinal)
    ]
    unit = _("counties and zones")
    trajectory = Trajectory(
        starts_on=plan.starts_on,
        ends_on=max(plan.ends_on, goal.deadline),
        required=Decimal(count),
        deadline=goal.deadline_in(row.quarter.period),
        selected=row.quarter.period.ends_on,
        actual=_actual(moments, goal.every_year),
        whole=True,
        by_years=goal.every_year,
        captions=Captions(
            required=_("%(count)s in all") % {"count": with_unit(str(count), unit)},
            deadline=_dated(_("deadline %(day)s"), goal.deadline_in(row.quarter.period)),
            latest=with_unit(show_number(moments[-1].actual), unit),
        ),
    )
    return Course(row, moments, trajectory, unit, _("counties and zones that have met it"))
