"""What is gathered is what the pages show, within what a person may see; and survives as JSON."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import Organization, User
from progress.inspection import counting
from progress.inspection.gathering import gather
from progress.inspection.material import decoded, encoded
from progress.models import Report, Standing
from progress.overview import Tally, overview
from tests.progress.worlds import TODAY, World, make_filed_world, selected


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_filed_world()
    world.accepted("20-1", "2024Q1", value=Decimal(10_000))
    return world


def people(world: World) -> list[User]:
    return [world.inspector, world.filer, world.county_filer]


def test_it_survives_as_json_and_is_the_same_bytes(world):
    material = gather(world.inspector, selected())
    written = encoded(material)
    assert decoded(written) == material
    assert encoded(decoded(written)) == written


@pytest.mark.parametrize("quarter", ["2022Q4", "2024Q1", "2024Q2"])
def test_the_counts_are_those_of_the_overview(world, quarter):
    for user in people(world):
        selection = selected(quarter)
        figures, material = overview(user, selection), gather(user, selection)
        assert _count(counting.everything(material)) == _tally(figures.total)
        of_city = [_count(one) for one in counting.departments(material)]
        assert of_city == [_tally(one) for one in figures.of_city]
        of_counties = [_count(one) for one in counting.counties(material)]
        assert of_counties == [_tally(one) for one in figures.counties]


def _tally(one: Tally) -> tuple:
    name = one.organization.name if one.organization else None
    lights = {light: count for light, count in one.lights.items() if count}
    return name, lights, one.due_soon, one.unfiled, one.led, one.shared


def _count(one: counting.Count) -> tuple:
    name, led, shared = (one.unit.name, one.unit.led, one.unit.shared) if one.unit else (None, 0, 0)
    return name, dict(one.lights), one.due_soon, one.unfiled, led, shared


def test_what_is_named_is_known(world):
    """Each target, task and organization that a line names is in the material."""
    for user in people(world):
        material = gather(user, selected())
        assert {one.target for one in material.standings} <= set(material.target)
        assert {one.target for one in material.reports} <= set(material.target)
        assert {one.task for one in material.targets} <= set(material.task)
        named = {one.answerable for one in material.standings} - {None}
        named |= {one.organization for one in material.reports}
        assert named <= set(material.unit)


def test_nobody_gathers_what_is_not_theirs(world):
    county = world.counties[0]
    material = gather(world.county_filer, selected())
    assert material.scope == county.name
    assert {one.organization for one in material.standings} <= {county.name, None}
    assert {one.organization for one in material.reports} == {county.name}
    everything = gather(world.inspector, selected())
    assert everything.scope is None
    of_quarter = Standing.objects.filter(quarter__year=2024, quarter__number=2)
    assert len(everything.current) == of_quarter.count()


def test_the_report_that_counts_is_marked(world):
    material = gather(world.inspector, selected())
    by_quarter = {one.quarter: one for one in material.reports if one.target == "20-1"}
    assert [(code, one.counts) for code, one in by_quarter.items()] == [
        ("2024Q1", False),
        ("2024Q2", True),
    ]


def test_standings_of_the_year_the_quarter_before_and_the_year_before(world):
    codes = {one.quarter for one in gather(world.inspector, selected()).standings}
    assert codes == {"2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"}
    assert {one.quarter for one in gather(world.inspector, selected("2022Q1")).standings} == {
        "2022Q1",
        "2022Q2",
        "2022Q3",
        "2022Q4",
    }


def test_the_cost_does_not_grow_with_what_was_filed(world):
    def cost(user: User) -> int:
        gather(user, selected())  # a person's roles are read once
        with CaptureQueriesContext(connection) as queries:
            gather(user, selected())
        return len(queries)

    before: dict[User, int] = {user: cost(user) for user in people(world)}
    for code in ("2022Q1", "2022Q2", "2023Q1"):
        for county in world.counties:
            world.accepted("8-1", code, county, value=Decimal(1))
    assert Report.objects.accepted().count() > 15
    assert {user: cost(user) for user in before} == before
    assert Organization.objects.count() > 3
