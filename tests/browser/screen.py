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
A4, A4_LYING = 688, 1047
"""Between the margins of static/css/print.css, in px."""
MOST_STOPS = 400
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

AXE = base.AXE_FILE_PATH.read_text(encoding="utf-8")
SHOW_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
RUN = f"""() => axe.run(document, {{
    runOnly: {json.dumps(STANDARD)}, resultTypes: ['violations'], preload: false
}}).then(found => found.violations.flatMap(one => one.nodes.map(
    node => `${{one.id}} ${{node.target}} ${{node.html.slice(0, 160)}}`)))"""
DOUBLED = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
    .filter((id, place, all) => all.indexOf(id) !== place).map(id => `id twice: ${id}`)"""
LIES = "document.querySelector('.list-page, .heat-page') !== null"
# The ring of the menu's box is drawn around its label: the box itself is never seen.
STOP = """() => {
    const on = document.activeElement;
    if (!on || on === document.body) return null;
    const ringed = on.id === 'menu-open' ? on.nextElementSibling : on;
    const style = getComputedStyle(ringed), box = ringed.getBoundingClientRect();
    const part = ringed.getClientRects()[0];
    const top = part && document.elementFromPoint(
        Math.max(part.left, 0) + Math.min(part.width, innerWidth) / 2,
        Math.min(Math.max(part.top, 0) + part.height / 2, innerHeight - 1));
    const isRinged = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    const isOnTop = top && (ringed.contains(top) || top.contains(ringed));
    return {seen: isRinged && isInside && isOnTop, what: on.outerHTML.slice(0, 160)};
}"""
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

    def show(self, answer: Any, where: str, width: int = DESKTOP[0]) -> None:
        self.answer = answer
        self._size(width)
        self.page.goto(SITE + where)

    def faults(self, answer: Any, where: str) -> list[str]:
        """What is wrong with the page: breaches of the standard, doubled ids, too wide."""
        self.show(answer, where)
        self.page.evaluate(SHOW_ALL)
        found = breaches(self.page) + self.page.evaluate(DOUBLED)
        found += self._too_wide(DESKTOP[0]) + self._too_wide(NARROW)
        self.page.emulate_media(media="print")
        found += self._too_wide(A4_LYING if self.page.evaluate(LIES) else A4)
        self.page.emulate_media(media="screen")
        return found

    def unseen_stops(self) -> list[str]:
        """What Tab comes to on the page and nobody sees: without a ring, or out of sight."""
        found: list[str] = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop: dict[str, Any] | None = self.page.evaluate(STOP)
            if stop is None:
                return found
            if not stop["seen"]:
                found.append(stop["what"])
        return [*found, "no end"]

    def _size(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": DESKTOP[1]})

    def _too_wide(self, width: int) -> list[str]:
        self._size(width)
        taken: int = self.page.evaluate(WIDTH)
        return [] if taken <= width else [f"{taken} px wide where there are {width}"]


def breaches(page: Page) -> list[str]:
    """What axe finds on the page as it is shown now."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def open_screen(browser: Browser) -> Screen:
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.add_init_script(TELL_BREACHES)
    screen = Screen(context.new_page(), Watch(SITE))
    screen.watch.on(screen.page, allowed=())
    screen.page.route("**/*", screen._serve)
    return screen


def is_page(answer: Any) -> bool:
    is_html = str(answer.headers.get("Content-Type", "")).startswith("text/html")
    return is_html and answer.status_code not in {301, 302}
