"""What changed since the quarter before: each count is the rows behind its link."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from departments.models import Role
from progress.changes import changes, met_share, newly_red, time_share, trend
from progress.models import Standing
from progress.overview import overview
from progress.selecting import select
from tasks.models import Plan
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db
Q, BEFORE = "2024Q2", "2024Q1"
LINK = re.compile(r'<a href="([^"]*change=[^"]*)">[^<]*<strong>(\d+)</strong>')
ROLES = ["filer", "county_filer", "reviewer", "nobody"]


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, third = world.counties
    world.accepted("1-1", BEFORE, value=Decimal(4))  # on pace, then far behind
    world.accepted("1-1", Q, value=Decimal(1))
    world.accepted("8-1", BEFORE, first, value=Decimal(0))
    world.accepted("8-1", Q, first, value=Decimal(1))  # met
    world.accepted("8-1", BEFORE, second, value=Decimal(1))  # met in both
    world.accepted("27-0", Q, value=Decimal(70))  # red without data, then on pace
    world.accepted("23-2", BEFORE, third, value=Decimal(3_000_000))
    return world


def selection_of(quarter: str):
    selection = select(RequestFactory().get("/", {"quarter": quarter}))
    assert selection is not None
    return selection


def light(world: World, code: str, quarter: str, organization=None) -> str:
    return world.standing(code, quarter, organization).light


def test_the_world_turns_as_the_fixture_says(world):
    assert (light(world, "1-1", BEFORE), light(world, "1-1", Q)) == ("green", "red")
    assert (light(world, "27-0", BEFORE), light(world, "27-0", Q)) == ("red", "green")
    first, second, _third = world.counties
    assert (light(world, "8-1", BEFORE, first), light(world, "8-1", Q, first))[1] == "blue"
    assert (light(world, "8-1", BEFORE, second), light(world, "8-1", Q, second)) == ("blue",) * 2


@pytest.mark.parametrize("quarter", ["2022Q2", BEFORE, Q])
@pytest.mark.parametrize("role", ROLES)
def test_the_differences_are_those_of_two_overviews(world, role, quarter):
    user = getattr(world, role, None) or make_user("nobody", Role.FILER, None)
    turned = changes(user, world.quarter(quarter))
    period = world.quarter(quarter).period.previous
    now = overview(user, selection_of(quarter)).total.lights
    before = overview(user, selection_of(period.code)).total.lights
    for one in Standing.Lights:
        assert turned.difference(one) == now[one] - before[one]


def test_a_first_quarter_has_nothing_to_compare(world):
    turned = changes(world.reviewer, world.quarter("2022Q1"))
    assert not turned.has_before
    assert turned.into("red") == turned.out_of("red") == 0
    page = client_of(world.reviewer).get(reverse("home"), {"quarter": "2022Q1"})
    assert not LINK.findall(page.content.decode())


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES[:3])
def test_every_count_is_the_rows_behind_its_link(world, role):
    client = client_of(getattr(world, role))
    links = LINK.findall(client.get(reverse("home"), {"quarter": Q}).content.decode())
    assert len(links) == 3
    for link, count in links:
        assert client.get(unescape(link)).context["row_count"] == int(count), link
    if role == "reviewer":
        assert [int(count) for _link, count in links] == [1, 1, 1]


def test_what_turned_red_is_named(world):
    found = list(newly_red(world.reviewer, world.quarter(Q)))
    assert [one.target.code for one in found] == ["1-1"]


def test_the_trend_ends_with_the_selected_quarter_and_equals_its_overview(world):
    columns = trend(world.reviewer, selection_of(Q))
    assert [one.quarter.code for one in columns][::9] == ["2022Q1", "2024Q2"]
    assert columns[-1].lights == overview(world.reviewer, selection_of(Q)).total.lights
    assert sum(columns[-1].counts) == columns[-1].total


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2021, 12, 31), Fraction(0)),
        (date(2022, 1, 1), Fraction(0)),
        (date(2022, 1, 3), Fraction(1, 2)),
        (date(2022, 1, 5), Fraction(1)),
        (date(2022, 1, 6), Fraction(1)),
    ],
)
def test_how_much_of_the_time_has_run(day, share):
    plan = Plan(starts_on=date(2022, 1, 1), ends_on=date(2022, 1, 5))
    assert time_share(plan, day) == share


def test_nothing_judged_is_nothing_met():
    assert met_share([]) == 0
    assert met_share([("blue", 1), ("red", 2)]) == Fraction(1, 3)
