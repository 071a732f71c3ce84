"""What a filer does in the last hour of a quarter, for locust: log in, look, type, submit.

Each submission that was answered as done is one line of the file ACKNOWLEDGED, written before
anything else is asked: what stands there has to be in the database, whatever died since.
"""

import itertools
import json
import os
import threading
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task
from lxml import html

CROWD = json.loads(Path(os.environ["CROWD"]).read_text())
ACKNOWLEDGED = Path(os.environ["ACKNOWLEDGED"])
PASSWORD = os.environ["CROWD_PASSWORD"]
_next = itertools.count()
_lock = threading.Lock()
_DOWN = {0, 502, 503, 504}


def acknowledge(pk: int, figure: str) -> None:
    with _lock, ACKNOWLEDGED.open("a") as log:
        log.write(json.dumps({"pk": pk, "figure": figure}) + "\n")


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
        fields = dict(html.fromstring(page.text).forms[-1].fields)
        fields |= {"username": self.person["name"], "password": PASSWORD}
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
    def _fields(text: str, prefix: str) -> dict[str, Any] | None:
        for form in html.fromstring(text).forms:
            names = {name: value or "" for name, value in form.fields.items()}
            if f"{prefix}version" in names:
                token = names["csrfmiddlewaretoken"]
                own = {name: value for name, value in names.items() if name.startswith(prefix)}
                return own | {"csrfmiddlewaretoken": token}
        return None

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
        for one in html.fromstring(answer).iter("input"):
            if (name := one.get("name", "")).startswith(prefix):
                fields[name] = one.get("value", "")

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
