"""The register of organizations into the database, and out as names to look up."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from departments.loading import (
    SHIPPED_REGISTER,
    current_register,
    ensure_register,
    find_organization,
    load_register,
)
from departments.models import Alias, Group, Organization
from departments.names import read_units

pytestmark = pytest.mark.django_db

SMALL: dict[str, Any] = {
    "organizations": [
        {"name": "市教育局", "kind": "department", "aliases": ["市教体局"], "slips": ["市教育居"]},
        {"name": "宛城区", "kind": "county", "adcode": "411302", "short_name": "宛城"},
    ],
    "groups": [{"name": "各县区政府", "aliases": ["各县区"], "members": ["宛城区"]}],
}


def written(path: Path, data: dict[str, Any]) -> Path:
    file = path / "organizations.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def counts() -> list[int]:
    models = (Organization, Group, Alias, Group.members.through)
    return [model.objects.count() for model in models]


def test_a_small_register(tmp_path):
    load_register(written(tmp_path, SMALL))
    assert counts() == [2, 1, 3, 1]
    county = Organization.objects.get(name="宛城区")
    assert (county.adcode, county.short_name, county.is_county, county.place) == (
        "411302",
        "宛城",
        True,
        2,
    )
    slips = Alias.objects.filter(is_slip=True)
    assert [one.words for one in slips] == ["市教育居"]


def test_loading_again_changes_nothing(tmp_path):
    file = written(tmp_path, SMALL)
    load_register(file)
    before = [list(model.objects.order_by("pk").values()) for model in (Organization, Group, Alias)]
    load_register(file)
    after = [list(model.objects.order_by("pk").values()) for model in (Organization, Group, Alias)]
    assert after == before


def test_what_was_edited_stays(tmp_path):
    file = written(tmp_path, SMALL)
    load_register(file)
    Organization.objects.filter(name="宛城区").update(short_name="改过", place=99)
    Group.objects.get().members.clear()
    Alias.objects.filter(words="市教体局").update(is_slip=True)
    load_register(file)
    county = Organization.objects.get(name="宛城区")
    assert (county.short_name, county.place) == ("改过", 99)
    assert not Group.objects.get().members.exists()
    assert Alias.objects.get(words="市教体局").is_slip


def test_a_broken_file_stores_nothing(tmp_path):
    broken = {"organizations": [*SMALL["organizations"], {"kind": "county"}], "groups": []}
    with pytest.raises(KeyError):
        load_register(written(tmp_path, broken))
    assert counts() == [0, 0, 0, 0]


def test_the_shipped_register_has_the_seventeen_that_report_like_a_county():
    load_register()
    members = Group.objects.get(name="各县区政府").members.all()
    assert len(members) == 17
    assert all(one.is_county for one in members)
    codes = {one.adcode for one in members if one.adcode}
    districts = {411302, 411303, *range(411321, 411331), 411381}
    zones = {411371, 411372}
    assert codes == {str(code) for code in districts | zones}


def test_ensuring_loads_the_shipped_one_once():
    ensure_register()
    shipped = json.loads(SHIPPED_REGISTER.read_text(encoding="utf-8"))
    assert Organization.objects.count() == len(shipped["organizations"])
    Organization.objects.order_by("pk")[:1].get().delete()
    ensure_register()
    assert Organization.objects.count() == len(shipped["organizations"]) - 1


FOUND = [
    ("市教育局", "市教育局"),
    ("市教体局", "市教育局"),
    ("市教育居", "市教育局"),
    ("411302", "宛城区"),
    ("宛城区", "宛城区"),
    ("411303", None),
    ("", None),
    ("各县区", None),
]


@pytest.mark.parametrize(("words", "name"), FOUND)
def test_finding_by_name_code_or_spelling(tmp_path, words, name):
    load_register(written(tmp_path, SMALL))
    found = find_organization(words)
    assert (found.name if found else None) == name


def test_the_reader_sees_what_was_edited(tmp_path):
    load_register(written(tmp_path, SMALL))
    split = read_units("市教体局、宛城区", current_register())
    assert [(one.kind, one.name) for one in split.units] == [
        ("organization", "市教育局"),
        ("organization", "宛城区"),
    ]
    Alias.objects.filter(words="市教体局").delete()
    unit = read_units("市教体局、宛城区", current_register()).units[0]
    assert unit.name != "市教育局"


@pytest.mark.parametrize("both", [True, False])
def test_a_spelling_belongs_to_one_organization_or_one_group(tmp_path, both):
    load_register(written(tmp_path, SMALL))
    owners = {"organization": Organization.objects.first(), "group": Group.objects.first()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(words="新写法", **(owners if both else {}))
