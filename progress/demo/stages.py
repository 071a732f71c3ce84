"""How far each demonstration report has come: accepted, waiting, returned, a draft, or silent.

Pure and repeatable. Years long past are nearly complete; the latest closed quarter has its gaps,
so that every list of the site has something in it.
"""

from dataclasses import dataclass

from progress.demo.figures import STRENGTHS, draw
from progress.judging import Kind
from progress.periods import Period

UNFILED, DRAFT, SUBMITTED = "unfiled", "draft", "submitted"
ACCEPTED, RETURNED = "accepted", "returned"
NEVER_FILED = {("26-0", "市委组织部"), ("8-2", "官庄工区"), ("8-2", "南召县")}
"""Duties on which nothing was ever heard."""
SETTLED_EARLY = "元"
"""Amounts of money are often known before the year is out; shares only after it."""
OPENS_WITH = {
    ("20-1", "宛城区"): SUBMITTED,
    ("20-2", "宛城区"): DRAFT,
    ("8-1", "宛城区"): RETURNED,
    ("1-1", "市教育局"): DRAFT,
    ("1-2", "市教育局"): SUBMITTED,
    ("16-1", "市教育局"): SUBMITTED,
    ("5-2", "市教育局"): RETURNED,
}
"""What the accounts of the demonstration find in the quarter that is being filed."""


@dataclass(frozen=True)
class Duty:
    """What the stage of a report depends on. `age`: closed quarters since, 0 the latest closed one,
    -1 the one that is being filed."""

    code: str
    organization: str
    kind: Kind
    unit: str
    period: Period
    age: int

    @property
    def chance(self) -> int:
        return draw("stage", self.code, self.organization, self.period.code)

    @property
    def is_weak(self) -> bool:
        return STRENGTHS.get(self.organization, "1") < "0.90"


def stage_of(duty: Duty) -> str:
    """The state of the duty's report."""
    if (duty.code, duty.organization) in NEVER_FILED:
        return UNFILED
    if duty.kind == Kind.STANDARD and not duty.period.closes_year and not _settles_early(duty):
        return UNFILED
    if duty.age < 0:
        named = OPENS_WITH.get((duty.code, duty.organization))
        return named or _graded(duty.chance, (8, DRAFT), (20, SUBMITTED), last=UNFILED)
    gap = 6 if duty.is_weak else 0
    if duty.age == 0:
        return _graded(
            duty.chance,
            (6 + gap, UNFILED),
            (10 + gap, RETURNED),
            (11 + gap, DRAFT),
            (22 + gap, SUBMITTED),
            last=ACCEPTED,
        )
    return _graded(duty.chance, (1 + gap // 2, UNFILED), last=ACCEPTED)


def _settles_early(duty: Duty) -> bool:
    """Some say in the latest quarter what they have put up so far."""
    return duty.unit == SETTLED_EARLY and duty.age == 0 and duty.chance % 5 != 0


def _graded(chance: int, *steps: tuple[int, str], last: str) -> str:
    """The first step that `chance` stays below."""
    return next((stage for limit, stage in steps if chance < limit), last)


def days_before_due(duty: Duty) -> int:
    """When it was handed in: mostly some days before the filing date, now and then after it."""
    days = draw("days", duty.code, duty.organization, duty.period.code)
    return -(days % 6 + 1) if days < 5 and duty.age >= 0 else days % 9
