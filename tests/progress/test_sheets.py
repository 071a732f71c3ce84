"""Filing by workbook: what the template holds, and what its way back stores."""

import shutil
import subprocess
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from departments.models import Role
from progress import filing
from progress.filing import Content
from progress.models import Event, Report
from tests.progress.sheets import (
    FIRST,
    HEAD,
    NOW,
    PLACES,
    book_of,
    bytes_of,
    confirm,
    downloaded,
    edited,
    filled,
    logged_in,
    upload,
)
from tests.progress.worlds import TODAY, World, make_user, make_world

SOFFICE = shutil.which("soffice")


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


def stored(world: World, code: str, owner: Any = None) -> Report:
    return Report.objects.get(pk=world.report(code, NOW, owner).pk)


def everything() -> list[Any]:
    return [*Report.objects.order_by("pk").values(), *Event.objects.order_by("pk").values()]


def column(page: Any, name: str) -> list[Any]:
    return [page[f"{PLACES[name]}{row}"].value for row in range(FIRST, page.max_row + 1)]


# The template


def test_the_template_holds_the_organizations_own_targets(client, county):
    assert column(book_of(downloaded(client)).worksheets[0], "code") == ["1-1", "22-1", "27-0"]
    assert column(book_of(downloaded(county)).worksheets[0], "code") == ["4-1", "8-1", "23-2"]


def test_the_template_shows_last_quarters_figure_and_what_is_filed_so_far(world, client):
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    world.filed("27-0", NOW, state="draft", value=Decimal("12.5"), done="=推进\r\n中")
    world.filed("22-1", NOW, state="draft", value=Decimal(0))
    page = book_of(downloaded(client)).worksheets[0]
    assert page["D4"].value.startswith("2 所")
    assert column(page, "value") == [None, "not yet done", 12.5]
    assert page["M6"].value == "=推进\n中"
    assert page["M6"].data_type == "s"


def test_what_is_handed_in_is_not_in_the_template(world, client):
    world.filed("1-1", NOW, value=Decimal(2))
    assert column(book_of(downloaded(client)).worksheets[0], "code") == ["22-1", "27-0"]


def test_only_what_is_asked_for_is_unlocked(county):
    page = book_of(downloaded(county)).worksheets[0]
    assert page.protection.sheet
    open_cells = {cell.coordinate for row in page for cell in row if not cell.protection.locked}
    both = {f"{letter}{row}" for letter in "KLMNO" for row in (4, 5, 6)}
    assert open_cells == both | {"I4", "J4", "H5", "H6"}


def test_cells_have_lists_and_limits(client):
    page = book_of(downloaded(client)).worksheets[0]
    rules = {one.type: str(one.sqref) for one in page.data_validations.dataValidation}
    assert set(rules) == {"whole", "decimal", "list", "textLength"}
    lists = [one for one in page.data_validations.dataValidation if one.type == "list"]
    assert {(one.formula1, str(one.sqref)) for one in lists} == {
        ('"done,not yet done"', "H5"),
        ('"yes"', "K4 K5 K6"),
    }


def test_the_key_is_hidden_and_signed(client):
    book = book_of(downloaded(client))
    assert book["_key"].sheet_state == "veryHidden"
    assert len(book.sheetnames) == 3
    assert "1-1" not in str(book["_key"]["A1"].value)


# There and back

FILLED = {"H4": 4, "M4": "四所\n通过评审", "H5": "done", "H6": 0.625, "N6": "=经费不足"}


def fill_in(data: bytes) -> bytes:
    def fill(page: Any) -> None:
        for place, value in FILLED.items():
            page[place] = value
        page["H6"].number_format = "0.00%"
        page["N6"].data_type = "s"

    return edited(data, fill)


def assert_filled_in(world: World, state: str = "draft") -> None:
    one, mile, last = (stored(world, code) for code in ("1-1", "22-1", "27-0"))
    assert (one.value, mile.value, last.value) == (Decimal(4), Decimal(1), Decimal("62.5"))
    assert (one.done, last.problems) == ("四所\n通过评审", "=经费不足")
    assert {one.state, mile.state, last.state} == {state}


@pytest.mark.parametrize(("act", "state"), [("save", "draft"), ("submit", "submitted")])
def test_there_and_back(world, client, act, state):
    before = everything()
    answer = upload(client, fill_in(downloaded(client)))
    assert answer.status_code == 200
    assert everything() == before
    shown = [
        (one.report.target.code, change.label, change.old, change.new)
        for one in answer.context["changed"]
        for change in one.differences
    ]
    assert ("1-1", "Value", "—", "4 所") in shown
    assert ("22-1", "Value", "—", "done") in shown
    assert answer.context["complete"] == 3
    done = confirm(client, answer.context["content"], act)
    assert done["Location"] == f"{reverse('filing')}?quarter={NOW}"
    assert_filled_in(world, state)
    assert Event.objects.filter(by=world.filer, act="saved").count() == 3


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_there_and_back_by_libreoffice(world, client, tmp_path):
    source = tmp_path / "填报表.xlsx"
    source.write_bytes(fill_in(downloaded(client)))
    out = tmp_path / "out"
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    resaved = Path(out / source.name).read_bytes()
    assert resaved != source.read_bytes()
    answer = upload(client, resaved)
    assert answer.status_code == 200, answer.context["faults"]
    confirm(client, answer.context["content"])
    assert_filled_in(world)


def test_the_same_file_twice_changes_nothing_more(world, client):
    data = fill_in(downloaded(client))
    confirm(client, upload(client, data).context["content"])
    before = everything()
    answer = upload(client, data)
    assert (answer.status_code, answer.context["changed"]) == (200, [])
    assert confirm(client, answer.context["content"]).status_code == 302
    assert everything() == before


def test_a_second_click_changes_nothing_more(world, client):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    confirm(client, content, "submit")
    before = everything()
    assert confirm(client, content, "submit").status_code == 302
    assert everything() == before


def test_an_untouched_template_says_nothing(world, client):
    text = "第一行\r\n第二行"
    world.filed("1-1", NOW, state="draft", value=Decimal(1200), done=text)
    world.filed("22-1", NOW, state="returned", value=Decimal(1))
    world.filed("27-0", NOW, state="draft", not_applicable=True, not_applicable_why="不涉及")
    answer = upload(client, downloaded(client))
    assert (answer.status_code, answer.context["changed"]) == (200, [])


def test_a_share_and_not_applicable(world, county):
    first = world.counties[0]
    cells = {"I4": "１,200", "J4": 4000, "K5": "yes", "L5": "不涉及", "H6": "300万"}
    content = upload(county, filled(downloaded(county), **cells)).context["content"]
    confirm(county, content)
    share, none, money = (stored(world, code, first) for code in ("4-1", "8-1", "23-2"))
    assert (share.numerator, share.denominator) == (Decimal(1200), Decimal(4000))
    assert (none.not_applicable, none.not_applicable_why, none.value) == (True, "不涉及", None)
    assert money.value == Decimal(3_000_000)


def test_a_blank_cell_takes_a_draft_back_and_the_preview_says_so(world, client):
    world.filed("1-1", NOW, state="draft", value=Decimal(3))
    answer = upload(client, filled(downloaded(client), H4=None))
    change = answer.context["changed"][0].differences[0]
    assert (change.old, change.new) == ("3 所", "—")


def test_a_template_in_the_other_language_is_read(world, client):
    data = fill_in(downloaded(client))
    client.cookies["django_language"] = "zh-hans"
    assert upload(client, data).status_code == 200


# What people do to sheets


def reorder(page: Any) -> None:
    rows = [
        [(cell.value, cell.data_type, cell.number_format) for cell in row]
        for row in page.iter_rows(min_row=FIRST)
    ]
    for row, cells in enumerate(reversed(rows), start=FIRST):
        for place, (value, kind, number_format) in enumerate(cells, start=1):
            cell = page.cell(row, place)
            cell.value = value
            cell.data_type, cell.number_format = kind, number_format


HARMLESS = {
    "rows in another order": reorder,
    "a row inserted": lambda page: page.insert_rows(FIRST + 1),
    "a row above the title": lambda page: page.insert_rows(1),
    "a column inserted": lambda page: page.insert_cols(3),
    "a column of hints deleted": lambda page: page.delete_cols(6),
    "a hidden row": lambda page: setattr(page.row_dimensions[FIRST], "hidden", True),
    "a note below, outside the columns": lambda page: page.cell(30, 40).__setattr__("value", "注"),
    "another sheet": lambda page: page.parent.create_sheet("我的草稿").append(["=1/0"]),
    "unprotected": lambda page: setattr(page.protection, "sheet", False),
    "a hint overwritten": lambda page: page.__setitem__("C4", "=1+1"),
    "title unmerged": lambda page: page.unmerge_cells("A1:O1"),
    "merged above": lambda page: page.merge_cells("P1:R2"),
}


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_what_people_do_to_sheets_does_no_harm(world, client, edit):
    answer = upload(client, edited(fill_in(downloaded(client)), edit))
    assert answer.status_code == 200, answer.context["faults"]
    confirm(client, answer.context["content"])
    assert_filled_in(world)


def test_a_deleted_row_stays_as_it_is_and_is_named(world, client):
    data = edited(fill_in(downloaded(client)), lambda page: page.delete_rows(FIRST))
    answer = upload(client, data)
    assert [one.target.code for one in answer.context["left_out"]] == ["1-1"]
    confirm(client, answer.context["content"])
    assert stored(world, "1-1").state == "unfiled"
    assert stored(world, "22-1").state == "draft"


# Between preview and confirmation


def test_what_changed_after_the_preview_is_not_overwritten(world, client):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    report = world.report("27-0", NOW)
    filing.save_draft(
        report=report, user=world.filer, version=report.version, content=Content(value=Decimal(9))
    )
    before = everything()
    assert confirm(client, content).status_code == 409
    assert everything() == before


def test_a_quarter_locked_after_the_preview_is_locked(world, client):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    world.plan.quarters.update(is_locked=True)
    before = everything()
    assert confirm(client, content).status_code == 409
    assert confirm(client, content, "submit").status_code == 409
    assert everything() == before


@pytest.mark.parametrize("spoil", [lambda one: "", lambda one: one[:-2] + "xx", lambda one: "\x00"])
def test_an_altered_preview_is_refused(world, client, spoil):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    before = everything()
    assert confirm(client, spoil(content)).status_code == 409
    assert everything() == before


def test_a_preview_holds_for_an_hour(world, client):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    later = timezone.now() + timedelta(seconds=3601)
    with patch("django.core.signing.time.time", lambda: later.timestamp()):
        assert confirm(client, content).status_code == 409
    assert confirm(client, content).status_code == 302


def test_a_preview_is_one_persons_and_one_quarters(world, client):
    content = upload(client, fill_in(downloaded(client))).context["content"]
    colleague = logged_in(make_user("colleague", Role.FILER, world.education))
    before = everything()
    assert confirm(colleague, content).status_code == 409
    assert confirm(client, content, quarter="2024Q2").status_code == 409
    answer = client.post(f"{reverse('filing-marked')}?quarter={NOW}", {"content": content})
    assert answer.status_code == 409
    assert everything() == before


# Sent back with marks


def test_a_faulty_workbook_comes_back_marked_and_mended_it_is_taken(world, client):
    data = filled(downloaded(client), H4="大约五所", M4="写了很多", H6="60%")
    answer = upload(client, data)
    held = {"content": answer.context["marked"]}
    back = client.post(f"{reverse('filing-marked')}?quarter={NOW}", held)
    page = load_workbook(BytesIO(back.content)).worksheets[0]
    assert "大约五所" in page["H4"].comment.text
    assert page["H4"].value == "大约五所"
    assert page["H4"].fill.fgColor.rgb != page["H5"].fill.fgColor.rgb
    assert [page["H5"].comment, page["M4"].value, page["H6"].value] == [None, "写了很多", "60%"]
    page["H4"] = 5
    answer = upload(client, bytes_of(page.parent))
    confirm(client, answer.context["content"])
    assert (stored(world, "1-1").value, stored(world, "27-0").value) == (Decimal(5), Decimal(60))


def test_the_head_is_where_the_tests_think(client):
    page = book_of(downloaded(client)).worksheets[0]
    assert page.cell(HEAD, 1).value in {"Code", "编号"}
    assert page.max_column == 15


def test_more_text_than_a_page_can_carry_is_refused(world, client, monkeypatch):
    data = fill_in(downloaded(client))
    monkeypatch.setattr("progress.sheets.carrying.LONGEST", 100)
    answer = upload(client, data)
    assert answer.status_code == 422
    assert "too much text" in answer.context["faults"][0].message
    answer = upload(client, filled(data, H4="五"))
    assert (answer.status_code, answer.context["marked"]) == (422, "")


def test_a_filer_without_an_organization_stores_nothing(world, client):
    nobody = logged_in(make_user("nobody", Role.FILER, None))
    before = everything()
    assert upload(nobody, downloaded(nobody)).status_code == 409
    assert upload(nobody, fill_in(downloaded(client))).status_code == 409
    assert everything() == before
