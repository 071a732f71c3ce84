"""NumberField: what it cleans to, what it says, and how it fills a form."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import translation

from nanyang_vet.kit.fields import NUMBER_MESSAGES, NumberField, dress, number_message
from nanyang_vet.kit.numbers import ERROR_CODES, NumberError


@pytest.mark.parametrize(
    ("text", "value"), [("1,200", "1200"), (" ７.２万 ", "72000"), ("0", "0"), ("-0", "0")]
)
def test_it_cleans_to_an_exact_number(text: str, value: str) -> None:
    assert NumberField().clean(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "   ", None])
def test_blank_is_none_and_not_nought(text: str | None) -> None:
    assert NumberField(required=False).clean(text) is None
    with pytest.raises(forms.ValidationError) as caught:
        NumberField().clean(text)
    assert [one.code for one in caught.value.error_list] == ["required"]


@pytest.mark.parametrize(
    ("text", "options", "code", "words"),
    [
        ("abc", {}, "not_a_number", "“abc” is not a number"),
        ("5000人", {}, "not_a_number", "Write the digits only, without unit and blanks"),
        ("1 200", {}, "not_a_number", "Write the digits only, without unit and blanks"),
        ("1\x00", {}, "not_a_number", "is not a number"),
        ("1,2,3", {}, "bad_grouping", "The commas in “1,2,3” are not between thousands"),
        ("35%", {}, "percent", "Write “35%” without the percent sign"),
        ("-1", {}, "negative", "“-1” is below nought"),
        ("1000亿", {}, "too_large", "(99,999,999,999.9999)"),
        ("1.23456", {}, "too_many_decimals", "Round it to 4 at most"),
        ("1.5", {"whole": True}, "not_whole", "“1.5” is not a whole number"),
    ],
)
def test_it_says_what_is_wrong_and_how_to_mend_it(
    text: str, options: dict[str, Any], code: str, words: str
) -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError) as caught:
        NumberField(**options).clean(text)
    (error,) = caught.value.error_list
    assert error.code == code
    assert words in str(error.message)


def test_every_fault_has_its_words() -> None:
    assert set(NUMBER_MESSAGES) == set(ERROR_CODES)
    for code in ERROR_CODES:
        assert number_message(NumberError(code, "35% of %(x)s"))


def test_a_huge_text_is_not_given_back_whole() -> None:
    assert len(number_message(NumberError("not_a_number", "9" * 100_000))) < 200


def test_a_share_takes_a_percent_sign() -> None:
    assert NumberField(percent=True).clean("35%") == 35


class _Form(forms.Form):
    amount = NumberField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")])
    sure = forms.BooleanField()


def test_a_stored_number_is_shown_without_idle_noughts() -> None:
    html = str(_Form(initial={"amount": Decimal("1200.5000")})["amount"])
    assert 'value="1,200.5"' in html
    assert 'inputmode="decimal"' in html


@pytest.mark.parametrize(
    ("typed", "changed"), [("1,200.5", False), ("1200.50", False), ("1201", True), ("", True)]
)
def test_the_same_number_written_otherwise_is_no_change(typed: str, changed: bool) -> None:
    form = _Form({"amount": typed}, initial={"amount": Decimal("1200.5000")})
    assert ("amount" in form.changed_data) is changed


def test_what_was_typed_stays_on_a_faulty_form() -> None:
    assert 'value="1,2,3"' in str(_Form({"amount": "1,2,3"})["amount"])


@pytest.mark.parametrize(
    ("size", "classes"),
    [
        ("", ["form-control", "form-select", "form-check-input"]),
        (
            "sm",
            [
                "form-control form-control-sm",
                "form-select form-select-sm",
                "form-check-input form-check-input-sm",
            ],
        ),
    ],
)
def test_fields_are_dressed_by_their_kind(size: str, classes: list[str]) -> None:
    form = _Form()
    dress(form, size)
    found = [form.fields[name].widget.attrs["class"] for name in ("amount", "kind", "sure")]
    assert found == classes
