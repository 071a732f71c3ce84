"""The 27 rows against their reading by hand, fixtures/task-list.reviewed.json."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from departments.names import Register
from tasks.management.commands.load_task_list import reading_as_json
from tasks.reading import Reading, read_task_list

FIXTURES = settings.BASE_DIR / "fixtures"
LIST = (FIXTURES / "task-list.txt").read_text(encoding="utf-8")
REVIEWED = json.loads((FIXTURES / "task-list.reviewed.json").read_text(encoding="utf-8"))
REGISTER = Register.build(
    **json.loads((FIXTURES / "organizations.json").read_text(encoding="utf-8"))
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_task_list(LIST, REGISTER, date(2022, 1, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def tasks(reading: Reading) -> dict[int, dict[str, Any]]:
    return {one["number"]: one for one in reading_as_json(reading)["tasks"]}


@pytest.mark.parametrize("reviewed", REVIEWED["tasks"], ids=lambda one: str(one["number"]))
def test_a_row_reads_as_it_was_read_by_hand(
    reviewed: dict[str, Any], tasks: dict[int, dict[str, Any]]
) -> None:
    assert tasks[reviewed["number"]] == reviewed


def test_no_row_is_left_out_or_added(tasks: dict[int, dict[str, Any]]) -> None:
    assert list(tasks) == [one["number"] for one in REVIEWED["tasks"]] == list(range(1, 28))


def test_the_slips_of_the_list_are_its_only_remarks(reading: Reading) -> None:
    expected = sorted((one["row"], one["code"]) for one in REVIEWED["warnings"])
    assert sorted((one.row, one.code) for one in reading.warnings) == expected
    assert reading.doubts == ()


def test_the_text_is_kept_word_for_word(reading: Reading) -> None:
    rows = [line.split("\t") for line in LIST.splitlines() if re.match(r"\d+\t", line)]
    kept = [[str(task.number), task.text, task.units_text] for task in reading.tasks]
    assert kept == rows


def _numerals(text: str) -> Iterator[int]:
    """Offsets of every digit, and of every Chinese numeral outside the words listed here."""
    words = re.compile(r"统一|一流|一致|一体|第[二五]|[〇零一二三四五六七八九十百千万两\d０-９]")
    for match in words.finditer(text):
        if len(match.group()) == 1:
            yield match.start()


def test_every_number_of_the_list_is_accounted_for(reading: Reading) -> None:
    for task in reading.tasks:
        spans = [(one.start, one.end) for one in task.targets]
        spans += [(one.start, one.end) for one in task.not_targets]
        for place in _numerals(task.text):
            around = task.text[max(0, place - 8) : place + 8]
            assert any(start <= place < end for start, end in spans), (task.number, around)


def test_offsets_cut_out_the_words(reading: Reading) -> None:
    for task in reading.tasks:
        for target in task.targets:
            assert task.text[target.start : target.end] == target.phrase
        for other in task.not_targets:
            assert task.text[other.start : other.end] == other.text
        ends = [0, *(one.end for one in task.targets)]
        assert all(
            target.start >= end for target, end in zip(task.targets, ends[:-1], strict=True)
        ), "targets overlap"


def test_counties_file_what_the_whole_city_is_to_reach(reading: Reading) -> None:
    collected = {
        target.code: target.collected_from
        for task in reading.tasks
        for target in task.targets
        if target.collected_from
    }
    assert collected == dict.fromkeys(["4-1", "8-1", "8-2", "20-1", "20-2", "23-3"], "各县区政府")
