"""Characters written twice, and texts that do not end."""

import pytest

from tasks.slips import find_doubled, find_unfinished


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("智能仿真真实习实训", "智能仿真真实习实", "智能仿真实习实"),
        ("加强强制管理", "加强强制管理", "加强制管理"),
        ("建设设学校", "建设设学校", "建设学校"),
        ("的的", "的的", "的"),
    ],
)
def test_a_doubled_character(text: str, words: str, meaning: str) -> None:
    assert find_doubled(text) == ((words, meaning),)


@pytest.mark.parametrize(
    "text",
    [
        "市市场监督管理局",
        "学校校企合作",
        "人人出彩",
        "层层落实",
        "扎扎实实推进",
        "认认真真",
        "踏踏实实",
        "大学学生",
        "职业业务",
        "技能能力",
        "各县县域",
        "专业业态",
        "企业业绩",
        "建设设施",
        "三三制",
        "提高高校水平",
        "实习实训",
        "农村村级",
        "培训训练",
        "20000",
    ],
)
def test_doubles_that_are_meant(text: str) -> None:
    assert find_doubled(text) == ()


@pytest.mark.parametrize("end", ["，", ",", "、", "；", "：", ";"])
def test_an_end_that_is_none(end: str) -> None:
    assert find_unfinished(f"建设示范专业点{end}") == f"示范专业点{end}"


@pytest.mark.parametrize("end", ["。", "", "！", "）", "”"])
def test_an_end(end: str) -> None:
    assert find_unfinished(f"建设示范专业点{end}") == ""
