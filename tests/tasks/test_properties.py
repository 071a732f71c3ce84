"""Whatever the text, the reader reads or says that it is no list; and its offsets are right."""

import re
from datetime import date
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from departments.names import Register, read_units
from tasks.excluding import WHYS
from tasks.reading import ListError, Reading, read_task_list
from tasks.targets import find_targets
from tasks.wording import REMARKS

START, END = date(2022, 1, 1), date(2025, 12, 31)
REGISTER = Register.build(
    [{"name": "市教育局", "kind": "department", "aliases": ["市教体局"], "slips": ["市教肓局"]}],
    [{"name": "各县区政府", "members": []}],
)
WORDS = """
建设 培训 每年 每个县区 全市 不少于 不低于 至少 约 达到 以上 左右 以内 - — 至 8 10 １０
三 十 百分之
万 亿 % ％ 所 个 名 人次 人 元 平方公里 年 2022年 到2025年 2022年起
“十四五” 《 》 （ ） 、 ， 。 ； 第
职业学校 示范学校 占比 资金 可按 的 若干 一批 1+X 余 倍 级 各 和
其中 分别 由 增加到 用于 用 内 起 前 底
"""
CONTROLS = ["9" * 40, "\u3000", " ", "\0", "\1", "\2"]
PIECES = st.sampled_from([*WORDS.split(), *CONTROLS])
TEXTS = st.lists(PIECES, max_size=30).map("".join)
CELLS = st.one_of(TEXTS, st.text(max_size=60))
LISTS = st.lists(st.tuples(st.integers(0, 200), CELLS, CELLS), max_size=4).map(
    lambda rows: "\n".join(f"{number}\t{text}\t{units}" for number, text, units in rows)
)


def check(reading: Reading) -> None:
    for task in reading.tasks:
        spans = []
        for place, target in enumerate(task.targets, start=1):
            assert target.code == f"{task.number}-{place}"
            assert task.text[target.start : target.end] == target.phrase
            assert target.phrase.strip()
            assert target.measure
            assert len(target.measure) <= 200
            assert len(target.unit) <= 20
            assert target.low < 10**11
            assert target.high is None or target.low < target.high < 10**11
            assert (target.comparator == "range") == (target.high is not None)
            assert (target.first_year is not None) == target.every_year
            assert target.deadline >= START
            spans.append((target.start, target.end))
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        for other in task.not_targets:
            assert task.text[other.start : other.end] == other.text
            assert other.why in WHYS
    for remark in (*reading.warnings, *reading.doubts):
        assert remark.code in REMARKS


@settings(max_examples=400, deadline=None)
@given(st.one_of(LISTS, st.text(max_size=300)))
@example("1\t建设8至10所\t市教育局")
def test_a_text_is_read_or_is_no_list(text: str) -> None:
    try:
        reading = read_task_list(text, REGISTER, START, END)
    except ListError:
        return
    check(reading)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_every_digit_is_accounted_for(text: str) -> None:
    read = find_targets(text, START, END)
    spans = [(one.start, one.end) for one in read.targets]
    spans += [(one.start, one.end) for one in read.not_targets]
    spans += [(one.start, one.end) for one in read.doubts]
    for match in re.finditer(r"[0-9０-９]", text):
        assert any(start <= match.start() < end for start, end in spans), match


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="市教育局各县区政府等有关部门、，（） 牵头和及", max_size=40))
def test_units_are_read_whatever_is_written(cell: str) -> None:
    read = read_units(cell, REGISTER)
    assert all(len(one.words) <= 80 and one.words for one in read.units)
    assert {one.code for one in read.remarks} <= set(REMARKS)


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_reading_twice_reads_the_same(text: str) -> None:
    try:
        first = read_task_list(text, REGISTER, START, END)
    except ListError:
        return
    assert read_task_list(text, REGISTER, START, END) == first


def test_a_long_text_is_read_in_time() -> None:
    text = "每年培训不少于5万人次、建设8-10所学校和（市、县）若干个基地，" * 500
    read = find_targets(text, START, END)
    assert len(read.targets) == 1000
