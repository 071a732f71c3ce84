"""The one-page brief: its figures are the overview's, and it names who is to be named."""

from decimal import Decimal

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from progress.briefing import brief
from progress.overview import overview
from progress.selecting import select
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db
Q = "2024Q2"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, _third = world.counties
    world.accepted("8-1", Q, first, value=Decimal(1))
    world.accepted("8-1", Q, second, value=Decimal(0))
    world.accepted("1-1", Q, value=Decimal(8))
    return world


def made(world: World, user=None):
    selection = select(RequestFactory().get("/", {"quarter": Q}))
    assert selection is not None
    return brief(user or world.reviewer, selection), selection


def test_its_figures_are_the_overviews(world):
    for user in (world.reviewer, world.filer, world.county_filer):
        page, selection = made(world, user)
        total, other = page.figures.total, overview(user, selection).total
        assert (total.lights, total.unfiled, total.due_soon) == (
            other.lights,
            other.unfiled,
            other.due_soon,
        )
        assert page.trend[-1].lights == other.lights


def test_who_is_foremost_and_hindmost(world):
    page, _selection = made(world)
    assert [one.organization for one in page.first_counties] == [world.counties[0]]
    assert all(one.lights["red"] for one in page.last_departments)
    praised = [*page.first_departments, *page.first_counties]
    assert not any(one.lights["red"] for one in praised)


def test_the_next_dates_come_in_order_and_name_what_is_not_met(world):
    page, _selection = made(world)
    days = [one.day for one in page.next_dates]
    assert days == sorted(days)
    assert min(days) >= TODAY
    counts = {target.code: count for one in page.next_dates for target, count in one.targets}
    assert counts["8-1"] == 2  # the third county and the one at nought
    assert "1-1" not in counts


def test_the_page_says_whose_it_is(world):
    client = Client()
    client.force_login(world.county_filer)
    page = client.get(reverse("brief"), {"quarter": Q}).content.decode()
    assert "仅含与本单位有关的内容" in page
    assert world.counties[1].name not in page
