"""Every page as every role: WCAG 2.1 A and AA, no doubled ids, not wider than screen or paper.

What a page looks like does not depend on the database: scripts/test.sh runs this on SQLite only.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.every_page import (
    NO_PAGES,
    ONLY_SENT,
    ROLES,
    Shown,
    addresses,
    client_of,
    full_world,
    opened,
    others,
    sent,
    with_nothing_in_them,
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
    """The places on a page: an element's classes and attributes within its next parents'.

    Two pages of one address with the same places differ in nothing but words, numbers and how
    often a thing is repeated: what holds for one holds for the other.
    """

    NEVER_CLOSED = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
    TOLD = {"class", "role", "type", "lang"}
    NO_MATTER = {"selected", "value", "checked"}
    PARENTS = 3

    def __init__(self, text: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = [(name, value) for name, value in attributes if name not in self.NO_MATTER]
        signs = [f"{name}={value}" if name in self.TOLD else name for name, value in known]
        self.path.append(" ".join([tag, *signs]))
        self.found.add(" > ".join(self.path[-1 - self.PARENTS :]))
        if tag in self.NEVER_CLOSED:
            self.path.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop().partition(" ")[0] != tag:
            pass


class Seen:
    """What has been looked at."""

    def __init__(self) -> None:
        self.pages: set[str] = set()
        self.places: set[str] = set()

    def is_new(self, where: str, answer: Any) -> bool:
        """Whether it is the first page of its kind, or has a place that no page had so far.

        Of a kind are those at one address, and those of one template that are no plain answer.
        """
        is_plain = answer.status_code == 200 and answer.request["REQUEST_METHOD"] == "GET"
        template = answer.templates[0].name if answer.templates else "none"
        page = re.sub(r"\d+", "1", where.partition("?")[0]) if is_plain else template
        places = Places(answer.content.decode()).found
        is_known = page in self.pages and places <= self.places
        self.pages.add(page)
        self.places |= places
        return not is_known


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


def test_pages_with_nothing_in_them(db, settings, screen, seen):
    settings.BUSINESS_DATE = TODAY
    check(screen, seen, with_nothing_in_them())


@pytest.mark.parametrize("width", [DESKTOP[0], PHONE[0]])
def test_whatever_tab_comes_to_is_seen(world, screen, width):
    unseen = []
    stops = [("filer", "filing"), ("reviewer", "queue"), ("reviewer", "heat-map"), ("", "login")]
    for role, name in stops:
        screen.show(client_of(role).get(reverse(name)), reverse(name), width)
        unseen += [f"{name}: {one}" for one in screen.unseen_stops()]
    assert not unseen, "\n".join(unseen)
