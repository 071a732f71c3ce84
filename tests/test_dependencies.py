"""Each library is pinned, and docs/dependencies.md says why it is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"([A-Za-z0-9_-]+)==[0-9][0-9.]*")


def _lines(name: str) -> list[str]:
    written = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in written if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_is_pinned(name: str) -> None:
    assert [line for line in _lines(name) if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_has_its_reason(name: str) -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    section = page.split(f"## {name}")[1].split("\n## ")[0]
    explained = re.findall(r"^\| ([\w-]+) \| \S", section, re.MULTILINE)[1:]
    assert sorted(explained) == sorted(line.split("==")[0] for line in _lines(name))
