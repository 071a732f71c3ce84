"""Every page as every role: WCAG 2.1 A and AA, no doubled ids, not wider than the screen.

What a page looks like does not depend on the database: scripts/test.sh runs this on SQLite only.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.every_page import (
    NO_PAGES,
    ONLY_SENT,
    ROLES,
    Shown,
    addresses,
    full_world,
    opened,
    others,
    sent,
)
from tests.browser.screen import Screen, is_page, open_screen
from tests.progress.keeping import kept
from tests.progress.worlds import TODAY, World
from tests.test_access_table import every_name

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.appearance]


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    return kept(full_world)


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Screen]:
    opened = open_screen(browser)
    yield opened
    opened.page.context.close()


class Places(HTMLParser):
    """The places on a page: an element's classes and attributes within those of its parents.

    Two pages with the same places differ in nothing but words, numbers and how often a thing is
    repeated: what holds for one holds for the other.
    """

    NEVER_CLOSED = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
    TOLD = {"class", "role", "type", "lang"}
    NO_MATTER = {"selected", "value", "checked"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = [(name, value) for name, value in attributes if name not in self.NO_MATTER]
        signs = [f"{name}={value}" if name in self.TOLD else name for name, value in known]
        self.path.append(" ".join([tag, *signs]))
        self.found.add(" > ".join(self.path))
        if tag in self.NEVER_CLOSED:
            self.path.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop().partition(" ")[0] != tag:
            pass


class Seen:
    """What has been looked at: at an address, after a form to a template, and around all pages."""

    def __init__(self) -> None:
        self.places: dict[str, set[str]] = {}

    def is_new(self, where: str, answer: Any) -> bool:
        """Whether the page holds a place that was not looked at yet; from now on it was."""
        by_address = answer.status_code == 200 and answer.request["REQUEST_METHOD"] == "GET"
        template = answer.templates[0].name if answer.templates else ""
        page = re.sub(r"\d+", "1", where.partition("?")[0]) if by_address else template
        found = Places(answer.content.decode()).found
        around = {place for place in found if " > main" not in place}
        news = [self._add("around", around), self._add(page, found - around)]
        return any(news)

    def _add(self, name: str, places: set[str]) -> bool:
        known = self.places.setdefault(name, set())
        is_new = not places <= known
        known |= places
        return is_new


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


def check(screen: Screen, seen: Seen, pages: Iterable[Shown]) -> None:
    """No page shows a fault; one on which nothing is new is passed over."""
    faults = []
    for where, answer in pages:
        if is_page(answer) and seen.is_new(where, answer):
            found = screen.faults(answer, where)
            faults += [f"{where} ({answer.status_code}): {one}" for one in found]
    faults += screen.watch.faults
    assert not faults, "\n".join(faults)


def test_no_page_is_missing(world):
    """Whatever has an address is looked at, or said to be no page."""
    pages = every_name() - set(NO_PAGES) - ONLY_SENT
    assert all(addresses(world, name) for name in pages if not name.startswith("admin:"))


@pytest.mark.parametrize("role", ROLES)
def test_pages(world, screen, seen, role):
    check(screen, seen, opened(world, role))


@pytest.mark.parametrize("role", ["filer", "county", "reviewer"])
def test_forms_that_come_back(world, screen, seen, role):
    check(screen, seen, sent(world, role))


def test_other_pages(world, screen, seen):
    check(screen, seen, others(world))
