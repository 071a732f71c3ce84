"""Bad workbooks: each is refused with its place and its reason, and stores nothing (promises 8)."""

import time
import tracemalloc
from decimal import Decimal
from typing import Any

import pytest
from django.core import signing
from django.test import override_settings
from django.urls import reverse
from openpyxl.utils import get_column_letter

from departments.models import Role
from progress import filing
from progress.filing import Content
from progress.models import Event, Report
from tests.progress.bad_uploads import CELLS, CHOICES, FILES, SHEETS, Bad, bomb
from tests.progress.sheets import NOW, book_of, bytes_of, downloaded, filled, logged_in, upload
from tests.progress.worlds import TODAY, World, make_user, make_world

SECONDS = 5


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world):
    return logged_in(world.filer)


@pytest.fixture
def county(world):
    return logged_in(world.county_filer)


def everything() -> list[Any]:
    return [*Report.objects.order_by("pk").values(), *Event.objects.order_by("pk").values()]


def assert_refused(client: Any, bad: Bad) -> None:
    data, before = bad.make(downloaded(client)), everything()
    started = time.monotonic()
    answer = upload(client, data)
    assert time.monotonic() - started < SECONDS
    assert answer.status_code == 422
    faults = answer.context["faults"]
    places = [(one.row, get_column_letter(one.column) if one.column else "") for one in faults]
    assert places == [(bad.row, bad.column)], faults
    assert bad.words in faults[0].message
    assert "content" not in answer.context
    assert everything() == before


@pytest.mark.parametrize("bad", [*FILES.values(), *SHEETS.values()], ids=[*FILES, *SHEETS])
def test_bad_files(county, bad):
    assert_refused(county, bad)


@pytest.mark.parametrize("bad", CELLS.values(), ids=CELLS)
def test_bad_cells(county, bad):
    assert_refused(county, bad)


@pytest.mark.parametrize("bad", CHOICES.values(), ids=CHOICES)
def test_bad_choices(client, bad):
    assert_refused(client, bad)


def test_there_are_more_than_sixty():
    assert len([*FILES, *SHEETS, *CELLS, *CHOICES]) >= 100


# The other side of each edge

GOOD = {
    "the largest number": {"H6": Decimal("99999999999.9999")},
    "4 decimals": {"H6": 1.2345},
    "nought": {"H6": 0},
    "a number as text": {"H6": "３００万"},
    "a formula as text": {"M6": "'=1+1"},
    "part and whole alike": {"I4": 4, "J4": 4},
    "nothing of something": {"I4": 0, "J4": 1},
    "2,000 characters": {"M5": "长" * 2000},
    "words that are a number": {"M5": 12},
    "words that are a date": {"M5": "2024-10-01"},
    "no": {"K5": "no", "H5": 1},
    "the word in Chinese": {"K5": "是", "L5": "不涉及"},
}


@pytest.mark.parametrize("cells", GOOD.values(), ids=GOOD)
def test_the_good_side_of_each_edge(county, cells):
    answer = upload(county, filled(downloaded(county), **cells))
    assert answer.status_code == 200, answer.context["faults"]
    assert len(answer.context["changed"]) == 1


def test_5000_rows_are_read(county):
    data = bytes_of(_with_rows(book_of(downloaded(county)), 5000 - 7))
    assert upload(county, data).status_code == 200


def _with_rows(book: Any, count: int) -> Any:
    """As many rows of a sheet of one's own, which is not read."""
    sheet = book.create_sheet("我的草稿")
    for _row in range(count):
        sheet.append([1])
    return book


def test_every_fault_is_told_at_once(county):
    cells = {"I4": -1, "H5": "五", "H6": "=1", "K6": "或许", "M6": "长" * 2001}
    faults = upload(county, filled(downloaded(county), **cells)).context["faults"]
    assert [(one.row, one.column) for one in faults] == [(4, 9), (5, 8), (6, 8), (6, 11), (6, 13)]


def test_one_bad_row_stores_none_of_the_good_ones(county):
    before = everything()
    answer = upload(county, filled(downloaded(county), H5=1, H6="三百万"))
    assert answer.status_code == 422
    assert everything() == before


# Foreign and stale ones


def assert_conflict(answer: Any, words: str) -> None:
    assert answer.status_code == 409
    assert words in answer.context["faults"][0].message


def test_another_organizations_template(world, client, county):
    data, before = filled(downloaded(county), H5=1), everything()
    assert_conflict(upload(client, data), "another organization's")
    assert everything() == before


def test_another_quarters_template(client):
    data = filled(downloaded(client, "2024Q2"), H4=1)
    before = everything()
    assert_conflict(upload(client, data), "2024 Q2")
    assert everything() == before
    assert upload(client, data, "2024Q2").status_code == 200


def test_another_installations_template(client):
    data = filled(downloaded(client), H4=1)
    page = book_of(data)
    with override_settings(SECRET_KEY="another"):
        page["_key"]["A1"] = signing.dumps([1, 1, []], salt="progress.sheets.template")
    answer = upload(client, bytes_of(page))
    assert answer.status_code == 422
    assert "not a template of this site" in answer.context["faults"][0].message


def test_a_locked_quarters_template(world, client):
    data = filled(downloaded(client), H4=1)
    world.plan.quarters.update(is_locked=True)
    before = everything()
    assert_conflict(upload(client, data), "closed for filing")
    assert everything() == before
    answer = client.get(reverse("filing-template"), {"quarter": NOW})
    assert answer.status_code == 404


def test_a_stale_template(world, client):
    data = filled(downloaded(client), H4=1, H6=20)
    report = world.report("1-1", NOW)
    colleague = make_user("colleague", Role.FILER, world.education)
    filing.save_draft(report=report, user=colleague, version=0, content=Content(value=Decimal(2)))
    before = everything()
    answer = upload(client, data)
    assert_conflict(answer, "colleague先生")
    assert [one.row for one in answer.context["faults"]] == [4]
    assert everything() == before


def test_what_was_handed_in_since_is_not_overwritten(world, client):
    data = filled(downloaded(client), H4=1)
    world.filed("1-1", NOW, value=Decimal(2))
    before = everything()
    assert_conflict(upload(client, data), "submitted")
    assert everything() == before


def test_what_others_changed_to_the_same_is_no_conflict(world, client):
    data = filled(downloaded(client), H4=2)
    world.filed("1-1", NOW, state="draft", value=Decimal(2))
    assert upload(client, data).status_code == 200


# Odd requests


@pytest.mark.parametrize("sent", [{}, {"file": ""}, {"file": "x"}, {"file": "\x00"}])
def test_no_file(client, sent):
    answer = client.post(f"{reverse('filing-upload')}?quarter={NOW}", sent)
    assert answer.status_code == 422
    assert "No file" in answer.context["faults"][0].message


@pytest.mark.parametrize("quarter", ["2030Q1", "2024Q4", "x", "\x00"])
@pytest.mark.parametrize("name", ["filing-upload", "filing-confirm", "filing-marked"])
def test_a_quarter_that_cannot_be_filed(client, quarter, name):
    answer = client.post(f"{reverse(name)}?quarter={quarter}", {"content": "x"})
    assert answer.status_code == 404
    assert client.get(reverse("filing-template"), {"quarter": quarter}).status_code == 404


def test_a_fault_list_has_an_end(county):
    cells = {f"M{row}": "x" for row in range(10, 260)}
    answer = upload(county, filled(downloaded(county), **cells))
    assert (len(answer.context["faults"]), answer.context["more"]) == (200, 50)


def test_a_bomb_is_refused_at_once_and_in_little_memory(county):
    data = bomb(2 * 2**30)
    tracemalloc.start()
    started = time.monotonic()
    answer = upload(county, data)
    seconds = time.monotonic() - started
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 422
    assert seconds < 1
    assert peak < 50 * 2**20
