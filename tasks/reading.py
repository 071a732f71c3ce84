"""An official task list, read: rows, units, targets, and what could not be read. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from departments.names import Register, Unit
from tasks.excluding import NotTarget


class ListError(ValueError):
    """The text is not a task list."""


@dataclass(frozen=True)
class RowRemark:
    """A warning or a doubt of one row."""

    row: int
    code: str
    words: str
    meaning: str = ""


@dataclass(frozen=True)
class ReadTarget:
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
    number: int
    text: str
    units_text: str
    units: tuple[Unit, ...]
    open_ended: bool
    targets: tuple[ReadTarget, ...]
    not_targets: tuple[NotTarget, ...]


@dataclass(frozen=True)
class Reading:
    tasks: tuple[ReadTask, ...]
    warnings: tuple[RowRemark, ...]
    doubts: tuple[RowRemark, ...]


def read_task_list(text: str, register: Register, starts_on: date, ends_on: date) -> Reading:
    raise NotImplementedError
