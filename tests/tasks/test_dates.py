"""Dates in official texts."""

from datetime import date

import pytest

from tasks.dates import DEADLINE, START, UNCLEAR, find_dates, five_year_plan_end


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022 年", date(2022, 12, 31)),
        ("到2025年", date(2025, 12, 31)),
        ("２０２５年", date(2025, 12, 31)),
        ("到二〇二四年", date(2024, 12, 31)),
        ("2024年底前", date(2024, 12, 31)),
        ("2024年末", date(2024, 12, 31)),
        ("2024年6月底前", date(2024, 6, 30)),
        ("2024年06月", date(2024, 6, 30)),
        ("2024年2月", date(2024, 2, 29)),
        ("2023年2月", date(2023, 2, 28)),
        ("2024年9月15日前", date(2024, 9, 15)),
        ("2024年上半年", date(2024, 6, 30)),
        ("2024年第三季度", date(2024, 9, 30)),
        ("2025年前", date(2025, 12, 31)),
        ("2022—2025年", date(2025, 12, 31)),
        ("2022年至2024年", date(2024, 12, 31)),
    ],
)
def test_deadlines(text: str, day: date) -> None:
    (one,) = find_dates(text)
    assert (one.role, one.day, text[one.start : one.end]) == (DEADLINE, day, text)


@pytest.mark.parametrize("text", ["2022 年起", "自2022年起", "从2022年开始", "2022年以来"])
def test_starts(text: str) -> None:
    (one,) = find_dates(text)
    assert (one.role, one.day, one.first_year) == (START, date(2022, 1, 1), 2022)


@pytest.mark.parametrize(
    "text",
    [
        "截至2021年底",
        "比2020年",
        "2024年初",
        "2024年13月",
        "2023年2月30日",
        "今年年底前",
        "年底前",
        "9月底前",
    ],
)
def test_what_names_no_day(text: str) -> None:
    found = find_dates(text)
    assert found
    assert all(one.role == UNCLEAR and one.day is None for one in found)


@pytest.mark.parametrize("text", ["3 年以上", "三年内", "每年底", "2022 所", "1999", "十年"])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_before_a_year_is_loose_and_before_its_end_is_not() -> None:
    assert [one.loose for one in find_dates("2025年前、2025年底前、2025年3月1日前")] == [
        True,
        False,
        False,
    ]


def test_a_span_of_years_keeps_the_first() -> None:
    assert [one.first_year for one in find_dates("2022—2025年")] == [2022]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("“十四五”", date(2025, 12, 31)),
        ("十四五期间", date(2025, 12, 31)),
        ("“十三五”", date(2020, 12, 31)),
        ("“十五五”", date(2030, 12, 31)),
        ("十五", None),
        ("四五", None),
    ],
)
def test_five_year_plans(words: str, day: date | None) -> None:
    assert five_year_plan_end(words) == day
