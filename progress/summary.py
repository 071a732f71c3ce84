"""The annual summary workbook (年度督查汇总表), within what a person may see.

Its figures are those of the pages: the same standings, the same tallies.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from departments.models import User
from nanyang_vet.kit import clock
from nanyang_vet.kit.numbers import cut, percent_of
from nanyang_vet.kit.workbook import Sheet
from progress.judging import Light, Reason
from progress.lights import fills, sign
from progress.models import Quarter, Standing
from progress.models.standings import MissedYears
from progress.overview import Overview, Tally, overview, worst_first
from progress.selecting import Selection
from tasks.models import Task

SIGNS = (
    (Light.BLUE, Reason.MET),
    (Light.GREEN, Reason.ON_PACE),
    (Light.YELLOW, Reason.LAGGING),
    (Light.RED, Reason.FAR_BEHIND),
    (Light.RED, Reason.OVERDUE),
    (Light.RED, Reason.NO_DATA),
    (Light.GREY, Reason.NO_DATA),
    (Light.GREY, Reason.NOT_APPLICABLE),
)


def summary_sheets(user: User, selection: Selection) -> list[Sheet]:
    """Overview, tasks, departments, counties and what is overdue, at the selected quarter's end."""
    figures = overview(user, selection)
    standings = list(
        Standing.objects.visible_to(user)
        .filter(quarter=selection.quarter)
        .for_page()
        .order_by("target__task__number", "target__place", "target", "organization__place")
    )
    note = _note(user, selection)
    return [
        _overview_sheet(figures, standings, note),
        _tasks_sheet(user, selection, standings, note),
        _tally_sheet(_("By department"), figures.of_city, note),
        _tally_sheet(_("By county"), figures.counties, note),
        _overdue_sheet(user, selection.quarter, note),
    ]


def _title(part: str) -> str:
    return _("Annual supervision summary: %(part)s") % {"part": part}


def _note(user: User, selection: Selection) -> str:
    """The list, the quarter, what counts, the day, and whose view it is."""
    note = _("%(plan)s; as of the end of %(quarter)s; accepted reports only; made on %(day)s.") % {
        "plan": selection.plan,
        "quarter": selection.quarter,
        "day": date_format(clock.today(), "Y-m-d"),
    }
    if user.reads_all:
        return note
    if user.organization is None:
        return note
    return note + _(" Only what concerns %(organization)s.") % {"organization": user.organization}


def _overview_sheet(figures: Overview, standings: Sequence[Standing], note: str) -> Sheet:
    """The lights counted, with their shares; then what the lights do not tell."""
    total = figures.total
    counts = dict.fromkeys(SIGNS, 0)
    for one in standings:
        counts[Light(one.light), Reason(one.reason)] += 1
    rows: list[list[Any]] = [
        [str(sign(light, reason)), count, percent_of(count, len(standings))]
        for (light, reason), count in counts.items()
    ]
    rows += [
        [_("Targets in all"), len(standings), None],
        [_("Due soon"), total.due_soon, percent_of(total.due_soon, len(standings))],
        [_("Reports not filed"), total.unfiled, None],
    ]
    head = [_("Standing"), _("Count"), _("Share in %")]
    return Sheet(_("Overview"), _title(_("Overview")), head, rows, note, fills())


def _cut(number: Decimal | None, places: int = 2) -> Decimal | None:
    """As the pages show it, never rounded up: 29.999 must not read as the 30 it failed to reach."""
    return None if number is None else cut(number, places)


def _tasks_sheet(
    user: User, selection: Selection, standings: Iterable[Standing], note: str
) -> Sheet:
    """Every task word for word, and a line for each of its targets and whom it is judged for."""
    by_task: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_task[standing.target.task_id].append(standing)
    tasks = Task.objects.visible_to(user).filter(plan=selection.plan).order_by("number")
    seen = Standing.objects.visible_to(user).filter(quarter__plan=selection.plan)
    missed = seen.years_missed_before(selection.quarter.year)
    rows = [row for task in tasks for row in _task_rows(task, by_task.get(task.pk, []), missed)]
    head = [
        _("No."),
        _("Official words"),
        _("Responsible units"),
        _("Target"),
        _("What is measured"),
        _("Judged for"),
        _("Met from"),
        _("Expected by now"),
        _("Actual"),
        _("Unit"),
        _("Light"),
        _("Deadline"),
        _("Years missed"),
    ]
    return Sheet(_("Tasks"), _title(_("Tasks")), head, rows, note, fills())


def _task_rows(
    task: Task, standings: Sequence[Standing], missed: MissedYears
) -> Iterator[list[Any]]:
    """The long words stand in the task's first line only; its number in every one, to filter by."""
    words = [task.text, task.units_text]
    if not standings:
        yield [task.number, *words, *[None] * 10]
    for standing in standings:
        target, owner = standing.target, standing.organization
        years = missed.get((standing.target_id, standing.organization_id), [])
        yield [
            task.number,
            *words,
            target.code,
            target.measure,
            owner.name if owner else _("the whole city"),
            standing.required,
            _cut(standing.expected),
            _cut(standing.actual),
            target.unit,
            str(sign(standing.light, standing.reason)),
            standing.deadline,
            "、".join(map(str, years)),
        ]
        words = ["", ""]


def _tally_sheet(name: str, tallies: Iterable[Tally], note: str) -> Sheet:
    head = [
        _("Organization"),
        _("Targets"),
        pgettext("column", "Met"),
        pgettext("column", "On pace"),
        pgettext("column", "Lagging"),
        pgettext("column", "Red"),
        pgettext("column", "Grey"),
        _("of these overdue"),
        _("Due soon"),
        _("Reports not filed"),
        _("Met in %"),
    ]
    rows = [
        [
            str(tally.organization or "—"),
            tally.total,
            *[tally.lights[light] for light in Light],
            tally.reasons[Reason.OVERDUE],
            tally.due_soon,
            tally.unfiled,
            percent_of(tally.lights[Light.BLUE], tally.total),
        ]
        for tally in tallies
    ]
    return Sheet(name, _title(name), head, rows, note)


def _overdue_sheet(user: User, quarter: Quarter, note: str) -> Sheet:
    overdue = Standing.objects.visible_to(user).filter(quarter=quarter, reason=Reason.OVERDUE)
    head = [
        _("Target"),
        _("What is measured"),
        _("Judged for"),
        _("Lead department"),
        _("Met from"),
        _("Actual"),
        _("Short by"),
        _("Unit"),
        _("Deadline"),
        _("Days overdue"),
        _("Light"),
    ]
    rows = [_overdue_row(one) for one in worst_first(overdue.for_page())]
    name = _("Overdue targets")
    return Sheet(name, _title(name), head, rows, note, fills())


def _overdue_row(standing: Standing) -> list[Any]:
    target, owner, actual = standing.target, standing.organization, _cut(standing.actual)
    return [
        target.code,
        target.measure,
        owner.name if owner else _("the whole city"),
        str(standing.lead or ""),
        standing.required,
        actual,
        standing.required - (actual or 0),
        target.unit,
        standing.deadline,
        max(0, (clock.today() - standing.deadline).days),
        str(sign(standing.light, standing.reason)),
    ]
