"""The bell, the inbox and the call list in a real browser, with scripts and without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from departments.models import User
from progress import notifying
from progress.models import Notice, NoticeRead
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    """Two notices for 宛城区: one quarter overdue, one due soon."""
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    world.plan.quarters.filter(due_on__lt="2024-07-01").update(is_locked=True)
    notifying.make(day=TODAY)
    Notice.objects.exclude(kind__in=["due", "overdue"]).delete()
    return world


@pytest.mark.parametrize(("size", "javascript"), [(DESKTOP, True), (PHONE, False)])
def test_from_the_bell_to_what_is_to_be_done(
    world: World, open_page: OpenPage, log_in: LogIn, size, javascript: bool
):
    page = open_page(size=size, javascript=javascript)
    log_in(page, world.county_filer)
    page.goto("/tasks/")
    expect(page.locator(".bell .count")).to_contain_text("2")
    page.locator(".bell").click()
    expect(page.locator(".notice.unread")).to_have_count(2)
    _assert_fits(page)
    page.locator(".notice", has_text="距截止还有 5 天").get_by_role("button", name="去办理").click()
    page.wait_for_url("**/filing/?quarter=2024Q3")
    expect(page.locator(".bell .count")).to_contain_text("1")

    page.locator(".bell").click()
    page.locator("[name=unread]").select_option("yes")
    page.locator(".filters .btn-primary").click()
    expect(page.locator(".notice")).to_have_count(1)
    page.get_by_role("button", name="标为已读", exact=False).last.click()
    expect(page.locator(".bell .count")).to_have_count(0)
    expect(page.locator(".notice")).to_have_count(2)
    page.locator(".notice-line a", has_text="逾期未报").click()
    page.wait_for_url("**/filing/?quarter=2024Q2")
    assert NoticeRead.objects.filter(user=world.county_filer).count() == 2


def test_the_call_list_is_downloaded(
    world: World, open_page: OpenPage, log_in: LogIn, tmp_path: Path
):
    page = open_page()
    log_in(page, world.inspector)
    page.goto("/calls/")
    expect(page.locator("tbody tr")).to_have_count(5)
    _assert_fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "催办名单 2024-10-10.xlsx"
    rows = list(load_workbook(path).worksheets[0].iter_rows(min_row=4, values_only=True))
    assert "宛城区" in {row[0] for row in rows}


def _assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
