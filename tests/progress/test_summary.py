"""The annual summary: the figures of the pages, within what each person may see."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from departments.models import Organization, User
from nanyang_vet.kit.workbook import Sheet, write
from progress.models import Standing
from progress.overview import overview
from progress.plans import bring_up_to_date
from progress.summary import summary_sheets
from tasks.models import Responsibility, Task
from tests.progress.worlds import TODAY, World, make_filed_world, make_target, selected


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_filed_world()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sheets(user: User, quarter: str = "2024Q2") -> dict[str, Sheet]:
    found = summary_sheets(user, selected(quarter))
    return {sheet.name: sheet for sheet in found}


def rows(sheet: Sheet) -> list[dict[str, object]]:
    return [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]


def test_its_sheets(world):
    found = sheets(world.inspector)
    assert list(found) == ["Overview", "Tasks", "By department", "By county", "Overdue targets"]
    assert all(sheet.title.startswith("Annual supervision summary") for sheet in found.values())
    assert all("accepted reports only; made on 2024-10-10." in one.note for one in found.values())


def test_the_overview_counts_what_the_page_counts(world):
    total = overview(world.inspector, selected()).total
    counted = {row["Standing"]: row["Count"] for row in rows(sheets(world.inspector)["Overview"])}
    assert counted == {
        "blue (met)": 2,
        "green (on pace)": 0,
        "yellow (lagging)": 1,
        "red (far behind)": 0,
        "red (overdue)": 2,
        "red (no data)": 1,
        "grey (no data)": 5,
        "grey (not applicable)": 1,
        "Targets in all": 12,
        "Due soon": total.due_soon,
        "Reports not filed": total.unfiled,
    }
    assert total.total == 12
    assert total.lights == {"blue": 2, "yellow": 1, "red": 3, "grey": 6}


def test_tasks_stand_word_for_word_with_their_figures(world):
    found = rows(sheets(world.inspector)["Tasks"])
    assert len(found) == Standing.objects.filter(quarter__year=2024, quarter__number=2).count()
    words = [row["Official words"] for row in found if row["Official words"]]
    assert words == list(Task.objects.order_by("number").values_list("text", flat=True))
    assert {row["No."] for row in found} == {1, 4, 8, 20, 22, 23, 27}
    assert [row for row in found if row["Target"] == "4-1"] == [
        {
            "No.": 4,
            "Official words": "2022年全市达标学校占比不低于30%。",
            "Responsible units": "市教育局、各县区政府",
            "Target": "4-1",
            "What is measured": "不低于30%",
            "Judged for": "the whole city",
            "Met from": Decimal(30),
            "Expected by now": Decimal(30),
            "Actual": Decimal("22.22"),
            "Unit": "%",
            "Light": "red (overdue)",
            "Deadline": datetime.date(2022, 12, 31),
            "Years missed": "",
        }
    ]


def test_missed_years_stay_on_record(world):
    found = rows(sheets(world.inspector)["Tasks"])
    missed = {(row["Target"], row["Judged for"]): row["Years missed"] for row in found}
    assert missed["20-1", "the whole city"] == "2022、2023"
    assert missed["23-2", "卧龙区"] == "2022、2023"
    assert missed["1-1", "the whole city"] == ""
    first = rows(sheets(world.inspector, "2022Q4")["Tasks"])
    assert {row["Years missed"] for row in first} == {""}


def test_a_figure_is_never_rounded_up_to_what_it_failed_to_reach(world):
    world.accepted("27-0", "2024Q2", value=Decimal("99.9999"))
    row = rows(sheets(world.inspector)["Tasks"])[-1]
    assert (row["Met from"], row["Actual"]) == (100, Decimal("99.99"))


def test_departments_and_counties_add_up(world):
    found, figures = sheets(world.inspector), overview(world.inspector, selected())
    departments, counties = rows(found["By department"]), rows(found["By county"])
    assert [row["Organization"] for row in departments] == [
        str(one.organization) for one in figures.departments
    ]
    assert sum(int(str(row["Targets"])) for row in departments + counties) == 12
    county = next(row for row in counties if row["Organization"] == "卧龙区")
    assert (county["Targets"], county["Met"], county["Met in %"]) == (2, 1, 50)
    education = next(row for row in departments if row["Organization"] == "市教育局")
    assert (education["Met"], education["of these overdue"], education["Met in %"]) == (1, 2, 25)


def test_what_nobody_leads_is_in_the_sums_too(world):
    Responsibility.objects.filter(task=world.targets["1-1"].task).update(role="shared")
    bring_up_to_date()
    found = sheets(world.inspector)
    departments, counties = rows(found["By department"]), rows(found["By county"])
    assert departments[-1]["Organization"] == "—"
    assert sum(int(str(row["Targets"])) for row in departments + counties) == 12


def test_overdue(world):
    found = rows(sheets(world.inspector)["Overdue targets"])
    assert [row["Target"] for row in found] == ["4-1", "22-1"]
    assert (found[0]["Short by"], found[0]["Days overdue"]) == (Decimal("7.78"), 649)
    assert (found[1]["Actual"], found[1]["Short by"]) == (None, 1)
    assert found[0]["Lead department"] == "市教育局"


def test_each_sees_what_the_pages_show_them(world):
    county = sheets(world.county_filer)
    assert "Only what concerns 宛城区." in county["Overview"].note
    assert {row["Judged for"] for row in rows(county["Tasks"])} == {"the whole city", "宛城区"}
    assert {row["No."] for row in rows(county["Tasks"])} == {4, 8, 23}
    assert [row["Organization"] for row in rows(county["By county"])] == ["宛城区"]
    stranger = User.objects.create_user("stranger", organization=None)
    assert [len(list(one.rows)) for one in sheets(stranger).values()] == [11, 0, 0, 0, 0]


def test_a_task_of_which_no_light_is_visible_still_stands_there(world):
    Standing.objects.filter(target__code="8-1").delete()
    row = next(row for row in rows(sheets(world.inspector)["Tasks"]) if row["No."] == 8)
    assert row["Official words"] == "每个县区至少建设1所社区学院。"
    assert {row[name] for name in ("Target", "Met from", "Light", "Deadline")} == {None}


def test_the_file_holds_numbers_dates_and_no_formula(world):
    task = Task.objects.get(number=1)
    task.text = "=HYPERLINK(1)"
    task.save()
    Organization.objects.filter(name="市教育局").update(name="＝市教育局")
    book = load_workbook(BytesIO(write(summary_sheets(world.inspector, selected()))))
    page = book["Tasks"]
    head = [cell.value for cell in page[3]]
    cells = dict(zip(head, page[4], strict=True))
    assert (cells["Official words"].value, cells["Official words"].data_type) == (
        "=HYPERLINK(1)",
        "s",
    )
    assert cells["Met from"].value == 8
    assert cells["Met from"].data_type == "n"
    assert cells["Deadline"].is_date
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds


def test_the_queries_do_not_grow_with_the_targets(world):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            write(summary_sheets(world.inspector, selected()))
        return len(found)

    count()  # the roles are read once and kept
    before = count()
    task = Task.objects.get(number=1)
    for place in range(2, 12):
        make_target(task, f"1-{place}", "total", 5, "所", measure=f"第{place}项")
    bring_up_to_date()
    assert count() == before
