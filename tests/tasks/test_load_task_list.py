"""The command that loads a list."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from tasks.loading import load_task_list
from tasks.models import Plan, Remark, Responsibility, Target, Task

LIST = settings.BASE_DIR / "fixtures" / "task-list.txt"
MODELS = (Plan, Task, Responsibility, Target, Remark)

pytestmark = pytest.mark.django_db


def stored() -> list[Any]:
    """All that was stored, without the keys of remarks, which are written anew."""
    rows: list[Any] = []
    for model in MODELS:
        held = model._default_manager.order_by("pk").values()
        rows.append([{**row, "id": 0} if model is Remark else row for row in held])
    return rows


def test_the_list_is_stored(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_task_list", str(LIST))
    assert Task.objects.count() == 27
    assert Target.objects.exclude(kind="completion").count() == 34
    assert Target.objects.filter(collected_from__name="各县区政府").count() == 6
    assert "27" in capsys.readouterr().out


def test_loading_twice_changes_nothing() -> None:
    call_command("load_task_list", str(LIST))
    before = stored()
    call_command("load_task_list", str(LIST))
    assert stored() == before


def test_a_dry_run_stores_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_task_list", str(LIST), "--dry-run")
    assert [model._default_manager.count() for model in MODELS] == [0] * len(MODELS)
    assert "10-5" in capsys.readouterr().out


def test_the_json_is_the_reviewed_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_task_list", str(LIST), "--dry-run", "--json")
    printed = json.loads(capsys.readouterr().out)
    reviewed = json.loads((LIST.parent / "task-list.reviewed.json").read_text(encoding="utf-8"))
    assert printed["tasks"] == reviewed["tasks"]
    assert printed["doubts"] == []
    assert set(printed["warnings"][0]) == {"row", "code", "words", "meaning", "message"}


def test_another_plan_takes_another_list(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("1\t建设3所学校。\t市教育局", encoding="utf-8")
    call_command("load_task_list", str(path), "--plan", "另一个计划")
    assert Target.objects.get().task.plan.name == "另一个计划"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("1\t建设3所学校。\t市教育局", encoding=encoding)
    call_command("load_task_list", str(path))
    assert Task.objects.get().text == "建设3所学校。"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xff\xff\xff", "UTF-8"),
        ("一段话。".encode(), "tabs"),
        (b"PK\x03\x04\0\0\0", "plain text"),
    ],
)
def test_a_file_that_is_no_list(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with translation.override("en"), pytest.raises(CommandError) as raised:
        call_command("load_task_list", str(path))
    assert words in str(raised.value)
    assert "list.txt" in str(raised.value)
    assert not Plan.objects.exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.txt"):
        call_command("load_task_list", str(tmp_path / "none.txt"))
    with pytest.raises(CommandError):
        call_command("load_task_list", str(tmp_path))


def test_a_lead_set_by_hand_stays() -> None:
    load_task_list(LIST.read_text(encoding="utf-8"))
    task = Task.objects.get(number=1)
    first, second = task.responsibilities.all()[:2]
    first.role = Responsibility.SHARED
    first.save()
    second.role = Responsibility.LEAD
    second.save()
    load_task_list(LIST.read_text(encoding="utf-8"))
    assert Task.objects.get(number=1).lead == second.organization
