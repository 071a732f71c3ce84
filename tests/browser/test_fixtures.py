"""The watch on the pages sees what it is there to see; and Django's queries work beside it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import User
from tests.browser.conftest import PHONE, TELL_BREACHES, OpenPage, Watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.browser.pages_of_faults"),
    pytest.mark.django_db(transaction=True),
]


def test_a_page_is_shown(page: Page) -> None:
    page.goto("/good/")
    expect(page.get_by_text("督查督办")).to_be_visible()
    assert page.viewport_size == {"width": 1366, "height": 768}
    expect(page).to_have_title("scripted")
    assert page.evaluate("navigator.language") == "zh-CN"


def test_a_phone_without_javascript(open_page: OpenPage) -> None:
    page = open_page(size=PHONE, javascript=False)
    page.goto("/good/")
    expect(page.get_by_text("督查督办")).to_be_visible()
    expect(page).to_have_title("页")
    assert page.viewport_size == {"width": 390, "height": 844}


def test_queries_work_on_both_sides(page: Page, log_in: Callable[[Page, User], None]) -> None:
    user = User.objects.create_user("督查员")
    page.goto("/people/")
    expect(page.get_by_text("nobody 1")).to_be_visible()
    log_in(page, user)
    page.reload()
    expect(page.get_by_text("督查员 1")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/missing/", "console: Failed to load resource"),
        ("/inline/", "console: content security policy: script-src"),
        ("/style/", "console: content security policy: style-src"),
        ("/image/", "console: content security policy: img-src http://127.0.0.1:9"),
    ],
)
def test_a_fault_of_a_page_is_seen(
    browser: Browser, live_server: LiveServer, path: str, fault: str
) -> None:
    watch, page = Watch(live_server.url), browser.new_page(base_url=live_server.url)
    page.context.add_init_script(TELL_BREACHES)
    watch.on(page, allowed=())
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.close()
    assert any(one.startswith(fault) for one in watch.faults), watch.faults


def test_a_request_to_elsewhere_is_seen(browser: Browser, live_server: LiveServer) -> None:
    watch, page = Watch(live_server.url), browser.new_page(base_url=live_server.url)
    watch.on(page, allowed=("ERR_",))
    page.goto("/outside/")
    with page.expect_event("requestfailed"):
        page.get_by_text("away").click()
    page.close()
    assert watch.faults == ["outside request: http://127.0.0.1:9/elsewhere"]


def test_an_error_that_a_test_is_about_is_no_fault(open_page: OpenPage) -> None:
    page = open_page(allowed=("404",))
    page.goto("/missing/")
    page.wait_for_load_state("networkidle")
