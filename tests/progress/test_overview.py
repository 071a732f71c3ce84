"""The overview: every count is the number of rows behind its link, and the parts make the whole."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from departments.models import Group, Organization, Role, User
from progress.models import Standing
from progress.overview import Overview, Tally, overview, worst_first
from progress.plans import bring_up_to_date
from progress.selecting import select
from tasks.models import Responsibility, Target
from tests.progress.worlds import TODAY, World, make_target, make_task, make_user, make_world

ROLES = ["filer", "county_filer", "reviewer", "inspector", "administrator", "nobody"]
QUARTERS = ["2022Q4", "2024Q2", "2024Q3"]
TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)">.*?<strong>(\d+)</strong>', re.DOTALL)


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, _third = world.counties
    share = {"numerator": Decimal(1), "denominator": Decimal(10)}
    world.accepted("1-1", "2024Q2", value=Decimal(3))
    world.accepted("4-1", "2022Q4", first, **share)
    world.accepted("8-1", "2022Q4", first, value=Decimal(1))
    world.filed("8-1", "2024Q2", second, value=Decimal(1))
    world.filed("1-1", "2024Q3", value=Decimal(4))
    world.filed("27-0", "2024Q3", value=Decimal(40))
    world.filed("20-1", "2024Q2", state="returned", value=Decimal(5))
    return world


def person(world: World, name: str) -> User:
    return make_user("nobody", Role.FILER, None) if name == "nobody" else getattr(world, name)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def figures(user: User, quarter: str = "2024Q2") -> Overview:
    selection = select(RequestFactory().get("/", {"quarter": quarter}))
    assert selection is not None
    return overview(user, selection)


@pytest.mark.parametrize("role", ROLES)
def test_every_count_is_the_number_of_rows_behind_its_link(world, role):
    client = client_of(person(world, role))
    for quarter in QUARTERS:
        page = client.get(reverse("home"), {"quarter": quarter}).content.decode()
        tiles = TILE.findall(page)
        assert len(tiles) == 11
        for link, count in tiles:
            answer = client.get(unescape(link))
            assert answer.status_code == 200, link
            assert answer.context["row_count"] == int(count), link


def test_the_counts_are_not_all_nought(world):
    page = client_of(world.reviewer).get(reverse("home"), {"quarter": "2024Q2"}).content.decode()
    counts = [int(count) for _link, count in TILE.findall(page)]
    # blue, green, yellow, red, grey; overdue, lagging, silent, due soon, not filed, waiting
    assert counts == [1, 0, 1, 4, 6, 2, 1, 2, 5, 8, 1]


def without_a_lead(world: World) -> None:
    """A task whose only unit is an open end, as the reader makes of words it does not know."""
    task = make_task(world.plan, 30, world.education, [], "完成一批项目。")
    unit = task.responsibilities.get()
    unit.role, unit.organization, unit.is_open = Responsibility.SHARED, None, True
    unit.save()
    make_target(task, "30-1", Target.Kind.TOTAL, 5, "个", collected_from=world.county_group)


def led_by_a_group(world: World) -> None:
    task = make_task(world.plan, 31, world.education, [], "完成两批项目。")
    unit = task.responsibilities.get()
    unit.organization, unit.group = None, Group.objects.get(name="各县区政府")
    unit.save()
    make_target(task, "31-1", Target.Kind.TOTAL, 5, "个")


SHAPES = [lambda world: None, without_a_lead, led_by_a_group]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("role", ROLES)
def test_the_parts_make_the_whole(world, shape, quarter, role):
    shape(world)
    bring_up_to_date()
    user = person(world, role)
    found = figures(user, quarter)
    visible = Standing.objects.visible_to(user).filter(quarter=world.quarter(quarter))
    assert found.total.total == visible.count()
    parts = [*found.departments, *found.counties, *([found.unled] if found.unled else [])]
    for light in Standing.Lights.values:
        assert sum(one.lights[light] for one in parts) == found.total.lights[light]
        assert found.total.lights[light] == visible.filter(light=light).count()
    for reason in Standing.Reasons.values:
        assert sum(one.reasons[reason] for one in parts) == found.total.reasons[reason]
    assert sum(one.due_soon for one in parts) == found.total.due_soon
    assert sum(one.unfiled for one in parts) == found.total.unfiled


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["home", "departments", "counties", "standings", "tasks"])
def test_a_task_that_nobody_leads_breaks_no_page(world, shape, name):
    shape(world)
    bring_up_to_date()
    client = client_of(world.reviewer)
    for asked in ({}, {"export": "xlsx"}):
        assert client.get(reverse(name), {"quarter": "2024Q2", **asked}).status_code == 200


@pytest.mark.parametrize("name", ["departments", "counties"])
def test_the_table_of_organizations_says_what_the_overview_says(world, name):
    table = client_of(world.reviewer).get(reverse(name), {"quarter": "2024Q2"}).context["table"]
    tallies: Any = getattr(figures(world.reviewer), name)
    found = {row.record["organization"]: row.record for row in table.rows}
    assert list(found) == [one.organization for one in tallies]
    for one in tallies:
        record = found[one.organization]
        assert [record[light] for light in Standing.Lights.values] == [
            one.lights[light] for light in Standing.Lights.values
        ]
        assert (record["total"], record["unfiled"]) == (one.total, one.unfiled)


def test_a_citys_target_is_its_leads_and_a_countys_its_own(world):
    found = figures(world.reviewer)
    by_name = {str(one.organization): one for one in [*found.departments, *found.counties]}
    assert by_name["市教育局"].total == 4
    assert by_name["市人力资源和社会保障局"].total == 2
    assert [by_name[one.name].total for one in world.counties] == [2, 2, 2]
    assert by_name["宛城区"].lights["blue"] == 1


def test_the_most_red_come_first(world):
    reds = [one.lights["red"] for one in figures(world.reviewer, "2022Q4").counties]
    assert reds == sorted(reds, reverse=True)
    assert len(set(reds)) > 1 or reds[0] == 1


def test_the_worst_first_and_the_earlier_deadline_before(world):
    rows = list(worst_first(Standing.objects.filter(quarter=world.quarter("2024Q2"))))
    assert [one.target.code for one in rows[:5]] == ["4-1", "22-1", "20-1", "27-0", "1-1"]
    assert [one.pk for one in figures(world.reviewer).worst] == [one.pk for one in rows[:4]]


@pytest.mark.parametrize(
    ("blue", "total", "share"), [(0, 0, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100)]
)
def test_the_share_of_the_met_is_cut_and_never_rounded_up(blue, total, share):
    tally = Tally(organization=Organization(name="某局"))
    tally.add("blue", "met", blue, 0)
    tally.add("red", "overdue", total - blue, 0)
    assert tally.met_share == share
