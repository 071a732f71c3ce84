"""Everything that a workbook, bulletin, ledger or slip is written from, as plain data.

Pure: no Django, no clock. What is issued is written from a Material and from nothing else, so that
the same Material gives the same file years later. Amounts are in the target's unit, a share in
hundredths; organizations are named in full, as they were called on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

import msgspec

FORMAT = 1
"""Raised when the meaning of a field changes; old materials are then read by their number."""


@dataclass(frozen=True)
class Unit:
    """An organization. `kind`: department, county, zone or institution."""

    name: str
    short_name: str
    kind: str
    adcode: str | None
    place: int
    led: int
    shared: int
    """Tasks that it leads, and those in which it is co-responsible."""

    @property
    def is_county(self) -> bool:
        return self.kind in {"county", "zone"}


@dataclass(frozen=True)
class TaskLine:
    """One row of the official list, word for word."""

    number: int
    text: str
    units_text: str
    lead: str | None
    shared: tuple[str, ...]
    """The other units, as the list writes them."""
    closed_on: date | None


@dataclass(frozen=True)
class CheckpointLine:
    quarter: str
    value: Decimal


@dataclass(frozen=True)
class TargetLine:
    """One target. `kind`, `comparator` and `scope` are the stored codes of tasks.models.Target;
    `required_text` is the number as pages write it (8-10 所)."""

    code: str
    task: int
    place: int
    phrase: str
    measure: str
    kind: str
    comparator: str
    scope: str
    low: Decimal
    high: Decimal | None
    unit: str
    required_text: str
    deadline: date
    first_year: int | None
    is_share: bool
    is_whole: bool
    checkpoints: tuple[CheckpointLine, ...]


@dataclass(frozen=True)
class StandingLine:
    """The verdict at the end of `quarter`; `organization` None is the whole city, `lead` who
    answers for it then. `moved_from` is the target's own deadline where an extension moved it."""

    quarter: str
    target: str
    organization: str | None
    lead: str | None
    light: str
    reason: str
    actual: Decimal | None
    expected: Decimal
    required: Decimal
    deadline: date
    moved_from: date | None
    is_due_soon: bool
    missing: tuple[str, ...]
    missed_years: tuple[int, ...]
    """Past years that a yearly or standard target missed (rulings 4.3)."""

    @property
    def answerable(self) -> str | None:
        return self.organization or self.lead


@dataclass(frozen=True)
class EvidenceLine:
    """One file of evidence in force. `pk` finds it in the store; `size` is in bytes."""

    pk: int
    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ReportLine:
    """One accepted report of any quarter up to the material's. `counts`: whether it is the one
    that the standing at the end of the material's quarter holds for its organization."""

    quarter: str
    target: str
    organization: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    not_applicable: bool
    not_applicable_why: str
    done: str
    problems: str
    next_steps: str
    explanation: str
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    decided_by: str
    was_late: bool
    counts: bool
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class UnfiledLine:
    """A report of any quarter up to the material's that is owed, past its day, not handed in."""

    quarter: str
    target: str
    organization: str
    state: str
    due_on: date
    days: int


@dataclass(frozen=True)
class LateLine:
    """A report of any quarter up to the material's that was handed in after its day."""

    quarter: str
    target: str
    organization: str
    due_on: date
    submitted_at: datetime | None


@dataclass(frozen=True)
class ExtensionLine:
    """A request for a later deadline. `state`: asked, granted or refused."""

    target: str
    organization: str | None
    since: date
    until: date
    reason: str
    state: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decision: str


@dataclass(frozen=True)
class ClosureLine:
    """A request to close a task. `state`: asked, granted, refused or reopened."""

    task: int
    state: str
    reason: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    is_late: bool | None
    reopened_at: datetime | None
    reopening: str


@dataclass(frozen=True)
class QuarterLine:
    code: str
    ends_on: date
    due_on: date


@dataclass(frozen=True)
class Material:
    """All that one scope may see of one plan at the end of one quarter.

    `standings` holds the quarter's own, those of every quarter of its year (expected values of
    quarters to come included), those of the quarter before, and of the last quarter of the year
    before. `scope` None is the whole list, else the organization whose view it is.
    """

    format: int
    plan: str
    starts_on: date
    ends_on: date
    quarter: str
    as_of: date
    made_at: datetime
    made_by: str
    scope: str | None
    rules_version: str
    due_soon_days: int
    lagging_share: Decimal
    about_share: Decimal
    quarters: tuple[QuarterLine, ...]
    units: tuple[Unit, ...]
    tasks: tuple[TaskLine, ...]
    targets: tuple[TargetLine, ...]
    standings: tuple[StandingLine, ...]
    reports: tuple[ReportLine, ...]
    unfiled: tuple[UnfiledLine, ...]
    late: tuple[LateLine, ...]
    extensions: tuple[ExtensionLine, ...]
    closures: tuple[ClosureLine, ...]

    @property
    def year(self) -> int:
        return int(self.quarter[:4])

    @cached_property
    def current(self) -> tuple[StandingLine, ...]:
        """The standings at the end of the quarter itself, in the order of the list."""
        return self.at(self.quarter)

    def at(self, quarter: str) -> tuple[StandingLine, ...]:
        return tuple(one for one in self.standings if one.quarter == quarter)

    @cached_property
    def last_year(self) -> tuple[StandingLine, ...]:
        """The standings at the end of the year before; empty in the plan's first year."""
        return self.at(f"{self.year - 1}Q4")

    @cached_property
    def target(self) -> dict[str, TargetLine]:
        """Targets by their code."""
        return {one.code: one for one in self.targets}

    @cached_property
    def task(self) -> dict[int, TaskLine]:
        """Tasks by their number."""
        return {one.number: one for one in self.tasks}

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Organizations by their name."""
        return {one.name: one for one in self.units}

    def unfiled_now(self) -> Iterable[UnfiledLine]:
        """What is not filed for the quarter itself."""
        return (one for one in self.unfiled if one.quarter == self.quarter)


_ENCODER = msgspec.json.Encoder(decimal_format="string", order="deterministic")


def encoded(material: Material) -> bytes:
    """`material` as JSON; the same bytes for the same material."""
    return _ENCODER.encode(material)


def decoded(data: bytes) -> Material:
    """What `encoded` wrote. Raises msgspec.DecodeError or ValidationError for anything else."""
    return msgspec.json.decode(data, type=Material)
