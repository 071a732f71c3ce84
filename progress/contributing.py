"""Who contributed what to a target: each county's latest accepted figure, and their sum.

The same adding up as for the lights (rulings 3.1 to 3.3): whoever filed nothing is named as
missing, which is not nought, and a share is the sum of numerators over the sum of denominators.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from departments.models import Organization
from nanyang_vet.kit.numbers import show_number
from progress.judging import Filed, Kind, add_up
from progress.models import Quarter, Report, Standing
from progress.standings import cut, filed_form
from tasks.models import Target


@dataclass(frozen=True)
class Contribution:
    """One organization's part: its percentage of the sum, for a share its own one, and where
    each county has the target to itself, of what is required."""

    organization: Organization
    latest: Report | None
    report: Report | None
    standing: Standing | None
    missed_years: Sequence[int]
    percent: Fraction | None

    @property
    def bar(self) -> str:
        """How long its bar is, from 0 to 100."""
        return show_number(cut(min(self.percent or Fraction(0), Fraction(100))), 1)

    @property
    def words(self) -> str:
        return "—" if self.percent is None else f"{show_number(cut(self.percent), 1)}%"


@dataclass(frozen=True)
class Contributions:
    """Every contributor in the official order; `total` is what they add up to, if anything.

    `is_whole` says that the person sees every contributor, and not only an own line.
    """

    lines: list[Contribution]
    total: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    missing: list[str]
    is_whole: bool

    @property
    def given(self) -> int:
        """How many have a figure accepted, or 不适用."""
        return sum(one.latest is not None for one in self.lines)


@dataclass(frozen=True)
class Found:
    """What there is to add up: the quarter, its reports, the latest accepted ones, the lights."""

    quarter: Quarter
    reports: Sequence[Report]
    latest: Sequence[Report]
    standings: Sequence[Standing]
    missed_years: dict[int | None, list[int]]


def contributions(
    target: Target, bound: Sequence[Organization], found: Found, is_whole: bool
) -> Contributions:
    """The parts of `target` by the organizations `bound` by it; of who does not see all of them
    only those whose reports are `found`."""
    latest = {one.organization_id: one for one in found.latest}
    reports = {one.organization_id: one for one in found.reports}
    lights = {one.organization_id: one for one in found.standings}
    shown = [one for one in bound if is_whole or one.pk in reports or one.pk in latest]
    filed = [filed_form(one, one.organization_id) for one in latest.values()]
    pks = [one.pk for one in shown]
    reached = add_up(Kind(target.kind), pks, filed, found.quarter.period)
    names = {one.pk: one.name for one in shown}
    whole = _whole(lights.get(None), reached.used)
    lines = [
        Contribution(
            organization=one,
            latest=latest.get(one.pk),
            report=reports.get(one.pk),
            standing=lights.get(one.pk),
            missed_years=found.missed_years.get(one.pk, []),
            percent=_percent(target, latest.get(one.pk), whole),
        )
        for one in shown
    ]
    return Contributions(
        lines=lines,
        total=None if reached.actual is None else cut(reached.actual),
        numerator=_sum(one.numerator for one in reached.used),
        denominator=_sum(one.denominator for one in reached.used),
        missing=[names[pk] for pk in reached.missing],  # type: ignore[index]
        is_whole=is_whole,
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None


def _whole(city: Standing | None, used: Iterable[Filed]) -> Fraction | None:
    """What the parts are parts of: the city's value, which everybody may see of it."""
    if city is not None:
        return None if city.actual is None else Fraction(city.actual)
    values = _sum(one.value for one in used)
    return None if values is None else Fraction(values)


def _percent(target: Target, report: Report | None, whole: Fraction | None) -> Fraction | None:
    if report is None or report.not_applicable:
        return None
    of = Fraction(target.low) if target.scope == Target.Scope.EACH_COUNTY else whole
    if target.is_share:
        if report.numerator is None or not report.denominator:
            return None
        own = 100 * Fraction(report.numerator) / Fraction(report.denominator)
        return own * 100 / of if target.scope == Target.Scope.EACH_COUNTY and of else own
    if report.value is None or not of:
        return None
    return 100 * Fraction(report.value) / of
