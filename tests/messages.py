"""Every text of the project that is to be translated, found without GNU gettext.

Babel reads the Python files; Django itself turns a template into Python for it. What is found is
what `make messages` would find.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("nanyang_vet", "departments", "tasks", "progress")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Text:
    """A text as the code names it; `plural` where it has one, `context` where it needs one."""

    singular: str
    plural: str | None = None
    context: str | None = None


def in_python(source: str) -> set[Text]:
    """The texts of Python source."""
    found = extract("python", BytesIO(source.encode()), KEYWORDS)
    texts = set()
    for _line, message, _comments, context in found:
        forms = (message, None) if isinstance(message, str) else message
        texts.add(Text(forms[0], forms[1], context))
    return texts


def in_template(source: str, name: str = "") -> set[Text]:
    """The texts of a Django template's tags."""
    # What is no text comes out as X's, indented as the template was: no indentation of Python's.
    lines = templatize(source, origin=name).splitlines()
    return in_python("\n".join(line.strip() for line in lines))


def _sources() -> Iterator[tuple[Path, bool]]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            yield path, False
        for path in (ROOT / app).glob("templates/**/*.*"):
            yield path, True
    for path in (ROOT / "templates").rglob("*.*"):
        yield path, True


def in_project() -> dict[Text, list[str]]:
    """Every text, and the files in which it stands."""
    places: dict[Text, list[str]] = {}
    for path, is_template in sorted(_sources()):
        name = str(path.relative_to(ROOT))
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        for text in in_template(source, name) if is_template else in_python(source):
            places.setdefault(text, []).append(name)
    return places
