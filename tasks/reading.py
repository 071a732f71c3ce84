"""An official task list, read: rows, units, targets, and what could not be read. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from departments.names import DOUBT, GROUP, Register, Unit, UnitsRead, read_units
from tasks.excluding import NotTarget
from tasks.kinds import EVERY_YEAR_KINDS
from tasks.rows import ListError, Row, RowRemark, split_rows
from tasks.slips import find_doubled, find_unfinished
from tasks.targets import CITY, EACH_COUNTY, TargetWords, find_targets

__all__ = [
    "ListError",
    "ReadTarget",
    "ReadTask",
    "Reading",
    "RowRemark",
    "read_task_list",
]

TEXT_CODES = frozenset({"doubled_character", "unfinished_text"})
"""Every code of a warning about the task's text."""


@dataclass(frozen=True)
class ReadTarget:
    """A target of a task (rulings 2): the words at [start, end) of its text, and their meaning.

    `low` and `high` are in `unit`, multipliers written out; `collected_from` names the group whose
    members file it, None where the lead does.
    """

    code: str
    phrase: str
    start: int
    end: int
    measure: str
    comparator: str
    low: Decimal
    high: Decimal | None
    unit: str
    kind: str
    scope: str
    deadline: date
    every_year: bool
    first_year: int | None
    collected_from: str | None = None


@dataclass(frozen=True)
class ReadTask:
    """One row, its units in order and every number of its text accounted for."""

    number: int
    text: str
    units_text: str
    units: tuple[Unit, ...]
    open_ended: bool
    targets: tuple[ReadTarget, ...]
    not_targets: tuple[NotTarget, ...]


@dataclass(frozen=True)
class Reading:
    """A whole list: its tasks, its slips (warnings), and what a person must settle (doubts)."""

    tasks: tuple[ReadTask, ...]
    warnings: tuple[RowRemark, ...]
    doubts: tuple[RowRemark, ...]


def read_task_list(text: str, register: Register, starts_on: date, ends_on: date) -> Reading:
    """Read a list of the plan that runs from `starts_on` to `ends_on`.

    Raises ListError for what is no list at all; all else that cannot be read is a doubt.
    """
    rows = split_rows(text)
    warnings, doubts = list(rows.warnings), list(rows.doubts)
    tasks = [_read_row(row, register, (starts_on, ends_on), warnings, doubts) for row in rows.rows]
    place = {row.number: at for at, row in enumerate(rows.rows)}
    for remarks in (warnings, doubts):
        remarks.sort(key=lambda one: place.get(one.row, -1))
    return Reading(tuple(tasks), tuple(warnings), tuple(doubts))


def _read_row(
    row: Row,
    register: Register,
    plan: tuple[date, date],
    warnings: list[RowRemark],
    doubts: list[RowRemark],
) -> ReadTask:
    units = read_units(row.units_text, register)
    for remark in units.remarks:
        level = doubts if remark.level == DOUBT else warnings
        level.append(RowRemark(row.number, remark.code, remark.words, remark.meaning))
    read = find_targets(row.text, *plan)
    doubts += [RowRemark(row.number, one.code, one.words) for one in read.doubts]
    warnings += [RowRemark(row.number, one.code, one.words, one.meaning) for one in read.warnings]
    warnings += _slips(row)
    counties = _county_group(units, register)
    targets = tuple(
        _read_target(f"{row.number}-{place}", one, counties)
        for place, one in enumerate(read.targets, start=1)
    )
    return ReadTask(
        number=row.number,
        text=row.text,
        units_text=row.units_text,
        units=units.units,
        open_ended=units.open_ended,
        targets=targets,
        not_targets=read.not_targets,
    )


def _slips(row: Row) -> list[RowRemark]:
    found = [
        RowRemark(row.number, "doubled_character", words, meaning)
        for words, meaning in find_doubled(row.text)
    ]
    unfinished = find_unfinished(row.text)
    if unfinished:
        found.append(RowRemark(row.number, "unfinished_text", unfinished))
    return found


def _county_group(units: UnitsRead, register: Register) -> str | None:
    """The group of counties and zones among the units (rulings 1.6)."""
    groups = [one.name for one in units.units if one.kind == GROUP and one.name]
    return next((name for name in groups if register.is_county_group(name)), None)


def _read_target(code: str, one: TargetWords, counties: str | None) -> ReadTarget:
    collected = one.scope == EACH_COUNTY or (one.scope == CITY and one.whole_city)
    return ReadTarget(
        code=code,
        phrase=one.phrase,
        start=one.start,
        end=one.end,
        measure=one.measure,
        comparator=one.comparator,
        low=one.low,
        high=one.high,
        unit=one.unit,
        kind=one.kind,
        scope=one.scope,
        deadline=one.deadline,
        every_year=one.kind in EVERY_YEAR_KINDS,
        first_year=one.first_year,
        collected_from=counties if collected else None,
    )
