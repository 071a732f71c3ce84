"""The house rules that a machine can check: import direction, sizes, markup, migrations."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
OURS = ("nanyang_vet", "departments", "tasks", "progress", "bench", "scripts", "tests")
LONGEST_FILE = 300
# Tables of cases are long, and none the worse for it.
LONGEST_TEST_FILE = 400
LONGEST_FUNCTION = 39
LONGEST_TEMPLATE = 120
OWN_ASSETS = {".css", ".js", ".svg"}

# Names of a vocabulary that look like addresses; nothing is fetched from them.
NAMESPACES = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
)


def _python_files() -> Iterator[Path]:
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _templates() -> list[Path]:
    inside_apps = [path for name in OURS for path in (ROOT / name).glob("templates/**/*.*")]
    return sorted([*(ROOT / "templates").rglob("*.*"), *inside_apps])


def _assets() -> list[Path]:
    return [path for path in sorted((ROOT / "static").rglob("*")) if path.suffix in OWN_ASSETS]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_there_is_something_to_look_at() -> None:
    names = {_named(path) for path in _python_files()}
    assert {"progress/judging.py", "nanyang_vet/kit/numbers.py", "tests/conftest.py"} <= names
    assert _templates()


def test_imports_run_one_way() -> None:
    """The contracts of pyproject.toml, by import-linter."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


def test_no_file_is_long() -> None:
    found = {}
    for path in _python_files():
        limit = LONGEST_TEST_FILE if _named(path).startswith("tests/") else LONGEST_FILE
        if (length := _lines(path)) > limit:
            found[_named(path)] = length
    assert found == {}


def test_no_function_is_long() -> None:
    found = {}
    for path in _python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{_named(path)}:{node.lineno} {node.name}"] = length
    assert found == {}


def test_no_template_is_long() -> None:
    assert {
        _named(one): _lines(one) for one in _templates() if _lines(one) > LONGEST_TEMPLATE
    } == {}


FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE | re.DOTALL),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
OUTSIDE = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"')<>]*", re.IGNORECASE)
# htmx's own attributes are hx-on:…; they would need eval, which the policy forbids.
HTMX_HANDLER = re.compile(r"\shx-on[:-]", re.IGNORECASE)
# Comments, tags and variables: what is in them is no markup.
TEMPLATE_CODE = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}|{%.*?%}|{{.*?}}", re.DOTALL)


def _markup_faults(text: str) -> list[str]:
    shown = TEMPLATE_CODE.sub("", text)
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(shown)]
    return found + ["htmx handler"] * bool(HTMX_HANDLER.search(shown))


def _outside(text: str) -> list[str]:
    return [one for one in OUTSIDE.findall(text) if one not in NAMESPACES]


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<script>go()</script>", "inline script"),
        ('<script type="module">go()</script>', "inline script"),
        ("<style>p {}</style>", "inline style"),
        ('<p style="color: red">', "inline style"),
        ("<a\n  onclick='go()'>", "inline handler"),
        ('<body class="x" onload = go()>', "inline handler"),
        ('<a href="javascript:go()">', "javascript: address"),
        ('<a hx-on:click="go()">', "htmx handler"),
        ("{% if one == two %}<p>on time = soon</p>{# <style> #}{% endif %}", None),
        ("<option{% if one == two %} selected{% endif %}>", None),
        ('<p {% if one %}style="color: red"{% endif %}>', "inline style"),
        ('<script src="{% static "x.js" %}" defer></script>', None),
        ('<link rel="stylesheet" href="{% static "x.css" %}">', None),
    ],
)
def test_the_search_for_inline_code_finds_it(markup: str, fault: str | None) -> None:
    assert _markup_faults(markup) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('href="https://cdn.example.com/x.css"', ["https://cdn.example.com/x.css"]),
        ("@import '//fonts.example.com'", ["//fonts.example.com"]),
        ('xmlns="http://www.w3.org/2000/svg"', []),
        ("a // b.", []),
    ],
)
def test_the_search_for_outside_addresses_finds_them(text: str, found: list[str]) -> None:
    assert _outside(text) == found


def test_no_template_has_inline_code() -> None:
    faults = {_named(one): _markup_faults(one.read_text("utf-8")) for one in _templates()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_nothing_is_fetched_from_outside() -> None:
    faults = {_named(one): _outside(one.read_text("utf-8")) for one in [*_templates(), *_assets()]}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.django_db
def test_the_migrations_are_up_to_date() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"The models have changed:\n{said.getvalue()}")
