"""What changed since the quarter before, and how the lights went over the quarters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Count

from departments.models import User
from progress.judging import Light
from progress.models import Quarter, Standing, StandingQuerySet
from progress.overview import worst_first
from progress.selecting import Selection
from tasks.models import Plan


@dataclass(frozen=True)
class Changes:
    """How many lights of which colour were which a quarter before.

    `turned[(before, now)]` counts standings; `before` is None where there was none.
    """

    turned: Counter[tuple[str | None, str]]

    @property
    def has_before(self) -> bool:
        return any(before is not None for before, _now in self.turned)

    def difference(self, light: str) -> int:
        """By how many there are more of this light than a quarter before."""
        now = sum(count for (_before, after), count in self.turned.items() if after == light)
        was = sum(count for (before, _after), count in self.turned.items() if before == light)
        return now - was

    def into(self, light: str) -> int:
        """How many turned to this light; those that were not there before do not count."""
        return sum(
            count
            for (before, now), count in self.turned.items()
            if now == light and before not in (None, light)
        )

    def out_of(self, light: str) -> int:
        """How many had this light and have another one now."""
        return sum(
            count
            for (before, now), count in self.turned.items()
            if before == light and now != light
        )


def changes(user: User, quarter: Quarter) -> Changes:
    """One query: each light of the quarter beside its light a quarter before."""
    rows = Standing.objects.visible_to(user).filter(quarter=quarter).turnings()
    return Changes(Counter({(before, light): count for before, light, count in rows}))


def newly_red(user: User, quarter: Quarter) -> StandingQuerySet:
    """What was not red a quarter before and is now, the worst first."""
    red = Standing.objects.visible_to(user).filter(quarter=quarter, light=Light.RED)
    return worst_first(red.turned().for_page())


@dataclass
class Column:
    """The lights of one quarter."""

    quarter: Quarter
    lights: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.lights.total()

    @property
    def counts(self) -> list[int]:
        """In the order of `Light`."""
        return [self.lights[one] for one in Light]


def trend(user: User, selection: Selection) -> list[Column]:
    """The lights of every quarter through the selected one, the earliest first: one query."""
    quarters = sorted(
        (one for one in selection.choices if one.ordinal <= selection.quarter.ordinal),
        key=lambda one: one.ordinal,
    )
    columns = {one.pk: Column(one) for one in quarters}
    rows = (
        Standing.objects.visible_to(user)
        .filter(quarter__in=columns)
        .order_by()
        .values_list("quarter", "light")
        .annotate(count=Count("pk"))
    )
    for quarter, light, count in rows:
        columns[quarter].lights[light] += count
    return list(columns.values())


def time_share(plan: Plan, day: date) -> Fraction:
    """How much of the plan's time has run at the end of `day`, from 0 to 1."""
    whole = (plan.ends_on - plan.starts_on).days
    gone = (day - plan.starts_on).days
    return min(max(Fraction(gone, whole), Fraction(0)), Fraction(1))


def met_share(lights: Iterable[tuple[str, int]]) -> Fraction:
    """How much of what is judged is met, from 0 to 1."""
    counts = Counter(dict(lights))
    return Fraction(counts[Light.BLUE], counts.total()) if counts.total() else Fraction(0)
