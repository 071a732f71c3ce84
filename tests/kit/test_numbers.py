"""The one strict grammar of numbers, and how they are written back (promises 9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanyang_vet.kit.numbers import MAX_VALUE, NumberError, parse_number, show_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12", "12"),
        ("+12", "12"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("007", "7"),
        ("12.5", "12.5"),
        ("12.3456", "12.3456"),
        ("12.34560000", "12.3456"),
        ("１２", "12"),
        ("１，２００．５", "1200.5"),
        ("𝟏𝟐", "12"),
        ("1,200", "1200"),
        ("1，200", "1200"),
        ("12,345,678.9", "12345678.9"),
        ("7.2万", "72000"),
        ("7.2 万", "72000"),
        ("１万", "10000"),
        ("1,200万", "12000000"),
        ("3亿", "300000000"),
        ("0.00000001亿", "1"),
        ("0.000000000001亿", "0.0001"),
        (" 12\n", "12"),
        ("\u300012\u3000", "12"),
        ("99999999999.9999", "99999999999.9999"),
        ("999.999999999999亿", "99999999999.9999"),
    ],
)
def test_what_people_type_is_read_exactly(text: str, value: str) -> None:
    number = parse_number(text)
    assert number == Decimal(value)
    assert not number.is_signed()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \u3000\t", "empty"),
        ("NaN", "not_a_number"),
        ("nan", "not_a_number"),
        ("sNaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("-inf", "not_a_number"),
        ("∞", "not_a_number"),
        ("1e308", "not_a_number"),
        ("1E5", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1_000", "not_a_number"),
        ("１２３abc", "not_a_number"),
        ("١٢", "not_a_number"),
        ("१२", "not_a_number"),
        ("十二", "not_a_number"),
        ("1.", "not_a_number"),
        (".5", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1 200", "not_a_number"),
        ("1\u00a0200", "not_a_number"),
        ("1\n2", "not_a_number"),
        ("10²", "not_a_number"),
        ("1⑤", "not_a_number"),
        ("½", "not_a_number"),
        ("--1", "not_a_number"),
        ("- 1", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("万", "not_a_number"),
        ("1万亿", "not_a_number"),
        ("1万2", "not_a_number"),
        ("3千", "not_a_number"),
        ("12所", "not_a_number"),
        ("￥12", "not_a_number"),
        ("1\x00", "not_a_number"),
        ("1\u200b2", "not_a_number"),
        ("9" * 41, "not_a_number"),
        ("9" * 100_000, "not_a_number"),
        ("1,2,3", "bad_grouping"),
        ("1,20", "bad_grouping"),
        ("1200,000", "bad_grouping"),
        ("1,200,", "bad_grouping"),
        ("12,34.5", "bad_grouping"),
        ("-1", "negative"),
        ("－1", "negative"),
        ("-0.0001", "negative"),
        ("-99999999999999999999", "negative"),
        ("100000000000", "too_large"),
        ("99999999999.99991", "too_large"),
        ("1000亿", "too_large"),
        ("9" * 40, "too_large"),
        ("1.00001", "too_many_decimals"),
        ("0.000000001万", "too_many_decimals"),
        ("1." + "0" * 36 + "1", "too_many_decimals"),
        ("35%", "percent"),
        ("35％", "percent"),
    ],
)
def test_anything_else_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    assert (caught.value.code, caught.value.text) == (code, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("35%", "35"), ("３５％", "35"), ("35 %", "35"), ("0.35%", "0.35"), ("35", "35")],
)
def test_a_share_may_carry_its_sign(text: str, value: str) -> None:
    assert parse_number(text, percent=True) == Decimal(value)


def test_a_share_is_not_counted_in_ten_thousands() -> None:
    with pytest.raises(NumberError, match="not_a_number"):
        parse_number("35万%", percent=True)


@pytest.mark.parametrize("text", ["3", "3.0", "7.2万", "0"])
def test_whole_pieces(text: str) -> None:
    assert parse_number(text, whole=True) == parse_number(text)


@pytest.mark.parametrize("text", ["3.5", "0.0001", "0.00005万"])
def test_no_fraction_of_a_piece(text: str) -> None:
    with pytest.raises(NumberError, match="not_whole"):
        parse_number(text, whole=True)


kept = st.decimals(min_value=0, max_value=MAX_VALUE, places=4)


@given(kept)
def test_what_is_shown_can_be_typed_again(number: Decimal) -> None:
    assert parse_number(show_number(number)) == number


number_like = st.text("0123456789０１٣²,，.．+-－%万亿 e", max_size=45)


@given(number_like | st.text(max_size=50))
def test_any_text_is_a_bounded_number_or_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except NumberError:
        return
    assert number.is_finite()
    assert 0 <= number <= MAX_VALUE
    assert number == round(number, 4)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (None, None, ""),
        (0, None, "0"),
        (Decimal("0.0000"), None, "0"),
        (1200, None, "1,200"),
        (Decimal("1200.5000"), None, "1,200.5"),
        (Decimal("100"), None, "100"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("12345678.9"), None, "12,345,678.9"),
        (Decimal("29.999"), 2, "29.99"),
        (Decimal("29.999"), 3, "29.999"),
        (Decimal("30.004"), 2, "30"),
        (Decimal("999.99"), 0, "999"),
        (Decimal("-0.001"), 2, "-0.01"),
        (Decimal("99999999999.9999"), 2, "99,999,999,999.99"),
        (10, 0, "10"),
    ],
)
def test_how_a_number_is_shown(
    number: Decimal | int | None, places: int | None, shown: str
) -> None:
    assert show_number(number, places) == shown
