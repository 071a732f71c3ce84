"""Cells of responsible units, on both sides of every edge (rulings 1)."""

import json

import pytest
from django.conf import settings

from departments.names import REMARK_CODES, Register, Unit, UnitsRead, read_units

SHIPPED = settings.BASE_DIR / "fixtures" / "organizations.json"
REGISTER = Register.build(**json.loads(SHIPPED.read_text(encoding="utf-8")))


def read(cell: str) -> UnitsRead:
    found = read_units(cell, REGISTER)
    assert {one.code for one in found.remarks} <= REMARK_CODES
    return found


def show(unit: Unit) -> str:
    """The canonical name; of a group in brackets, of an open end as …, of an unknown with ?."""
    if unit.kind == "open":
        return "…"
    words = unit.name or unit.words
    words = f"[{words}]" if unit.kind == "group" else words
    return words if unit.known else f"{words}?"


def names(cell: str) -> list[str]:
    return [show(unit) for unit in read(cell).units]


def codes(cell: str) -> list[str]:
    return [one.code for one in read(cell).remarks]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市教育局", ["市教育局"]),
        ("市教育局、市财政局，市民政局", ["市教育局", "市财政局", "市民政局"]),
        (
            "市教育局,市财政局；市民政局;市审计局。",
            ["市教育局", "市财政局", "市民政局", "市审计局"],
        ),
        ("市教育局 市财政局", ["市教育局", "市财政局"]),
        ("市工信局、市文广旅局", ["市工业和信息化局", "市文化广电和旅游局"]),
        ("市教体局、财政局", ["市教育局", "市财政局"]),
        ("示范区管委会", ["城乡一体化示范区"]),
        ("示范区政府", ["城乡一体化示范区"]),
        ("卧龙区政府、邓州市人民政府", ["卧龙区", "邓州市"]),
        ("市教育局、各县区政府", ["市教育局", "[各县区政府]"]),
        ("市教育局、各县（市、区）人民政府", ["市教育局", "[各县区政府]"]),
        ("市教育局、各县(市、区)政府", ["市教育局", "[各县区政府]"]),
        ("市教育局，有关院校", ["市教育局", "[有关院校]"]),
        ("市教育局等市直有关部门", ["市教育局", "…"]),
        ("市教育局、市直有关部门", ["市教育局", "…"]),
        ("市教育局等", ["市教育局", "…"]),
        ("市教育局等有关部门及各县区政府", ["市教育局", "…", "[各县区政府]"]),
        ("内乡县政府等", ["内乡县", "…"]),
        ("市教育局牵头，市财政局配合", ["市教育局", "市财政局"]),
        ("市教育局（牵头）、市财政局", ["市教育局", "市财政局"]),
        ("牵头单位：市教育局；配合单位：市财政局", ["市教育局", "市财政局"]),
        ("市教育局、市财政局按职责分工负责", ["市教育局", "市财政局"]),
        ("市教育局和市财政局", ["市教育局", "市财政局"]),
        ("市教育局会同市财政局", ["市教育局", "市财政局"]),
        ("市教育局（市委教育工委）", ["市教育局", "市委教育工委"]),
        ("市人力资源和社会保障局", ["市人力资源和社会保障局"]),
        ("市市场监督管理局", ["市市场监督管理局"]),
        ("南阳工业职业学院（筹建）", ["南阳工业职业学院"]),
        ("市委编办", ["市委机构编制委员会办公室"]),
    ],
)
def test_a_cell_without_slips(cell: str, expected: list[str]) -> None:
    assert names(cell) == expected
    assert codes(cell) == []


@pytest.mark.parametrize(
    ("cell", "expected", "remarks"),
    [
        ("市发展和改革委员会市教育局", ["市发展和改革委员会", "市教育局"], ["missing_separator"]),
        ("市教育局、等市直有关部门", ["市教育局", "…"], ["stray_separator"]),
        ("市教育局、、市财政局", ["市教育局", "市财政局"], ["stray_separator"]),
        ("市教育局、", ["市教育局"], ["stray_separator"]),
        ("市卫健体委", ["市卫生健康体育委员会"], ["slip_spelling"]),
        ("市教育局、市教体局", ["市教育局"], ["repeated_unit"]),
        ("市供销社", ["市供销社?"], ["unknown_organization"]),
        ("市红十字会", ["市红十字会?"], ["unknown_organization"]),
        ("市教育局、各高等院校", ["市教育局", "[各高等院校]?"], ["unknown_group"]),
        (
            "市档案局市气象局",
            ["市档案局?", "市气象局?"],
            ["missing_separator", "unknown_organization", "unknown_organization"],
        ),
        ("各县区政府", ["[各县区政府]"], ["lead_is_no_organization"]),
        ("市直有关部门", ["…"], ["lead_is_no_organization"]),
        ("市教育局、市财政局牵头", ["市教育局", "市财政局"], ["lead_not_first"]),
        ("市教育局、大家", ["市教育局", "大家?"], ["unknown_unit"]),
        ("市教育局（招办）", ["市教育局"], ["unknown_unit"]),
        ("", [], ["no_units"]),
        ("，", [], ["stray_separator", "no_units"]),
    ],
)
def test_a_cell_with_remarks(cell: str, expected: list[str], remarks: list[str]) -> None:
    assert names(cell) == expected
    assert codes(cell) == remarks


def test_the_words_are_kept_as_written() -> None:
    assert [unit.words for unit in read("市工信局、各县区人民政府").units] == [
        "市工信局",
        "各县区人民政府",
    ]


@pytest.mark.parametrize(
    ("cell", "open_ended"),
    [("市教育局等", True), ("市教育局、市直各单位", True), ("市教育局、各县区政府", False)],
)
def test_an_open_end(cell: str, open_ended: bool) -> None:
    assert read(cell).open_ended is open_ended


def test_the_missing_separator_says_what_was_read() -> None:
    (remark,) = read("市发展和改革委员会市教育局").remarks
    assert remark.meaning == "市发展和改革委员会、市教育局"


def test_a_group_of_counties_is_known_by_its_members() -> None:
    assert REGISTER.is_county_group("各县区政府")
    assert not REGISTER.is_county_group("职业院校")
    assert not REGISTER.is_county_group("无此组")


def test_a_name_beats_an_alias_and_the_first_owner_keeps_it() -> None:
    register = Register.build(
        [
            {"name": "甲局", "kind": "department", "aliases": ["乙局", "丙局"]},
            {"name": "乙局", "kind": "department", "aliases": ["丙局"]},
        ],
        [],
    )
    assert [register.lookup(one).name for one in ("乙局", "丙局")] == ["乙局", "甲局"]  # type: ignore[union-attr]


def test_the_counties_and_zones_of_the_city() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    codes = {one["name"]: one["adcode"] for one in data["organizations"] if one["adcode"]}
    (counties,) = [one for one in data["groups"] if one["name"] == "各县区政府"]
    assert len(counties["members"]) == 17
    assert codes == {
        "宛城区": "411302",
        "卧龙区": "411303",
        "南召县": "411321",
        "方城县": "411322",
        "西峡县": "411323",
        "镇平县": "411324",
        "内乡县": "411325",
        "淅川县": "411326",
        "社旗县": "411327",
        "唐河县": "411328",
        "新野县": "411329",
        "桐柏县": "411330",
        "邓州市": "411381",
        "高新区": "411371",
        "城乡一体化示范区": "411372",
    }


def test_no_spelling_is_claimed_twice() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    spellings = [
        words
        for one in (*data["organizations"], *data["groups"])
        for words in (one["name"], *one.get("aliases", []), *one.get("slips", []))
    ]
    assert len(spellings) == len(set(spellings))
