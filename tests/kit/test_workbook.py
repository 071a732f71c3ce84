"""The workbook writer, read back: text stays text, numbers numbers, dates dates (promises 10)."""

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from nanyang_vet.kit import workbook
from nanyang_vet.kit.workbook import Formula, Percent, Sheet


def read_back(*sheets: Sheet) -> Workbook:
    return load_workbook(BytesIO(workbook.write(sheets)))


def cell_of(value: Any, **options: Any) -> Cell:
    """The one body cell of a sheet that holds `value`."""
    sheet = Sheet(name="S", title="T", head=["H"], rows=[[value]], **options)
    return read_back(sheet).worksheets[0].cell(4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.com")',
        "+1",
        "-1",
        "@SUM(1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "{=1+1}",
        "1200",
        "2024-01-01",
        "TRUE",
        "#N/A",
        "#DIV/0!",
        "<r><t>x</t></r>",
        "<r></c></row>&<!-- </r>",
        "",
    ],
)
def test_text_stays_text(text: str) -> None:
    cell = cell_of(text)
    assert (cell.value or "") == text
    assert cell.data_type != "f"
    assert cell.data_type == "s" or not text


@pytest.mark.parametrize("first", list("=+-@＝＋－＠"))
def test_a_text_like_a_formula_stays_text_after_an_edit(first: str) -> None:
    assert cell_of(f"{first}1").quotePrefix
    assert not cell_of(f"x{first}1").quotePrefix


def test_titles_notes_and_heads_are_text_too() -> None:
    page = read_back(Sheet(name="S", title="=1", note="=2", head=["=3"], rows=[])).worksheets[0]
    cells = [page.cell(row, 1) for row in (1, 2, 3)]
    assert [(one.value, one.data_type) for one in cells] == [("=1", "s"), ("=2", "s"), ("=3", "s")]


def test_a_translated_text_is_text() -> None:
    assert cell_of(gettext_lazy("=1+1")).data_type == "s"


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (0, "#,##0"),
        (1200, "#,##0"),
        (-3, "#,##0"),
        (Decimal("1200.0000"), "#,##0"),
        (Decimal("12.3456"), "#,##0.####"),
        (Decimal("99999999999.9999"), "#,##0.####"),
    ],
)
def test_numbers_stay_numbers(value: Decimal | int, number_format: str) -> None:
    cell = cell_of(value)
    assert (cell.data_type, cell.number_format) == ("n", number_format)
    assert Decimal(str(cell.value)) == value


def test_nothing_is_an_empty_cell_and_not_a_nought() -> None:
    assert cell_of(None).value is None


def test_a_truth_is_written_as_a_word() -> None:
    assert cell_of(True).value == "True"


def test_dates_stay_dates() -> None:
    cell = cell_of(datetime.date(2024, 10, 15))
    assert cell.is_date
    assert cell.value == datetime.datetime(2024, 10, 15)  # noqa: DTZ001
    assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    "moment",
    [
        datetime.datetime(2024, 10, 15, 16, 20, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime.datetime(2024, 10, 15, 8, 20, tzinfo=datetime.UTC),
        datetime.datetime(2024, 10, 15, 16, 20),  # noqa: DTZ001
    ],
)
def test_moments_are_the_wall_clock_of_the_installation(moment: datetime.datetime) -> None:
    cell = cell_of(moment)
    assert cell.value == datetime.datetime(2024, 10, 15, 16, 20)  # noqa: DTZ001
    assert cell.number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x08c\x1fd", "abcd"),
        ("a\ufffeb\uffffc", "abc"),
        ("a\ud800b", "ab"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        (" a ", " a "),
        ("\x00=1+1", "=1+1"),
        ("𠮷😀", "𠮷😀"),
    ],
)
def test_what_xml_cannot_hold_is_left_out(text: str, kept: str) -> None:
    cell = cell_of(text)
    assert (cell.value, cell.data_type) == (kept, "s")


def test_a_text_is_cut_to_what_a_cell_can_hold() -> None:
    assert len(cell_of("字" * 40_000).value) == 32_767


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["督查:台账/2024?*[1]\\"], ["督查 台账 2024   1"]),
        (["长" * 40], ["长" * 31]),
        (["台账", "台账", "台账"], ["台账", "台账 (2)", "台账 (3)"]),
        (["List", "LIST"], ["List", "LIST (2)"]),
        (["长" * 40, "长" * 40], ["长" * 31, "长" * 27 + " (2)"]),
        (["'quoted'"], ["quoted"]),
        (["", "[]", "   "], ["Sheet", "Sheet (2)", "Sheet (3)"]),
        (["a\x00\uffffb\nc"], ["ab\nc"]),
    ],
)
def test_sheet_names_are_such_as_excel_takes(names: list[str], found: list[str]) -> None:
    sheets = [Sheet(name=name, title="T", head=["H"], rows=[]) for name in names]
    assert read_back(*sheets).sheetnames == found


def test_the_rows_stand_below_title_note_and_head() -> None:
    sheet = Sheet(name="S", title="T", note="N", head=["a", "b"], rows=[[1, "x"], [2, "y"]])
    page = read_back(sheet).worksheets[0]
    assert list(page.iter_rows(values_only=True)) == [
        ("T", None),
        ("N", None),
        ("a", "b"),
        (1, "x"),
        (2, "y"),
    ]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:B5")
    assert page.print_title_rows == "$1:$3"


@pytest.mark.parametrize(
    ("value", "kept", "number_format"),
    [
        (3, 3, "#,##0"),
        (Decimal("2.5"), 2.5, "#,##0.####"),
        (Percent.of(Decimal("29.9999")), 0.2999, "0.00%"),
        ("红灯", "红灯", "General"),
    ],
)
def test_a_formula_is_live_and_carries_its_value(value: Any, kept: Any, number_format: str) -> None:
    """For readers that calculate, and for those that do not."""
    sheet = Sheet("S", "T", ["H"], [[Formula("SUM(A9:A9)", value)]])
    written = BytesIO(workbook.write([sheet]))
    live, known = (load_workbook(written, data_only=one).active.cell(4, 1) for one in (False, True))
    assert live.value == "=SUM(A9:A9)"
    assert live.data_type == "f"
    assert known.value == kept
    assert known.number_format == number_format


def test_a_percentage_is_a_number_and_is_cut() -> None:
    cell = cell_of(Percent.of(Decimal("29.9999")))
    assert (cell.value, cell.data_type, cell.number_format) == (0.2999, "n", "0.00%")


def test_totals_stand_below_the_rows_and_outside_the_filter() -> None:
    def sums(first: int, last: int) -> list[list[Any]]:
        return [[Formula(f"SUM(A{first}:A{last})", 3)]]

    page = read_back(Sheet("S", "T", ["H"], [[1], [2]], sums=sums)).worksheets[0]
    assert [page.cell(row, 1).value for row in (4, 5, 6)] == [1, 2, "=SUM(A4:A5)"]
    assert page.auto_filter.ref == "A3:A5"


def test_a_sheet_without_rows_has_no_filter() -> None:
    page = read_back(Sheet(name="S", title="T", head=["a"], rows=[])).worksheets[0]
    assert page.auto_filter.ref is None


def test_the_words_of_the_lights_are_coloured() -> None:
    coloured = cell_of("红灯", fills={"红灯": "F8B4B4"})
    plain = cell_of("绿灯", fills={"红灯": "F8B4B4"})
    assert coloured.fill.fgColor.rgb == "FFF8B4B4"
    assert plain.fill.fill_type is None


def test_the_download_carries_its_name() -> None:
    answer = workbook.response([Sheet(name="S", title="T", head=["a"], rows=[])], "督查台账")
    assert answer["Content-Type"] == workbook.CONTENT_TYPE
    kind, name = answer["Content-Disposition"].split("; filename*=UTF-8''")
    assert (kind, unquote(name)) == ("attachment", "督查台账.xlsx")


@pytest.mark.parametrize("name", ['a"; filename=x.exe', "a\r\nSet-Cookie: x=1", "../../etc"])
def test_a_downloads_name_cannot_break_out_of_its_header(name: str) -> None:
    answer = workbook.response([Sheet(name="S", title="T", head=["a"], rows=[])], name)
    written = answer["Content-Disposition"].split("''")[1]
    assert not set(written) & set('"; \r\n')
