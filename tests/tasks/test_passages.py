"""The official words cut into passages: nothing is lost, whatever the spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.passages import Passage, passages

TEXT = "培育8-10所课程思政示范学校，认定100名教学名师。"

CASES = [
    ([], [TEXT]),
    ([(2, 7, "1-1")], ["培育", ("8-10所", "1-1"), TEXT[7:]]),
    ([(0, 2, "a")], [("培育", "a"), TEXT[2:]]),
    ([(0, len(TEXT), "a")], [(TEXT, "a")]),
    ([(len(TEXT) - 1, len(TEXT), "a")], [TEXT[:-1], ("。", "a")]),
    ([(0, 2, "a"), (2, 7, "b")], [("培育", "a"), ("8-10所", "b"), TEXT[7:]]),
    ([(2, 7, "b"), (0, 2, "a")], [("培育", "a"), ("8-10所", "b"), TEXT[7:]]),
    # the later one begins where the earlier one ends
    ([(0, 4, "a"), (2, 7, "b")], [("培育8-", "a"), ("10所", "b"), TEXT[7:]]),
    ([(0, 7, "a"), (2, 4, "b")], [("培育8-10所", "a"), TEXT[7:]]),
    # of no length, backwards, beyond the end
    ([(3, 3, "a")], [TEXT]),
    ([(7, 2, "a")], [TEXT]),
    ([(500, 600, "a")], [TEXT]),
    ([(7, 600, "a")], ["培育8-10所", (TEXT[7:], "a")]),
]


def plain(found: list[Passage]) -> list[object]:
    return [(one.words, one.code) if one.code else one.words for one in found]


@pytest.mark.parametrize(("spans", "expected"), CASES)
def test_cut(spans, expected):
    assert plain(list(passages(TEXT, spans))) == expected


def test_an_empty_text_has_no_passages():
    assert list(passages("", [(0, 3, "a")])) == []


SPANS = st.lists(
    st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from("abc")), max_size=6
)


@given(st.text(max_size=30), SPANS)
def test_joined_they_are_the_text_again(text, spans):
    found = list(passages(text, spans))
    assert "".join(one.words for one in found) == text
    assert all(one.words for one in found)
    assert {one.code for one in found} <= {"", *(code for _start, _end, code in spans)}
