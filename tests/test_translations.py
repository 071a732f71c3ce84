"""No English word on a Chinese page: every text is in the catalogue, and translated in full."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.messages import Text, in_project, in_python, in_template

CATALOGUE = Path(__file__).resolve().parent.parent / "locale/zh_Hans/LC_MESSAGES/django.po"
# %(name)s, %(count)d, %s, {name}; and %% which is a percent sign.
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[a-z]|%[-+#0]*[\d.]*[sdfri]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="zh_Hans", abort_invalid=True)


def _key(text: Text) -> str | tuple[str, str]:
    return (text.singular, text.plural) if text.plural else text.singular


def _forms(message: Message) -> tuple[str, ...]:
    written = message.string
    return (written,) if isinstance(written, str) else tuple(written or ())


def _sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _is_full(message: Message) -> bool:
    return bool(_forms(message)) and all(_forms(message))


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def placeholder_fault(message: Message) -> bool:
    """Whether a translation names something that its source does not, or leaves something out.

    Chinese has one form for every number: it needs what the plural names.
    """
    wanted = _placeholders(_sources(message)[-1])
    return any(_placeholders(form) != wanted for form in _forms(message) if form)


def test_every_text_is_in_the_catalogue(catalogue: Catalog) -> None:
    lacking = {
        text.singular: places
        for text, places in in_project().items()
        if catalogue.get(text.singular, text.context) is None
    }
    assert lacking == {}


def test_a_text_with_a_plural_has_the_same_one_in_the_catalogue(catalogue: Catalog) -> None:
    differing = []
    for text in in_project():
        message = catalogue.get(text.singular, text.context)
        if message is not None and text.plural and message.id != _key(text):
            differing.append(text)
    assert differing == []


def test_every_text_is_translated(catalogue: Catalog) -> None:
    empty = [message.id for message in catalogue if message.id and not _is_full(message)]
    assert empty == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_the_catalogue_itself_is_no_guess() -> None:
    """A catalogue whose head is marked fuzzy is not compiled at all."""
    head = CATALOGUE.read_text(encoding="utf-8").split('msgid ""', 1)[0]
    assert "fuzzy" not in head


def test_translations_name_what_their_sources_name(catalogue: Catalog) -> None:
    assert [one.id for one in catalogue if one.id and placeholder_fault(one)] == []


def test_the_catalogue_is_chinese_with_one_form_for_every_number(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("_('one')", Text("one")),
        ("gettext('one ' 'two')", Text("one two")),
        ("gettext_lazy('one')", Text("one")),
        ("gettext_noop('one')", Text("one")),
        ("ngettext('one', 'many', n)", Text("one", "many")),
        ("ngettext_lazy('one', 'many', 'n')", Text("one", "many")),
        ("pgettext('where', 'one')", Text("one", context="where")),
        ("pgettext_lazy('where', 'one')", Text("one", context="where")),
        ("npgettext('where', 'one', 'many', n)", Text("one", "many", "where")),
    ],
)
def test_python_is_searched(source: str, text: Text) -> None:
    assert in_python(f"print({source})") == {text}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% translate 'one' %}", Text("one")),
        ("{% trans 'one' as it %}", Text("one")),
        ("{% translate 'one' context 'where' %}", Text("one", context="where")),
        ("{% blocktranslate %}one {{ two }}{% endblocktranslate %}", Text("one %(two)s")),
        (
            "{% blocktranslate count n=x %}one{% plural %}{{ n }}{% endblocktranslate %}",
            Text("one", "%(n)s"),
        ),
        ("{{ _('one') }}", Text("one")),
        ("{% include 'x' with y=_('one') %}", Text("one")),
    ],
)
def test_templates_are_searched(source: str, text: Text) -> None:
    assert in_template(source) == {text}


@pytest.mark.parametrize(
    ("source", "translation", "is_fault"),
    [
        ("%(name)s is late", "%(name)s 逾期", False),
        ("%(name)s is late", "逾期", True),
        ("late", "%(name)s 逾期", True),
        ("%(name)s", "%(nam)s", True),
        ("100%% of %(name)s", "%(name)s 的 100%%", False),
        ("{one} and %s", "%s 和 {one}", False),
        (("one quarter", "%(n)s quarters"), ("%(n)s 个季度",), False),
        (("one quarter", "%(n)s quarters"), ("季度",), True),
    ],
)
def test_placeholders_are_compared(
    source: str | tuple[str, str], translation: str | tuple[str, ...], is_fault: bool
) -> None:
    assert placeholder_fault(Message(source, translation)) is is_fault


def test_the_project_has_texts() -> None:
    assert Text("Write a number.") in in_project()
