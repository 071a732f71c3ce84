"""A chromium that shows answers of Django's test client, and what axe finds on them.

No server runs: the browser is handed the answer itself, with its headers, so that pages that come
after a form was sent, and pages of faults, are shown like any other.
"""

import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python import base
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.conftest import DESKTOP, TELL_BREACHES, Watch

SITE = "http://localhost"
NARROW = 320
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

AXE = base.AXE_FILE_PATH.read_text(encoding="utf-8")
SHOW_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
RUN = f"""() => axe.run(document, {{
    runOnly: {json.dumps(STANDARD)}, resultTypes: ['violations'], preload: false
}}).then(found => found.violations.flatMap(one => one.nodes.map(
    node => `${{one.id}} ${{node.target}} ${{node.html.slice(0, 160)}}`)))"""
DOUBLED = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
    .filter((id, place, all) => all.indexOf(id) !== place).map(id => `id twice: ${id}`)"""
WIDTH = "document.documentElement.scrollWidth"


@cache
def static(path: str) -> tuple[bytes, str]:
    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    return Path(found).read_bytes(), mimetypes.guess_type(path)[0] or ""


@dataclass
class Screen:
    """One page at an office PC's size, in Chinese."""

    page: Page
    watch: Watch
    answer: HttpResponse | None = None

    def _serve(self, route: Route, request: Request) -> None:
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            body, kind = static(path)
            route.fulfill(body=body, content_type=kind)
        elif request.is_navigation_request() and self.answer is not None:
            headers = dict(self.answer.items())
            route.fulfill(status=200, headers=headers, body=self.answer.content)
        else:
            route.abort()

    def faults(self, answer: HttpResponse, where: str) -> list[str]:
        """What is wrong with the page: breaches of the standard, doubled ids, too wide."""
        self.answer = answer
        self.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        self.page.goto(SITE + where)
        self.page.evaluate(SHOW_ALL)
        self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(RUN) + self.page.evaluate(DOUBLED)
        return found + self._too_wide(DESKTOP[0]) + self._too_wide(NARROW)

    def _too_wide(self, width: int) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": DESKTOP[1]})
        taken: int = self.page.evaluate(WIDTH)
        return [] if taken <= width else [f"{taken} px wide on a screen of {width}"]


def open_screen(browser: Browser) -> Screen:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    context.add_init_script(TELL_BREACHES)
    screen = Screen(context.new_page(), Watch(SITE))
    screen.watch.on(screen.page, allowed=())
    screen.page.route("**/*", screen._serve)
    return screen


def is_page(answer: Any) -> bool:
    return str(answer.headers.get("Content-Type", "")).startswith("text/html")
