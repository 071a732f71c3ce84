"""Reviewing as the people do it: sent back and corrected, many accepted, a quarter locked."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from departments.models import User
from progress.models import Phrase, Report
from tests.browser.conftest import PHONE, OpenPage
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("javascript", [True, False])
def test_sent_back_with_a_stock_phrase_and_a_day_and_corrected(
    world: World, open_page: OpenPage, log_in: LogIn, javascript: bool
):
    Phrase.objects.get_or_create(text="数据与佐证材料不一致，请核实后重报。")
    report = world.filed("1-1", "2024Q3", value=Decimal(3))
    reviewer, filer = open_page(javascript=javascript), open_page(javascript=javascript)
    log_in(reviewer, world.reviewer)
    reviewer.goto("/queue/")
    reviewer.locator("tbody a", has_text="1-1").click()
    reviewer.locator(".decide summary").click()
    assert reviewer.locator("[name=redo_by]").input_value() == "2024-10-16"
    reviewer.get_by_label("数据与佐证材料不一致").check()
    reviewer.locator("[name=reason]").fill("另请附验收单。")
    reviewer.locator("[name=redo_by]").fill("2024-10-21")
    reviewer.locator(".decide .return-form button").last.click()
    expect(reviewer.get_by_role("status")).to_be_visible()

    log_in(filer, world.filer)
    filer.goto("/filing/")
    card = filer.locator(f"#r{report.pk}")
    for text in ("数据与佐证材料不一致", "另请附验收单", "2024-10-21"):
        expect(card.locator(".returned")).to_contain_text(text)
    filer.locator(f"[name=r{report.pk}-value]").fill("2")
    card.locator(f"[value=submit-{report.pk}]").click()
    expect(card.locator(".state-submitted")).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.value, report.was_late) == ("submitted", 2, False)


def test_many_are_accepted_and_the_next_one_follows(
    world: World, open_page: OpenPage, log_in: LogIn
):
    for code in ("1-1", "20-1", "27-0"):
        world.filed(code, "2024Q3", value=Decimal(2))
    for county in world.counties[:2]:
        world.filed("8-1", "2024Q3", county, value=Decimal(1))
    page = open_page(size=PHONE)
    log_in(page, world.reviewer)
    page.goto("/queue/")
    assert fits(page)
    for code in ("1-1", "20-1", "27-0"):
        page.locator("tbody tr", has_text=code).locator("[name=seen]").check()
    page.locator(".many-box button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("tbody a", has_text="8-1").first.click()
    page.locator(".decide [name=then]").first.click()
    page.wait_for_url("**/reports/**")
    expect(page.locator(".decide [name=then]")).to_have_count(0)
    page.locator(".decide .btn-success").click()
    expect(page.locator("td.empty")).to_be_visible()
    assert Report.objects.accepted().count() == 5


def test_a_quarter_is_locked_and_reopened(
    world: World, open_page: OpenPage, log_in: LogIn, settings
):
    settings.BUSINESS_DATE = date(2024, 10, 16)
    page, filer = open_page(allowed=("422",)), open_page()
    log_in(page, world.reviewer)
    log_in(filer, world.filer)
    page.goto("/quarters/")
    page.locator("tbody tr", has_text="2024-10-15").locator("a").click()
    page.locator("[name=reason]").first.fill("数据已汇总上报。")
    page.locator("[action$='/lock/'] button").click()
    expect(page.locator(".field-error")).to_be_visible()
    page.locator("[name=known]").check()
    page.locator("[action$='/lock/'] button").click()
    expect(page.locator(".history")).to_contain_text("数据已汇总上报。")
    filer.goto("/filing/?quarter=2024Q3")
    expect(filer.locator("[value=save]")).to_have_count(0)
    page.locator("[action$='/reopen/'] [name=reason]").fill("更正数据。")
    page.locator("[action$='/reopen/'] button").click()
    expect(page.locator(".history li")).to_have_count(2)
    filer.reload()
    expect(filer.locator("[value=save]")).to_have_count(1)
    assert fits(page)
