"""The commands: what they print, and how they end."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from progress.management.commands.standings import aligned, plain
from progress.models import Report, Standing
from tests.progress.worlds import TODAY, World, make_world

FIELDS = ["target", "organization", "quarter", "actual", "expected", "required"]
FIELDS += ["light", "reason", "missing"]


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def call(*arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> CommandError:
    with pytest.raises(CommandError) as error:
        call(*arguments)
    return error.value


def test_standings_as_json(world):
    world.accepted("4-1", "2022Q4", world.counties[0], numerator=Decimal(1), denominator=Decimal(3))
    rows = json.loads(call("standings", "--quarter", "2023q2", "--json"))
    assert all(list(row) == FIELDS for row in rows)
    assert [(row["target"], row["organization"]) for row in rows] == [
        ("1-1", None),
        ("4-1", None),
        ("8-1", "宛城区"),
        ("8-1", "卧龙区"),
        ("8-1", "南召县"),
        ("20-1", None),
        ("22-1", None),
        ("23-1", None),
        ("23-2", "宛城区"),
        ("23-2", "卧龙区"),
        ("23-2", "南召县"),
        ("27-0", None),
    ]
    assert rows[1] == {
        "target": "4-1",
        "organization": None,
        "quarter": "2023Q2",
        "actual": 33.333333,
        "expected": 30,
        "required": 30,
        "light": "blue",
        "reason": "met",
        "missing": ["卧龙区", "南召县"],
    }
    assert (rows[0]["actual"], rows[0]["expected"]) == (None, 2)
    assert (rows[2]["light"], rows[2]["reason"]) == ("grey", "no_data")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (None, None),
        (Decimal("3.000000"), 3),
        (Decimal("0.000000"), 0),
        (Decimal("33.333333"), 33.333333),
        (Decimal("99999999999.9999"), 99999999999.9999),
        (Decimal("123456789.123456"), 123456789.123456),
    ],
)
def test_plain_numbers(number, expected):
    assert plain(number) == expected
    assert type(plain(number)) is type(expected)
    assert number is None or Decimal(json.dumps(plain(number))) == number


def test_standings_as_a_table(world):
    lines = call("standings", "--quarter", "2023Q2").splitlines()
    assert len(lines) == 13
    assert lines[0].split("  ")[0] == "Target"
    assert "宛城区" in lines[3]
    assert "100,000" in lines[6]


def test_columns_line_up_whatever_the_script():
    table = aligned(
        ["Target", "Judged for", "Actual"], [["1-1", "宛城区", "5"], ["10-3", "A", "12"]]
    )
    assert (
        table
        == "Target  Judged for  Actual\n1-1     宛城区           5\n10-3    A               12"
    )


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        ("2023", "“2023” is no quarter"),
        ("2023Q5", "no quarter"),
        ("", "no quarter"),
        ("2021Q4", "2021Q4 lies outside"),
        ("2026Q1", "2026Q1 lies outside"),
        ("9999Q4", "9999Q4 lies outside"),
    ],
)
def test_bad_quarters(world, quarter, words):
    assert words in str(refused("standings", "--quarter", quarter))


@pytest.mark.parametrize("command", ["rebuild_standings", "verify_standings"])
def test_an_unknown_plan_is_named_with_those_that_there_are(world, command):
    assert str(refused(command, "--plan", "别的")) == (
        "There is no plan “别的”; there are: “职业教育改革任务清单”."
    )


def test_without_any_plan(db):
    assert "no plan yet" in str(refused("standings", "--quarter", "2023Q2"))
    assert "no plan yet" in str(refused("load_reports", "any.csv"))
    assert call("verify_standings") == call("rebuild_standings") == ""


def test_verify_finds_what_rebuild_mends(world):
    world.accepted("1-1", "2023Q2", value=Decimal(9))
    assert "192 standings compared, 0 differences" in call("verify_standings")
    standing = world.standing("1-1", "2023Q2")
    Standing.objects.filter(pk=standing.pk).update(light="red", actual=Decimal(1))
    world.standing("8-1", "2023Q3", world.counties[1]).delete()
    out = StringIO()
    with translation.override("en"), pytest.raises(CommandError) as error:
        call_command("verify_standings", "--plan", world.plan.name, stdout=out)
    assert error.value.returncode == 1
    lines = out.getvalue().splitlines()
    assert lines[0] == "1-1, the whole city, 2023Q2, light: stored red, judged blue"
    assert lines[1].startswith("1-1, the whole city, 2023Q2, actual: stored 1")
    assert lines[2] == "8-1, 卧龙区, 2023Q3, standing: stored None, judged grey"
    assert "191 standings compared, 3 differences" in lines[3]
    assert "192 standings are up to date" in call("rebuild_standings")
    assert "0 differences" in call("verify_standings", "--plan", world.plan.name)


HEAD = "target,organization,quarter,value,numerator,denominator,status\n"


def test_load_reports(world, tmp_path: Path):
    path = tmp_path / "past.csv"
    path.write_text(f"{HEAD}1-1,,2023Q2,3,,,accepted\n8-1,宛城区,2023Q2,1,,,submitted\n", "utf-8")
    assert call("load_reports", path) == (
        "2 reports written (2 new, 0 replaced; 1 accepted, 1 submitted), 0 unchanged.\n"
    )
    assert "0 reports written" in call("load_reports", path, "--plan", world.plan.name)


def test_load_reports_refuses_with_every_fault(world, tmp_path: Path):
    path = tmp_path / "past.csv"
    path.write_text(f"{HEAD}1-1,,2023Q2,3,,,accepted\n9-9,,2023Q2,1,,,done\n", "utf-8")
    lines = str(refused("load_reports", path)).splitlines()
    assert lines[0] == "Nothing was loaded: the file has 2 faults."
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "Line 3, column status",
        "Line 3, column target",
    ]
    assert not Report.objects.exclude(state="unfiled").exists()


def test_load_reports_without_the_file(world, tmp_path: Path):
    assert "cannot be read: No such file" in str(refused("load_reports", tmp_path / "none.csv"))
    assert "cannot be read: Is a directory" in str(refused("load_reports", tmp_path))
