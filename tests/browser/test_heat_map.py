"""The heat map by keyboard: from cell to cell, into a reason and back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from departments.models import User
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.screen import breaches
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    world.accepted("23-2", "2024Q2", world.counties[1], value=Decimal(1_000_000))
    return world


def test_a_cell_opens_its_reason_by_keyboard(world: World, page: Page, log_in: LogIn):
    log_in(page, world.reviewer)
    page.goto("/counties/heatmap/?quarter=2024Q2")
    first = page.locator(".heat-map tbody tr").nth(0).locator("td a").nth(0)
    red = page.locator(".heat-red a")
    first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(red).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#why[open]")).to_contain_text("1,000,000 元")
    expect(page.locator("#why :focus")).to_have_count(1)
    assert breaches(page) == []
    page.keyboard.press("Escape")
    expect(red).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#why[open]")).to_contain_text("4-1")


def test_without_scripts_on_a_phone_a_cell_is_a_link(
    world: World, open_page: OpenPage, log_in: LogIn
):
    page = open_page(size=PHONE, javascript=False)
    log_in(page, world.reviewer)
    page.goto("/counties/heatmap/?quarter=2024Q2")
    page.locator(".heat-red a").click()
    page.wait_for_url("**/standings/*/")
    expect(page.locator(".why-sentence")).to_contain_text("1,000,000 元")
