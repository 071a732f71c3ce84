"""The rows of a list, however its file is broken up."""

import pytest

from tasks.rows import LIST_ERRORS, ROW_CODES, ListError, RowsRead, split_rows

HEADER = "序号\t工作任务\t负责单位"


def rows(text: str) -> list[tuple[int, str, str]]:
    return [(row.number, row.text, row.units_text) for row in split_rows(text).rows]


def codes(read: RowsRead) -> list[tuple[int, str]]:
    found = [(one.row, one.code) for one in (*read.warnings, *read.doubts)]
    assert {code for _row, code in found} <= ROW_CODES
    return found


TWO = [(1, "甲。", "市教育局"), (2, "乙。", "市财政局")]


@pytest.mark.parametrize(
    "text",
    [
        "1\t甲。\t市教育局\n2\t乙。\t市财政局",
        "\ufeff1\t甲。\t市教育局\r\n2\t乙。\t市财政局\r\n",
        f"\n\n## 附件 2\n\n{HEADER}\n1\t甲。\t市教育局\n\n{HEADER}\n2\t乙。\t市财政局",
        "1\t甲。\t市教育局\n— 3 —\n一、重点任务\n第 2 页\n2\t乙。\t市财政局",
        "１\t甲。\t市教育局\n２\t乙。\t市财政局",
        "1.\t甲。\t市教育局\n（2）\t乙。\t市财政局",
        "一\t甲。\t市教育局\n二\t乙。\t市财政局",
        " 1 \t 甲。 \t 市教育局 \t\t\n2\t乙。\t市财政局",
        '"1"\t"甲。"\t"市教育局"\n2\t乙。\t市财政局',
        "序号\t责任单位\t工作任务\n1\t市教育局\t甲。\n2\t市财政局\t乙。",
    ],
)
def test_the_same_two_rows(text: str) -> None:
    read = split_rows(text)
    assert rows(text) == TWO
    assert codes(read) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\t甲，\n乙。\t市教育局", [(1, "甲，乙。", "市教育局")]),
        ('1\t"甲，\n乙。"\t市教育局', [(1, "甲，乙。", "市教育局")]),
        ("1\t甲。\t市教育局、\n市财政局", [(1, "甲。", "市教育局、市财政局")]),
        ("1\t甲。\t市教育局\n、市财政局", [(1, "甲。", "市教育局、市财政局")]),
        (
            "序号\t任务\t配合单位\t牵头单位\n1\t甲。\t市财政局\t市教育局",
            [(1, "甲。", "市教育局、市财政局")],
        ),
    ],
)
def test_cells_that_go_on(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\t甲\t市教育局\n1\t甲\t市教育局", [(1, "repeated_row")]),
        ("1\t甲\t市教育局\n1\t乙\t市教育局", [(1, "repeated_number")]),
        ("1\t甲\t市教育局\n3\t乙\t市教育局", [(2, "missing_numbers")]),
        ("1\t甲\t市教育局\n2\t\t市教育局", [(2, "empty_task")]),
        ("1\t甲\t市教育局\t2023年底", [(1, "unread_cell")]),
        ("1\t甲\t市教育局\n请各单位认真落实，按时报送。", [(1, "unread_line")]),
        ("1\t甲\n2\t乙\t市教育局", [(1, "unread_line")]),
        ("1\t甲\t", []),
    ],
)
def test_what_a_person_should_see(text: str, expected: list[tuple[int, str]]) -> None:
    assert codes(split_rows(text)) == expected


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 0),
        (" \n\t\n", "empty", 0),
        ("PK\0\0", "not_text", 0),
        ("一段话。", "no_tabs", 1),
        ("\n1 甲 市教育局", "no_tabs", 2),
        ("甲\t乙\t丙", "no_rows", 1),
        ("\n1\t甲", "no_units_column", 2),
    ],
)
def test_what_is_no_list(text: str, code: str, line: int) -> None:
    with pytest.raises(ListError) as raised:
        split_rows(text)
    assert (raised.value.code, raised.value.line) == (code, line)
    assert code in LIST_ERRORS
