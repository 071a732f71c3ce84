"""Numbers that fixed forms of words make part of a name or a term."""

import pytest

from tasks.excluding import WHYS, find_exclusions, find_ordinary_words, mask


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("整合南阳第二中等职业学校", "南阳第二中等职业学校", "name"),
        ("支持南阳市第一中学", "南阳市第一中学", "name"),
        ("依托第2人民医院", "第2人民医院", "name"),
        ("落实《规划（2021—2025年）》", "《规划（2021—2025年）》", "title"),
        ("宛政〔2021〕12号", "〔2021〕12号", "document"),
        ("豫政办(2021)12号", "(2021)12号", "document"),
        ("执行GB/T 1234-2015标准", "GB/T 1234-2015", "document"),
        ("“十四五”重点建设", "“十四五”", "term"),
        ("十四五期间", "十四五期间", "term"),
        ("推进 1+X 证书", "1+X", "term"),
        ("推广5G应用", "5G", "term"),
        ("拨打12345热线", "12345热线", "term"),
        ("落实“1+3+N”", "“1+3+N”", "term"),
        ("覆盖县、乡、村三级", "县、乡、村三级", "term"),
        ("市县两级", "市县两级", "term"),
        ("三年行动计划", "三年行动计划", "term"),
        ("开展第三批试点", "第三批", "ordinal"),
        ("一是加强", "一是", "ordinal"),
        ("建设一批基地", "一批", "indefinite"),
        ("若干个基地", "若干个", "indefinite"),
        ("数百名教师", "数百名", "indefinite"),
    ],
)
def test_an_exclusion(text: str, words: str, why: str) -> None:
    found = find_exclusions(text)
    assert [(one.text, one.why) for one in found] == [(words, why)]
    assert text[found[0].start : found[0].end] == words
    assert why in WHYS


@pytest.mark.parametrize(
    "text",
    ["建设3所学校", "不少于三所", "60%以上", "100 名教师", "《教育规划》", "“双师型”", "10 万人"],
)
def test_what_is_none(text: str) -> None:
    assert find_exclusions(text) == ()


@pytest.mark.parametrize("words", ["国内一流", "统一", "一体化", "百姓", "十分"])
def test_ordinary_words(words: str) -> None:
    assert find_ordinary_words(f"建设{words}学校") == ((2, 2 + len(words)),)


def test_masking_keeps_the_length() -> None:
    assert mask("甲乙丙丁", [(1, 3)]) == "甲\0\0丁"
