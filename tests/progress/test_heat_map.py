"""The heat map: what each cell says, whose it is, and that every number is the rows behind it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from departments.models import Group, Role, User
from progress.contributions import Contribution, Filing, contribution_of, counted
from progress.explaining import explain, explainable
from progress.heat.matrix import HeatMap, heat_map
from progress.heat.wording import brief, brief_figure, full
from progress.judging import Light
from progress.lights import FILLS, sign
from progress.models import Report, Standing
from progress.plans import bring_up_to_date
from progress.selecting import select
from progress.templatetags.heat import heat_cell
from tasks.models import Target
from tests.progress.worlds import TODAY, World, make_target, make_user, make_world

NOW = "2024Q2"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, third = world.counties
    ninth: dict[str, Any] = {"denominator": Decimal(9)}
    world.accepted("4-1", "2022Q4", first, numerator=Decimal(1), **ninth)
    world.accepted("4-1", NOW, second, numerator=Decimal(0), **ninth)
    world.filed("4-1", NOW, third, numerator=Decimal(5), **ninth)
    world.accepted("8-1", NOW, first, value=Decimal(1))
    world.accepted("8-1", NOW, second, value=Decimal(0))
    world.accepted("23-2", NOW, first, value=Decimal(4_125_999))
    world.accepted("23-2", NOW, second, value=Decimal(1_000_000))
    world.accepted("23-2", NOW, third, not_applicable=True, not_applicable_why="无")
    return world


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def person(world: World, name: str) -> User:
    if name == "nobody":
        return make_user("nobody", Role.FILER, None)
    if name == "labour":
        return make_user("labour", Role.FILER, world.labour)
    return getattr(world, name)


def client_of(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def shown(user: User, quarter: str = NOW) -> HeatMap:
    selection = select(RequestFactory().get("/", {"quarter": quarter}))
    assert selection is not None
    return heat_map(user, selection)


def codes(found: HeatMap) -> list[str]:
    return [one.target.code for one in found.columns]


def cell(world: World, code: str, county: int, quarter: str = NOW) -> Any:
    found = shown(world.reviewer, quarter)
    column = next(one for one in found.columns if one.target.code == code)
    return column.cells.get(world.counties[county].pk)


# Cells

LIGHTS = [
    ("8-1", 0, NOW, "blue", "met", "1"),
    ("8-1", 1, NOW, "green", "on_pace", "0"),
    ("8-1", 2, NOW, "grey", "no_data", ""),
    ("23-2", 0, NOW, "blue", "met", "412.59×10⁴"),
    ("23-2", 1, NOW, "red", "far_behind", "100×10⁴"),
    ("23-2", 2, NOW, "grey", "not_applicable", ""),
    ("23-2", 1, "2023Q4", "red", "overdue", ""),
]


@pytest.mark.parametrize(("code", "county", "quarter", "light", "reason", "figure"), LIGHTS)
def test_a_cell_that_is_judged(world, code, county, quarter, light, reason, figure):
    found = cell(world, code, county, quarter)
    assert (found.light, found.reason, brief(found.actual, found.target)) == (light, reason, figure)


@pytest.mark.parametrize(
    ("quarter", "day", "expected"),
    [
        (NOW, date(2024, 10, 1), False),
        (NOW, date(2024, 10, 2), True),
        ("2023Q4", date(2023, 12, 31), False),  # the last day: overdue already
    ],
)
def test_due_soon_stands_beside_the_light_until_it_is_overdue(world, quarter, day, expected):
    found = cell(world, "23-2", 1, quarter)
    assert ("due soon" in full(found, day)) is expected
    assert ("heat-soon" in heat_cell(found, day)) is expected


def test_a_cell_that_is_a_part_of_the_city(world):
    """What was filed before counts; nought is a figure; what is not accepted counts for nothing."""
    first, second, third = (cell(world, "4-1", county) for county in range(3))
    assert [brief_figure(one.counted) for one in (first, second, third)] == ["11.11%", "0%", "—"]
    assert [one.filing for one in (first, second, third)] == [
        Filing.OVERDUE,
        Filing.ACCEPTED_LATE,
        Filing.SUBMITTED,
    ]


FILINGS = [
    ("2024Q3", "accepted", Filing.ACCEPTED),
    (NOW, "accepted", Filing.ACCEPTED_LATE),
    (NOW, "submitted", Filing.SUBMITTED),
    ("2024Q3", "returned", Filing.RETURNED),
    ("2024Q3", "draft", Filing.TO_FILE),
    ("2024Q3", "unfiled", Filing.TO_FILE),
    (NOW, "returned", Filing.OVERDUE),
    (NOW, "draft", Filing.OVERDUE),
    (NOW, "unfiled", Filing.OVERDUE),
]


@pytest.mark.parametrize(("quarter", "state", "expected"), FILINGS)
def test_how_a_contribution_stands(world, quarter, state, expected):
    report = world.filed("4-1", quarter, world.counties[0], state=state)
    assert Contribution(report, None).filing == expected
    late = Report.objects.overdue(TODAY).filter(pk=report.pk)
    assert late.exists() is (expected == Filing.OVERDUE)


def test_nothing_is_owed_after_not_applicable(world):
    last = world.counties[2]
    world.accepted("4-1", "2024Q1", last, not_applicable=True, not_applicable_why="无")
    found = contribution_of(world.filed("4-1", NOW, last, state="unfiled", numerator=None))
    assert (found.filing, brief_figure(found.counted)) == (Filing.NOT_OWED, "not applicable")
    assert full(found, TODAY).endswith("\nnot owed")


def test_a_county_without_a_part_has_an_empty_cell(world):
    two = Group.objects.create(name="两县")
    two.members.set(world.counties[:2])
    some = {"scope": "each_county", "collected_from": two}
    make_target(world.targets["1-1"].task, "1-2", Target.Kind.TOTAL, 3, "个", **some)
    bring_up_to_date()
    assert cell(world, "1-2", 0).reason == "no_data"
    assert cell(world, "1-2", 2) is None
    page = client_of(world.reviewer).get(reverse("heat-map"), {"quarter": NOW}).content.decode()
    assert page.count('<td class="heat-none">') == 1


def test_what_counts_is_what_the_city_was_judged_on(world):
    more = {"collected_from": world.county_group, "first_year": 2022}
    make_target(world.targets["20-1"].task, "20-2", Target.Kind.YEARLY, 900, "人", **more)
    bring_up_to_date()
    world = World(**vars(world) | {"targets": {one.code: one for one in Target.objects.all()}})
    first, second, _third = world.counties
    world.accepted("20-2", "2023Q4", first, value=Decimal(9))
    world.accepted("20-2", "2023Q4", second, value=Decimal(8))
    world.accepted("20-2", "2024Q1", second, value=Decimal(0))
    world.accepted("20-2", "2024Q3", second, value=Decimal(7))
    for code in ("4-1", "20-2"):
        for quarter in ("2022Q3", "2023Q4", "2024Q1", NOW, "2024Q3"):
            target, when = world.targets[code], world.quarter(quarter)
            city = explainable(Standing.objects.filter(target=target)).get(quarter=when)
            found = counted(Report.objects.all(), when, [target.pk])
            judged = {one.pk for one in explain(city).reports}
            assert {one.pk for one in found} == judged, (code, quarter)


# Who sees what

SEEN = {
    "reviewer": (["4-1", "8-1", "23-2"], 3),
    "inspector": (["4-1", "8-1", "23-2"], 3),
    "county_filer": (["4-1", "8-1", "23-2"], 1),
    "filer": (["4-1", "8-1"], 3),
    "labour": (["23-2"], 3),
    "nobody": ([], 0),
}


@pytest.mark.parametrize(("role", "expected"), SEEN.items())
def test_one_sees_ones_own_and_what_one_leads(world, role, expected):
    found = shown(person(world, role))
    assert (codes(found), len(found.rows)) == expected
    if role == "county_filer":
        assert [str(row.organization) for row in found.rows] == ["宛城区"]


# Choosing

CHOSEN = [
    ({}, ["4-1", "8-1", "23-2"]),
    ({"kind": "ratio"}, ["4-1"]),
    ({"lead": "labour"}, ["23-2"]),
    ({"lead": "education"}, ["4-1", "8-1"]),
    ({"red": "1"}, ["4-1", "23-2"]),  # the city's light in the head is red
    ({"red": "1", "lead": "education"}, ["4-1"]),
    ({"red": "1", "kind": "total"}, []),
    ({"lead": "999", "kind": "nonsense"}, ["4-1", "8-1", "23-2"]),
]


def asked_of(world: World, asked: dict[str, str]) -> dict[str, str]:
    lead = asked.get("lead", "")
    named = {"lead": str(getattr(world, lead).pk)} if hasattr(world, lead or "-") else {}
    return {"quarter": NOW, **asked, **named}


@pytest.mark.parametrize(("asked", "expected"), CHOSEN)
def test_which_columns_are_shown(world, asked, expected):
    answer = client_of(world.reviewer).get(reverse("heat-map"), asked_of(world, asked))
    assert codes(answer.context["heat_map"]) == expected
    assert ("field-error" in answer.content.decode()) is ("999" in asked.values())


def test_the_worst_row_comes_first(world):
    names = {}
    for order in ("", "worst"):
        asked = {"quarter": NOW, "order": order}
        answer = client_of(world.reviewer).get(reverse("heat-map"), asked)
        names[order] = [str(row.organization) for row in answer.context["rows"]]
    assert names == {
        "": ["宛城区", "卧龙区", "南召县"],
        "worst": ["卧龙区", "宛城区", "南召县"],  # one red; a report not filed; neither
    }


# Numbers

NUMBER = re.compile(r'<a href="([^"]+\?[^"]*target=[^"]+)">(\d+)</a>')


@pytest.mark.parametrize("role", ["reviewer", "county_filer", "filer", "labour"])
@pytest.mark.parametrize("quarter", ["2023Q4", NOW])
def test_every_number_is_the_rows_behind_it(world, role, quarter):
    client = client_of(person(world, role))
    page = client.get(reverse("heat-map"), {"quarter": quarter}).content.decode()
    links = set(NUMBER.findall(page))
    assert len(links) >= 4
    for address, count in links:
        assert client.get(unescape(address)).context["row_count"] == int(count), address


def test_the_sentence_about_a_target(world):
    page = client_of(world.reviewer, "en").get(reverse("heat-map"), {"quarter": NOW})
    text = " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())
    assert "23-2 不低于300万: 1 of 3 counties met；not yet: 1；■ far behind 1: 卧龙区" in text
    assert "not applicable: 1" in text
    assert "of 3 counties 1 accepted for this quarter；to review: 1；not filed, overdue: 1" in text
    assert "nothing of theirs counted: 南召县" in text


@pytest.mark.parametrize(("settled", "count"), [("", 12), ("no", 9), ("yes", 3)])
def test_the_list_of_lights_can_be_asked_for_what_is_not_met(world, settled, count):
    asked = {"quarter": NOW, "settled": settled}
    answer = client_of(world.reviewer).get(reverse("standings"), asked)
    assert answer.context["row_count"] == count


# The download


@pytest.mark.parametrize("asked", [{}, {"red": "1", "order": "worst"}, {"kind": "standard"}])
def test_the_download_is_the_table_of_the_page(world, asked):
    client, asked = client_of(world.reviewer), {"quarter": NOW, **asked}
    context = client.get(reverse("heat-map"), asked).context
    answer = client.get(reverse("heat-map"), asked | {"export": "xlsx"})
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    head, *lines = sheet.iter_rows(min_row=3)
    columns, rows = context["heat_map"].columns, context["rows"]
    assert [one.value.split()[0] for one in head[1:]] == [one.target.code for one in columns]
    assert [line[0].value for line in lines] == [
        *[str(one.organization) for one in rows],
        "All told",
    ]
    assert sheet.freeze_panes == "B4"
    for row, line in zip(rows, lines[:-1], strict=True):
        for one, written in zip(row.cells, line[1:], strict=True):
            _is_same(one, written)


def _is_same(one: Any, written: Any) -> None:
    first, *others = written.value.split("\n")
    if isinstance(one, Standing):
        assert first == sign(one.light, one.reason)
        assert written.fill.fgColor.rgb == f"FF{FILLS[Light(one.light)]}"
        assert ("due soon" in others) is one.is_due_soon(TODAY)
    else:
        assert written.fill.fill_type is None
        assert len(others) == 1


# The reason of a contribution


def test_a_contribution_tells_what_counts(world):
    first, second, _third = world.counties
    client = client_of(world.reviewer)
    where = reverse("contribution", args=[world.report("4-1", NOW, first).pk])
    whole = client.get(where).content.decode()
    assert "What counts is 11.11% (1 / 9), accepted for " in whole
    assert "87 days overdue" in whole
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    own = world.report("8-1", NOW, second)  # judged for the county itself
    assert client.get(reverse("contribution", args=[own.pk])).status_code == 404
