"""What holds for judging whatever the numbers are."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from progress.judging import (
    EVERY_YEAR,
    Filed,
    Goal,
    Kind,
    Light,
    Reason,
    add_up,
    expected_at,
    judge,
)
from progress.periods import Period, periods_between

START, END = date(2022, 1, 1), date(2025, 12, 31)
PERIODS = [*periods_between(START, END), Period(2026, 1)]
COUNTIES = ("宛城区", "卧龙区", "南召县", "方城县")
GOODNESS = {Light.BLUE: 3, Light.GREEN: 2, Light.YELLOW: 1, Light.RED: 0}

periods = st.sampled_from(PERIODS)
amounts = st.decimals(min_value=0, max_value=10_000, places=4)
deadlines = st.dates(min_value=date(2022, 1, 2), max_value=date(2026, 6, 30))


@st.composite
def goals(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Goal:
    points = st.tuples(st.dates(min_value=date(2021, 6, 1), max_value=date(2026, 6, 30)), amounts)
    return Goal(
        kind=draw(st.sampled_from(kinds)),
        required=draw(st.decimals(min_value="0.0001", max_value=10_000, places=4)),
        starts_on=START,
        deadline=draw(deadlines),
        whole=draw(st.booleans()),
        baseline=draw(amounts),
        first_year=draw(st.none() | st.integers(2022, 2026)),
        checkpoints=tuple(draw(st.lists(points, max_size=4))),
        lagging_share=draw(st.decimals(min_value=0, max_value=1, places=2)),
    )


@st.composite
def reports(draw: st.DrawFn, who: str | None = None) -> Filed:
    """A value, a share, a blank or 不适用."""
    contributor = who or draw(st.sampled_from(COUNTIES))
    form = draw(st.sampled_from(["value", "share", "blank", "not applicable"]))
    plain = Filed(contributor, draw(periods))
    if form == "value":
        return replace(plain, value=draw(amounts))
    if form == "share":
        return replace(plain, numerator=draw(amounts), denominator=draw(amounts))
    return replace(plain, not_applicable=form == "not applicable")


def filings(**options: object) -> st.SearchStrategy[list[Filed]]:
    """At most one report for each contributor and quarter, as the database keeps them."""
    return st.lists(
        reports(**options),  # type: ignore[arg-type]
        max_size=12,
        unique_by=lambda one: (one.contributor, one.period),
    )


def _single(aim: Goal, period: Period, value: Decimal) -> Filed:
    if aim.kind == Kind.RATIO:
        return Filed("宛城区", period, numerator=value, denominator=Decimal(100))
    return Filed("宛城区", period, value=value)


@given(goals(), periods, amounts, amounts)
def test_more_progress_never_makes_a_light_worse(
    aim: Goal, period: Period, one: Decimal, other: Decimal
) -> None:
    less, more = sorted((one, other))
    lights = []
    for value in (less, more):
        reached = add_up(aim.kind, ["宛城区"], [_single(aim, period, value)], period)
        lights.append(GOODNESS[judge(aim, reached, period).light])
    assert lights[0] <= lights[1]


@given(goals(), periods, periods, amounts, st.booleans())
def test_a_later_date_never_makes_a_light_better(
    aim: Goal, one: Period, other: Period, value: Decimal, silent: bool
) -> None:
    """With the same data: for what is due every year, within one year."""
    early, late = sorted((one, other))
    if aim.kind in EVERY_YEAR:
        early = max(early, Period(late.year, 1))
    data = [] if silent else [_single(aim, early, value)]
    found = [judge(aim, add_up(aim.kind, ["宛城区"], data, at), at).light for at in (early, late)]
    if silent:
        assert found != [Light.RED, Light.GREY]
        assert set(found) <= {Light.RED, Light.GREY}
    else:
        assert GOODNESS[found[0]] >= GOODNESS[found[1]]


@given(goals())
def test_the_expected_line_never_falls(aim: Goal) -> None:
    line = [expected_at(aim, period) for period in PERIODS]
    if aim.kind in EVERY_YEAR:
        years = [line[first : first + 4] for first in range(0, len(line), 4)]
        assert all(year == sorted(year) for year in years)
    else:
        assert line == sorted(line)


@given(goals())
def test_the_expected_line_ends_at_the_required_number_and_never_passes_it(aim: Goal) -> None:
    for period in PERIODS:
        expected = expected_at(aim, period)
        assert 0 <= expected <= aim.required
        settled = period.closes_year if aim.every_year else period.ends_on >= aim.deadline
        if settled and aim.has_begun(period):
            assert expected == aim.required


@given(st.sampled_from([kind for kind in Kind if kind != Kind.RATIO]), filings(), periods)
def test_the_counties_add_up_to_the_city(kind: Kind, data: list[Filed], period: Period) -> None:
    amounts_only = [replace(one, numerator=None, denominator=None) for one in data]
    city = add_up(kind, COUNTIES, amounts_only, period)
    parts = [add_up(kind, [one], amounts_only, period) for one in COUNTIES]
    known = [part.actual for part in parts if part.actual is not None]
    assert city.actual == (sum(known) if known else None)
    assert city.missing == tuple(one for part in parts for one in part.missing)
    assert city.used == tuple(one for part in parts for one in part.used)
    assert city.not_applicable == all(part.not_applicable for part in parts)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=len(COUNTIES)), periods)
def test_a_city_share_lies_between_the_least_and_the_greatest_of_its_counties(
    parts: list[tuple[Decimal, Decimal]], period: Period
) -> None:
    data = [
        Filed(who, period, numerator=part, denominator=whole)
        for who, (part, whole) in zip(COUNTIES, parts, strict=False)
        if whole
    ]
    who = [one.contributor for one in data]
    single = [add_up(Kind.RATIO, [one.contributor], [one], period).actual for one in data]
    shares = [one for one in single if one is not None]
    city = add_up(Kind.RATIO, who, data, period).actual
    if city is None:
        assert not data
    else:
        assert min(shares) <= city <= max(shares)


@given(goals(), filings(), periods, st.randoms(use_true_random=False))
def test_judging_is_a_pure_function(
    aim: Goal, data: list[Filed], period: Period, rng: object
) -> None:
    """Same answer again, whatever the order of the reports; and nothing given is changed."""
    before = deepcopy((aim, data, period))
    first = judge(aim, add_up(aim.kind, COUNTIES, data, period), period)
    shuffled = list(data)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(aim, add_up(aim.kind, COUNTIES, shuffled, period), period) == first
    assert (aim, data, period) == before


@given(goals(), filings(), periods)
def test_what_comes_after_the_quarter_changes_nothing(
    aim: Goal, data: list[Filed], period: Period
) -> None:
    known = [one for one in data if one.period <= period]
    judged = [
        judge(aim, add_up(aim.kind, COUNTIES, some, period), period) for some in (data, known)
    ]
    assert judged[0] == judged[1]


@given(goals(), filings(), periods)
def test_light_and_reason_belong_together(aim: Goal, data: list[Filed], period: Period) -> None:
    found = judge(aim, add_up(aim.kind, COUNTIES, data, period), period)
    allowed = {
        Reason.MET: {Light.BLUE},
        Reason.ON_PACE: {Light.GREEN},
        Reason.LAGGING: {Light.YELLOW},
        Reason.FAR_BEHIND: {Light.RED},
        Reason.OVERDUE: {Light.RED},
        Reason.NO_DATA: {Light.RED, Light.GREY},
        Reason.NOT_APPLICABLE: {Light.GREY},
    }
    assert found.light in allowed[found.reason]
    if found.reason == Reason.MET:
        assert found.actual is not None
        assert found.actual >= aim.required
    if found.reason == Reason.NO_DATA:
        assert found.actual is None
