"""The counties as tiles: where each stands, in which light, and that none is lost."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from departments.models import Organization
from progress.judging import Light, Reason
from progress.overview import Tally
from progress.plans import bring_up_to_date
from progress.tile_map import LAST_LINE, LAYOUT, place_of, tile_map, worst_of
from tests.progress.worlds import TODAY, World, make_world

TILES = json.loads(LAYOUT.read_text(encoding="utf-8"))["tiles"]


def tally(*signs: tuple[Light, Reason], organization: Organization | None = None) -> Tally:
    found = Tally(organization=organization)
    for light, reason in signs:
        found.add(light, reason, 1, 0)
    return found


MET = (Light.BLUE, Reason.MET)
ON_PACE = (Light.GREEN, Reason.ON_PACE)
LAGGING = (Light.YELLOW, Reason.LAGGING)
FAR_BEHIND = (Light.RED, Reason.FAR_BEHIND)
OVERDUE = (Light.RED, Reason.OVERDUE)
SILENT = (Light.RED, Reason.NO_DATA)
NO_DATA_YET = (Light.GREY, Reason.NO_DATA)
EXCUSED = (Light.GREY, Reason.NOT_APPLICABLE)

WORST = [
    ([], None),
    ([EXCUSED], EXCUSED),
    ([EXCUSED, MET], MET),
    ([MET, NO_DATA_YET], NO_DATA_YET),
    ([MET, NO_DATA_YET, ON_PACE], ON_PACE),
    ([ON_PACE, LAGGING], LAGGING),
    ([LAGGING, SILENT, NO_DATA_YET], SILENT),
    ([SILENT, FAR_BEHIND], FAR_BEHIND),
    ([FAR_BEHIND, OVERDUE, MET], OVERDUE),
]


@pytest.mark.parametrize(("signs", "expected"), WORST)
def test_a_tile_is_in_its_worst_light(signs, expected):
    assert worst_of(tally(*signs)) == expected


def test_the_layout_holds_each_county_once_and_the_style_sheet_each_line():
    places = [(one["row"], one["column"]) for one in TILES]
    assert Counter(places).most_common(1)[0][1] == 1
    assert all(1 <= line <= LAST_LINE for place in places for line in place)
    style = Path(site.BASE_DIR / "static/css/counties.css").read_text(encoding="utf-8")
    for line in range(1, LAST_LINE + 1):
        assert f".on-row-{line} " in style
        assert f".on-column-{line} " in style
    register = json.loads(Path(site.BASE_DIR / "fixtures/organizations.json").read_text("utf-8"))
    counties = [one for one in register["organizations"] if one["kind"] in {"county", "zone"}]
    assert {(one["name"], one["adcode"]) for one in TILES} == {
        (one["name"], one["adcode"]) for one in counties
    }
    assert len(TILES) == 17


PLACES: list[tuple[dict[str, Any], Any]] = [
    ({"name": "宛城区", "adcode": "411302"}, (3, 5)),
    ({"name": "另一个名字", "adcode": "411302"}, (3, 5)),
    ({"name": "鸭河工区", "adcode": None}, (2, 4)),
    ({"name": "新设示范园区", "adcode": None}, None),
    ({"name": "外地区", "adcode": "419901"}, None),
]


@pytest.mark.parametrize(("fields", "expected"), PLACES)
def test_a_place_is_found_by_code_and_then_by_name(fields, expected):
    assert place_of(Organization(**fields)) == expected


def test_nobody_is_lost():
    """Of two on one place the second has none; and the placed are read from the north-west on."""
    names = ["桐柏县", "宛城区", "外地区", "南召县"]
    organizations = [Organization(name=name, place=9 - n) for n, name in enumerate(names)]
    organizations.append(Organization(name="另一个", adcode="411302", place=1))
    found = tile_map([Tally(organization=one) for one in organizations] + [Tally()])
    assert [one.organization.name for one in found.placed] == ["南召县", "宛城区", "桐柏县"]
    assert [one.organization.name for one in found.unplaced] == ["另一个", "外地区"]
    assert len(found.tiles) == 5


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    zone = Organization.objects.create(name="新设示范园区", kind="zone", place=99)
    world.county_group.members.add(zone)
    bring_up_to_date()
    world.accepted("8-1", "2024Q2", world.counties[0], value=1)
    world.accepted("23-2", "2024Q2", world.counties[0], value=1)
    return world


def opened(world: World, **asked: str) -> Any:
    client = Client()
    client.force_login(world.reviewer)
    return client.get(reverse("counties"), {"quarter": "2024Q2", **asked})


@pytest.mark.parametrize(
    ("target", "light"), [("", "red"), ("8-1", "blue"), ("23-2", "red"), ("1-1", "red")]
)
def test_the_map_shows_the_worst_light_or_that_of_one_target(world, target, light):
    answer = opened(world, target=target)
    found = {str(one.organization): one for one in answer.context["tile_map"].tiles}
    assert list(found) == ["南召县", "卧龙区", "宛城区", "新设示范园区"]
    assert found["宛城区"].light == light
    assert [one.code for one in answer.context["targets"]] == ["8-1", "23-2"]


def test_the_counts_of_a_tile_are_those_of_the_table(world):
    answer = opened(world)
    rows = {one["organization"]: one for one in answer.context["table"].data}
    for tile in answer.context["tile_map"].tiles:
        row = rows[tile.organization]
        assert {light: row[light] for light in Light} == {
            light: tile.tally.lights[light] for light in Light
        }
        assert row["unfiled"] == tile.tally.unfiled
