"""The lists: what each filter leaves, in which order, and that the download holds the same."""

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from progress.models import Report, Standing
from tasks.models import Target
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q2"
LISTS = ["tasks", "standings", "overdue", "lagging", "silent", "due-soon", "reports", "unfiled"]
TALLIES = ["departments", "counties"]


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, _third = world.counties
    world.accepted("1-1", NOW, value=Decimal(3))
    world.accepted("20-1", NOW, value=Decimal("49588"))
    world.accepted("8-1", NOW, first, value=Decimal(1))
    world.filed("8-1", NOW, second, value=Decimal(0))
    world.filed("27-0", NOW, state="draft", done="=1+1")
    return world


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.reviewer)
    return client


def page(client: Client, name: str, **asked: Any) -> Any:
    answer = client.get(reverse(name), {"quarter": NOW, **asked})
    assert answer.status_code == 200
    return answer


def rows(client: Client, name: str, **asked: Any) -> list[Any]:
    """The objects of the list, on whatever page."""
    return [row.record for row in page(client, name, **asked).context["table"].rows]


def codes(client: Client, name: str, **asked: Any) -> list[str]:
    return [one.target.code for one in rows(client, name, **asked)]


# What is in which list

IN_LIST = {
    "standings": ["1-1", "4-1", *["8-1"] * 3, "20-1", "22-1", "23-1", *["23-2"] * 3, "27-0"],
    "overdue": ["4-1", "22-1"],
    "lagging": ["1-1", "20-1"],
    "silent": ["27-0"],
    "due-soon": ["20-1", "23-1", *["23-2"] * 3],
    "reports": ["1-1", *["4-1"] * 3, *["8-1"] * 3, "20-1", "22-1", "23-1", *["23-2"] * 3, "27-0"],
    "unfiled": [*["4-1"] * 3, "8-1", "22-1", "27-0"],
}


@pytest.mark.parametrize(("name", "expected"), IN_LIST.items())
def test_what_is_in_a_list(client, name, expected):
    found = codes(client, name)
    assert sorted(found) == sorted(expected)
    answer = page(client, name)
    assert answer.context["row_count"] == len(expected)


def test_every_task_is_listed_with_its_lights(client, world):
    table = {one.number: one for one in rows(client, "tasks")}
    assert list(table) == [1, 4, 8, 20, 22, 23, 27]
    eight = table[8]
    assert (eight.target_count, eight.blue, eight.grey, eight.red) == (1, 1, 2, 0)
    total = sum(getattr(one, light) for one in table.values() for light in Standing.Lights.values)
    assert total == Standing.objects.filter(quarter=world.quarter(NOW)).count()


# Filters

FILTERS = [
    ("standings", {"light": "blue"}, ["8-1"]),
    ("standings", {"light": "yellow"}, ["1-1", "20-1"]),
    ("standings", {"reason": "overdue"}, ["4-1", "22-1"]),
    ("standings", {"light": "red", "reason": "no_data"}, ["27-0"]),
    ("standings", {"light": "blue", "reason": "overdue"}, []),
    ("standings", {"task": "23"}, ["23-1", *["23-2"] * 3]),
    ("standings", {"kind": "milestone"}, ["22-1"]),
    ("standings", {"words": "20-1"}, ["20-1"]),
    ("standings", {"words": "培训"}, []),
    ("standings", {"words": "不低于"}, ["4-1", "20-1", "23-1", *["23-2"] * 3]),
    ("standings", {"words": "%"}, ["4-1", "23-1"]),
    ("standings", {"lead": "labour"}, ["20-1", "23-1", *["23-2"] * 3]),
    ("standings", {"county": "first"}, ["8-1", "23-2"]),
    ("standings", {"county": "first", "task": "8"}, ["8-1"]),
    ("overdue", {"task": "4"}, ["4-1"]),
    ("lagging", {"lead": "labour"}, ["20-1"]),
    ("due-soon", {"county": "first"}, ["23-2"]),
    ("reports", {"state": "accepted"}, ["1-1", "8-1", "20-1"]),
    ("reports", {"state": "unfiled", "task": "23"}, ["23-1", *["23-2"] * 3]),
    ("reports", {"organization": "first"}, ["4-1", "8-1", "23-2"]),
    ("reports", {"lead": "labour"}, ["20-1", "23-1", *["23-2"] * 3]),
    ("unfiled", {"state": "draft"}, ["27-0"]),
    ("unfiled", {"organization": "first"}, ["4-1"]),
]


def asked_for(world: World, asked: dict[str, str]) -> dict[str, Any]:
    """Names of organizations become their keys."""
    keys = {"labour": world.labour.pk, "first": world.counties[0].pk}
    return {name: keys.get(value, value) for name, value in asked.items()}


@pytest.mark.parametrize(("name", "asked", "expected"), FILTERS)
def test_a_filter_narrows(world, client, name, asked, expected):
    assert sorted(codes(client, name, **asked_for(world, asked))) == sorted(expected)


@pytest.mark.parametrize(
    ("asked", "expected"), [({"lead": "labour"}, [20, 23]), ({"words": "县区"}, [8, 22, 23])]
)
def test_a_filter_of_tasks(world, client, asked, expected):
    found = rows(client, "tasks", **asked_for(world, asked))
    assert [one.number for one in found] == expected


def test_the_queue_is_narrowed_by_its_quarter(world, client):
    world.filed("1-1", "2024Q3", value=Decimal(3))
    first, second = (
        Report.objects.for_page().get(state="submitted", quarter=world.quarter(quarter))
        for quarter in (NOW, "2024Q3")
    )
    assert {*rows(client, "queue", quarter="")} == {first, second}
    assert rows(client, "queue", quarter="2024Q3") == [second]
    assert rows(client, "queue", quarter=NOW) == [first]


INVALID = [
    ("standings", "light", "violet"),
    ("standings", "reason", "late"),
    ("standings", "lead", "abc"),
    ("standings", "lead", "999999"),
    ("standings", "county", "9" * 40),
    ("standings", "county", "labour"),
    ("standings", "task", "x"),
    ("standings", "task", "0"),
    ("standings", "task", "1.5"),
    ("standings", "task", "NaN"),
    ("standings", "task", "1e400"),
    ("standings", "task", "9" * 40),
    ("standings", "kind", "\x00"),
    ("standings", "words", "长" * 61),
    ("standings", "words", "a\x00"),
    ("reports", "state", "x"),
    ("reports", "organization", "\x00"),
    ("unfiled", "state", "accepted"),
    ("tasks", "lead", "x"),
    ("tasks", "words", "a\x00"),
    ("tasks", "words", "长" * 60_000),
    ("queue", "quarter", "x"),
    ("queue", "organization", "-1"),
]


@pytest.mark.parametrize(("name", "field", "value"), INVALID)
def test_an_invalid_filter_says_so_and_shows_no_rows(world, client, name, field, value):
    asked = asked_for(world, {"quarter": NOW} | {field: value})
    if name == "queue":
        asked = {field: value}
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200
    assert list(answer.context["filter"].form.errors) == [field]
    message = answer.context["filter"].form.errors[field][0]
    assert f'<p class="field-error">{message}' in answer.content.decode().replace("&#x27;", "'")
    assert answer.context["row_count"] == 0


ODD = [
    {"page": "0"},
    {"page": "x"},
    {"page": "9" * 30},
    {"page": "-1"},
    {"page": "last\x00"},
    {"per_page": "0"},
    {"per_page": "-1"},
    {"per_page": "9" * 30},
    {"sort": "nonsense"},
    {"sort": "-"},
    {"sort": "target__task__plan__name"},
    {"sort": "\x00"},
    {"sort": ["light", "light"]},
    {"export": "csv"},
    {"export": "\x00"},
    {"unknown": "x"},
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_parameter_changes_nothing(client, odd):
    for name in [*LISTS, *TALLIES]:
        answer = client.get(reverse(name), {"quarter": NOW, **odd})
        assert answer.status_code == 200, name
        assert answer["Content-Type"].startswith("text/html")
        assert answer.context["row_count"] == page(client, name).context["row_count"]


@pytest.mark.parametrize("per_page", ["1", "7", "1000000"])
def test_pages_have_one_size(client, per_page):
    assert page(client, "standings", per_page=per_page).context["table"].paginator.per_page == 50


# Order


def sortable(client: Client, name: str) -> list[str]:
    table = page(client, name).context["table"]
    return [column.name for column in table.columns if column.orderable]


@pytest.mark.parametrize("name", [*LISTS, *TALLIES, "queue"])
def test_every_sort_link_sorts_and_keeps_the_rows(client, name):
    asked = {} if name == "queue" else {"quarter": NOW}
    everything = client.get(reverse(name), asked).context["table"].rows
    for column in sortable(client, name) if name != "queue" else ["code", "submitted_at"]:
        for sign in ("", "-"):
            answer = client.get(reverse(name), {**asked, "sort": f"{sign}{column}"})
            assert answer.status_code == 200, column
            assert len(answer.context["table"].rows) == len(everything), column


def test_sorting_by_an_amount_and_back(client):
    up = [one.actual for one in rows(client, "lagging", sort="actual")]
    assert up == sorted(up)
    assert [one.actual for one in rows(client, "lagging", sort="-actual")] == up[::-1]
    numbers = [one.target.task.number for one in rows(client, "standings", sort="code")]
    assert numbers == sorted(numbers)


def test_a_sort_link_keeps_the_filter_and_the_quarter(client):
    text = page(client, "standings", light="red").content.decode()
    assert f"quarter={NOW}&amp;light=red&amp;sort=actual" in text


def test_the_worst_come_first(client):
    order = ["overdue", "far_behind", "no_data", "lagging", "on_pace"]
    found = [one.reason for one in rows(client, "standings") if one.light != "grey"]
    assert [one for one in found if one in order] == sorted(
        (one for one in found if one in order), key=order.index
    )


# The download


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of the workbook beneath its head."""
    book = load_workbook(BytesIO(answer.content))
    return [tuple(cell.value for cell in row) for row in list(book.active.rows)[3:]]


DOWNLOADS = [
    ("standings", {}),
    ("standings", {"light": "blue"}),
    ("standings", {"light": "blue", "reason": "overdue"}),
    ("overdue", {"task": "4"}),
    ("lagging", {"sort": "-actual"}),
    ("silent", {}),
    ("due-soon", {"lead": "labour"}),
    ("reports", {"state": "accepted"}),
    ("unfiled", {"organization": "first"}),
    ("tasks", {"lead": "labour"}),
    ("departments", {}),
    ("counties", {}),
]


@pytest.mark.parametrize(("name", "asked"), DOWNLOADS)
def test_the_download_has_exactly_the_rows_of_the_list(world, client, name, asked):
    asked = asked_for(world, asked)
    table = page(client, name, **asked).context["table"]
    shown = [[column.name for column in table.columns], *table.as_values()][2:]
    found = sheet(page(client, name, **asked, export="xlsx"))
    assert len(found) == len(table.rows)
    assert [str(row[0]) for row in found] == [str(row[0]) for row in shown]


def test_numbers_and_dates_are_real_in_the_download(client):
    found = page(client, "standings", export="xlsx", task="20")
    assert "attachment" in found["Content-Disposition"]
    (row,) = sheet(found)
    numbers = [one for one in row if isinstance(one, int | float)]
    assert 49588 in numbers
    assert 100_000 in numbers
    assert datetime.datetime(2024, 12, 31) in row  # noqa: DTZ001 - a cell knows no zone


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_text_stays_text_in_the_download(world, client, text):
    Target.objects.filter(code="1-1").update(measure=text)
    answer = page(client, "standings", export="xlsx", words="1-1")
    cells = [cell for row in load_workbook(BytesIO(answer.content)).active.rows for cell in row]
    (cell,) = [cell for cell in cells if cell.value == text]
    assert cell.data_type == "s"


@pytest.mark.parametrize("name", [*LISTS, *TALLIES])
def test_a_download_shows_only_what_the_person_may_see(world, name):
    client = Client()
    client.force_login(world.county_filer)
    found = sheet(page(client, name, export="xlsx"))
    texts = {str(cell) for row in found for cell in row}
    assert not texts & {"卧龙区", "南召县", "1-1", "20-1"}
    assert len(found) == len(page(client, name).context["table"].rows)
