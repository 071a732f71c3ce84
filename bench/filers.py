"""What a filer does in the last hour of a quarter, for locust: log in, look, type, submit.

Each submission that was answered as done is one line of the file ACKNOWLEDGED, written before
anything else is asked: what stands there has to be in the database, whatever died since.
"""

import itertools
import json
import os
import threading
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task

CROWD = json.loads(Path(os.environ["CROWD"]).read_text())
ACKNOWLEDGED = Path(os.environ["ACKNOWLEDGED"])
PASSWORD = os.environ["CROWD_PASSWORD"]
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_next = itertools.count()
_lock = threading.Lock()
_DOWN = {0, 502, 503, 504}


def acknowledge(pk: int, figure: str) -> None:
    with _lock, ACKNOWLEDGED.open("a") as log:
        log.write(json.dumps({"pk": pk, "figure": figure}) + "\n")


class _Fields(HTMLParser):
    """The inputs and text areas of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        self._area = name if tag == "textarea" else ""
        ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
        if name and (tag == "textarea" or (tag == "input" and ticked)):
            self.found[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = ""


def fields_of(text: str) -> dict[str, str]:
    """What the fields of a page hold, by their names."""
    parser = _Fields()
    parser.feed(text)
    return parser.found


class Filer(HttpUser):
    """One person. Waits as somebody does who reads and types, only quicker."""

    wait_time = between(1, 4)

    def on_start(self) -> None:
        self.person = CROWD[next(_next) % len(CROWD)]
        self.left = list(self.person["reports"])
        self.typed = 0
        self.log_in()

    def log_in(self) -> None:
        page = self.client.get("/login/", name="login page")
        if page.status_code in _DOWN:
            return
        fields = {
            TOKEN: fields_of(page.text)[TOKEN],
            "username": self.person["name"],
            "password": PASSWORD,
        }
        with self.client.post(
            "/login/", fields, name="log in", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code == 302:
                answer.success()
            else:
                answer.failure(f"not let in: {answer.status_code}")

    @task(2)
    def look(self) -> None:
        self.client.get("/", name="overview")

    @task(1)
    def read(self) -> None:
        self.client.get("/standings/", name="standings")

    @task(5)
    def file(self) -> None:
        """One card: open the page, let the card save itself, submit it."""
        if not self.left:
            return
        report = self.left[0]
        address = f"/filing/?quarter={report['quarter']}"
        page = self.client.get(address, name="filing")
        if page.status_code in _DOWN:
            return
        if "/login/" in page.url:
            self.log_in()
            return
        prefix = f"r{report['pk']}-"
        fields = self._fields(page.text, prefix)
        if fields is None:
            self.left.pop(0)  # it was stored, though the answer was lost on the way
            return
        self.typed += 1
        figure = self._type(fields, prefix, report)
        draft = self.client.post(
            f"/filing/{report['pk']}/draft/",
            fields,
            name="draft",
            headers={"HX-Request": "true", "Referer": f"{self.host}{address}"},
        )
        if draft.status_code != 200:
            return
        self._keep(fields, draft.text, prefix)
        self._submit(address, fields, report, figure)

    @staticmethod
    def _fields(text: str, prefix: str) -> dict[str, str] | None:
        """Those of one card with the token of the page; None where it is no longer written on."""
        found = fields_of(text)
        if f"{prefix}version" not in found:
            return None
        own = {name: value for name, value in found.items() if name.startswith(prefix)}
        return own | {TOKEN: found[TOKEN]}

    def _type(self, fields: dict[str, Any], prefix: str, report: dict[str, Any]) -> str:
        figure = str(self.typed)
        if report["is_share"]:
            fields |= {f"{prefix}numerator": figure, f"{prefix}denominator": "100000"}
        else:
            fields[f"{prefix}value"] = figure
        fields[f"{prefix}done"] = "本季度按计划推进。"
        fields[f"{prefix}explanation"] = "以主管部门台账为准。"
        for name in (f"{prefix}not_applicable", f"{prefix}same_as_last"):
            fields.pop(name, None)
        return figure

    @staticmethod
    def _keep(fields: dict[str, Any], answer: str, prefix: str) -> None:
        """The version that the saved card carries now, and what the person has seen read back."""
        kept = fields_of(answer).items()
        fields |= {name: value for name, value in kept if name.startswith(prefix)}

    def _submit(
        self, address: str, fields: dict[str, Any], report: dict[str, Any], figure: str
    ) -> None:
        sent = fields | {"act": f"submit-{report['pk']}"}
        with self.client.post(
            address,
            sent,
            name="submit",
            allow_redirects=False,
            catch_response=True,
            headers={"Referer": f"{self.host}{address}"},
        ) as answer:
            if answer.status_code == 302 and "/login/" not in answer.headers["Location"]:
                acknowledge(report["pk"], figure)
                self.left.pop(0)
                answer.success()
            else:
                answer.failure(f"not taken: {answer.status_code}")


@events.quitting.add_listener
def _as_asked(environment: Any, **_more: Any) -> None:
    """Errors are counted by whoever reads the figures, not by the exit code."""
    environment.process_exit_code = 0
