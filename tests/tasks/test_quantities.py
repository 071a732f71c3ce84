"""Numbers and the words that bind them, on both sides of every edge."""

from decimal import Decimal

import pytest

from tasks.quantities import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    RANGE,
    find_quantities,
    late_binding,
    parse_numeral,
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("１０", "10"),
        ("12,000", "12000"),
        ("1.5", "1.5"),
        ("1.5万", "15000"),
        ("10 万", "100000"),
        ("3亿", "300000000"),
        ("2万3千", "23000"),
        ("零", "0"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("三百", "300"),
        ("三百五十", "350"),
        ("一千零一", "1001"),
        ("三万", "30000"),
        ("一万五千", "15000"),
        ("三千万", "30000000"),
        ("一亿二千万", "120000000"),
        ("十万", "100000"),
    ],
)
def test_numerals(words: str, value: str) -> None:
    assert parse_numeral(words) == Decimal(value)


@pytest.mark.parametrize(
    "words",
    ["", "所", "0012", "三五", "三万五", "百", "百所", "十百", "万", "一二三", "1.2.3", "零零五"],
)
def test_what_is_no_single_number(words: str) -> None:
    assert parse_numeral(words) is None


CASES = [
    # words, low, high, unit, comparator, the words that belong to it
    ("建设8-10所学校", "8", "10", "所", RANGE, "8-10所"),
    ("建设 8 - 10 所学校", "8", "10", "所", RANGE, "8 - 10 所"),
    ("建设8—10所学校", "8", "10", "所", RANGE, "8—10所"),
    ("建设８～１０所学校", "8", "10", "所", RANGE, "８～１０所"),
    ("建设8至10所学校", "8", "10", "所", RANGE, "8至10所"),
    ("建设8所到10所学校", "8", "10", "所", RANGE, "8所到10所"),
    ("建设八至十所学校", "8", "10", "所", RANGE, "八至十所"),
    ("培训5-8万人次", "50000", "80000", "人次", RANGE, "5-8万人次"),
    ("培训5万-8万人次", "50000", "80000", "人次", RANGE, "5万-8万人次"),
    ("占比45%-50%", "45", "50", "%", RANGE, "45%-50%"),
    ("占比百分之四十至百分之五十", "40", "50", "%", RANGE, "百分之四十至百分之五十"),
    ("不低于 30%", "30", None, "%", AT_LEAST, "不低于 30%"),
    ("不少于三所", "3", None, "所", AT_LEAST, "不少于三所"),
    ("不得少于5名", "5", None, "名", AT_LEAST, "不得少于5名"),
    ("至少1所", "1", None, "所", AT_LEAST, "至少1所"),
    ("至少达到60%", "60", None, "%", AT_LEAST, "至少达到60%"),
    ("超过500名", "500", None, "名", AT_LEAST, "超过500名"),
    ("突破1万人", "10000", None, "人", AT_LEAST, "突破1万人"),
    ("60% 以上", "60", None, "%", AT_LEAST, "60% 以上"),
    ("10个及以上", "10", None, "个", AT_LEAST, "10个及以上"),
    ("达到90%以上", "90", None, "%", AT_LEAST, "达到90%以上"),
    ("力争达到50家", "50", None, "家", AT_LEAST, "力争达到50家"),
    ("提高到80%", "80", None, "%", AT_LEAST, "提高到80%"),
    ("≥95％", "95", None, "%", AT_LEAST, "≥95％"),
    ("10 万人左右", "100000", None, "人", ABOUT, "10 万人左右"),
    ("约15平方公里", "15", None, "平方公里", ABOUT, "约15平方公里"),
    ("15平方千米", "15", None, "平方公里", EXACT, "15平方千米"),
    ("近120公里", "120", None, "公里", ABOUT, "近120公里"),
    ("达到3万人左右", "30000", None, "人", ABOUT, "达到3万人左右"),
    ("100 名", "100", None, "名", EXACT, "100 名"),
    ("1.2万个", "12000", None, "个", EXACT, "1.2万个"),
    ("3.5亿元", "350000000", None, "元", EXACT, "3.5亿元"),
    ("不超过45人", "45", None, "人", AT_MOST, "不超过45人"),
    ("控制在3%以内", "3", None, "%", AT_MOST, "控制在3%以内"),
    ("5人以下", "5", None, "人", AT_MOST, "5人以下"),
    ("低于3%", "3", None, "%", AT_MOST, "低于3%"),
    ("节约12所", "12", None, "所", EXACT, "12所"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit", "comparator", "words"), CASES)
def test_a_quantity(
    text: str, low: str, high: str | None, unit: str, comparator: str, words: str
) -> None:
    (one,) = find_quantities(text)
    assert (one.low, one.high) == (Decimal(low), None if high is None else Decimal(high))
    assert (one.unit, one.comparator, one.odd) == (unit, comparator, "")
    assert text[one.start : one.end] == words
    assert one.start <= one.number_start < one.number_end <= one.end


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10余所", "inexact_number"),
        ("10多万人", "inexact_number"),
        ("十几所", "inexact_number"),
        ("10-8所", "reversed_range"),
        ("8-8所", "reversed_range"),
        ("不低于8-10所", "conflicting_words"),
        ("不低于8所以内", "conflicting_words"),
        ("5所-8个", "conflicting_words"),
        ("三五所", "malformed_number"),
        ("0012所", "malformed_number"),
        ("100000000000元", "number_out_of_range"),
        ("0.00001%", "number_out_of_range"),
        ("3倍", "unusual_unit"),
        ("5个百分点", "unusual_unit"),
        ("八成以上", "unusual_unit"),
    ],
)
def test_what_is_no_quantity(text: str, code: str) -> None:
    assert find_quantities(text)[0].odd == code


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3个月", "个月"),
        ("3个基地", "个"),
        ("3年以上", "年"),
        ("3 部门", ""),
        ("3人民", ""),
        ("3人", "人"),
        ("3人次", "人次"),
        ("3场次", "场次"),
        ("600 万", ""),
        ("3幢", ""),
    ],
)
def test_units(text: str, unit: str) -> None:
    assert find_quantities(text)[0].unit == unit


def test_an_amount_of_money_is_known_as_such() -> None:
    money, schools = find_quantities("600 万元，3 所")
    assert (money.is_money, money.scaled) == (True, True)
    assert (schools.is_money, schools.scaled, schools.is_counted) == (False, False, True)


@pytest.mark.parametrize(
    ("words", "binding"),
    [
        ("示范学校以上", AT_LEAST),
        ("示范学校左右", ABOUT),
        ("示范学校以内", AT_MOST),
        ("示范学校", ""),
        ("县级以上", ""),
        ("本科以上", ""),
    ],
)
def test_words_at_the_end_of_a_clause(words: str, binding: str) -> None:
    assert late_binding(words)[0] == binding
