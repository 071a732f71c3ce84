"""A real chromium against a live server, and what no page may ever do.

Every page that a test opens is watched: a request to anywhere but the live server, an error on
the console, an uncaught exception or a breach of the content security policy fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from departments.models import User

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1366, 768), (390, 844)
OWN_SCHEMES = ("data:", "blob:", "about:")
# Chromium tells of breaches on the console too, but not of those of images that it drops unseen.
TELL_BREACHES = """
document.addEventListener('securitypolicyviolation', event => console.error(
    'content security policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""

OpenPage = Callable[..., Page]


def _executable() -> str:
    names = (os.environ.get("CHROMIUM") or "", *NAMES)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        # Not skipped: a run without browser tests has to be asked for.
        pytest.fail('No chromium. Install it, or run pytest -m "not browser".', pytrace=False)
    return found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, started once for all browser tests.

    Playwright's synchronous API keeps an event loop running in this thread for as long as it is
    up, which Django takes for asynchronous code and refuses queries in. They are as synchronous
    as ever, so that guard is off, for this package's tests only and not for those after them.
    """
    with (
        patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}),
        sync_playwright() as playwright,
    ):
        started = playwright.chromium.launch(
            executable_path=_executable(), headless=True, args=ARGUMENTS
        )
        yield started
        started.close()


class Watch:
    """What the pages of one test did that no page may do."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self.allowed: list[str] = []

    def on(self, page: Page, allowed: tuple[str, ...]) -> None:
        """Watch `page`. Console errors that contain one of `allowed` are what the test is about."""
        self.allowed += allowed
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _request(self, request: Request) -> None:
        # A slash after the port: http://127.0.0.1:80811 is not http://127.0.0.1:8081.
        if not request.url.startswith((f"{self.address}/", *OWN_SCHEMES)):
            self.faults.append(f"outside request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in self.allowed):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens pages: `open_page(size=PHONE, javascript=False, allowed=("409",))`.

    Addresses may be relative to the live server. Each page has cookies of its own.
    """
    watch = Watch(live_server.url)
    contexts = []

    def opened(
        size: tuple[int, int] = DESKTOP, javascript: bool = True, allowed: tuple[str, ...] = ()
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        context.add_init_script(TELL_BREACHES)
        page = context.new_page()
        watch.on(page, allowed)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page at an office PC's size, in Chinese."""
    return open_page()


@pytest.fixture
def log_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """`log_in(page, user)`: the page's browser holds a session of that person's."""

    def logged_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return logged_in
