"""Every page that can be looked at, in a world where no list is empty.

A page is reached by its address, or by a form that comes back. What the browser gets is made by
Django's test client: `opened` and `sent` yield where it stands and the answer.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from departments.models import Organization, User
from progress import closing, extending, saved_views
from progress.models import Closure, Extension, Objection, SavedView, Urge
from progress.plans import bring_up_to_date
from tasks.models import Plan
from tests.access_rows import GET, POST
from tests.progress.worlds import PASSWORD, World, make_user
from tests.test_query_counts import small

NO_PAGES = {
    "evidence": "a file",
    "filing-template": "a file",
    "summary": "a file",
    "set_language": "leads back",
    "filing-draft": "only POST, answered with a part of a page",
    "admin:index": "Django's own",
}
ONLY_SENT = {
    *("filing-upload", "filing-confirm", "filing-marked", "accept", "return", "reopen"),
    *("withdraw", "evidence-add", "evidence-remove", "quarter-lock", "quarter-reopen"),
    *("quarter-move", "decide-extension", "decide-objection", "decide-closure", "reopen-task"),
    *("logout", "notices-read", "delete-saved-view"),
}
"""Addresses without a page of their own, which may answer a form with one."""
ROLES = ("reviewer", "filer", "county", "inspector", "administrator", "nobody", "")
"""As in the table of access, who has most to see first; the last one is a stranger."""
ASKED = "?quarter=2024Q2"
Shown = tuple[str, Any]


def full_world() -> World:
    """`small`, with what has been decided beside what still waits."""
    world = small()
    User.objects.create_user("nobody", PASSWORD)
    asked = extending.ask(
        target=world.targets["8-1"],
        user=world.county_filer,
        reason="招标延后",
        progress="过半",
        until=date(2026, 6, 30),
    )
    extending.grant(extension=asked, user=world.reviewer, reason="同意")
    world.accepted("20-1", "2024Q3", value=Decimal(100_000))
    closing.refuse(closure=Closure.objects.get(), user=world.reviewer, reason="请补材料")
    closing.ask(task=world.targets["22-1"].task, user=world.filer, reason="材料已补")
    saved_views.save(user=world.filer, name="滞后", page="lagging", query="")
    world.plan.quarters.filter(ordinal=world.quarter("2023Q4").ordinal).update(is_locked=True)
    return world


def objects(world: World) -> dict[str, list[Any]]:
    """What the addresses with a number are opened for."""
    first, second, third = world.counties
    reports = [
        world.report("1-1", "2024Q2"),  # returned
        world.report("1-1", "2024Q3"),  # not filed
        world.report("8-1", "2024Q2", second),  # waits for its decision
        world.report("8-1", "2024Q2", third),  # a draft
        world.report("4-1", "2022Q4", first),  # accepted
    ]
    targets = [world.targets[code] for code in ("1-1", "8-1")]
    of_kind: dict[str, list[Any]] = {
        "report accept return reopen withdraw evidence-add": reports,
        "contribution": [world.report("4-1", "2024Q2", first)],
        "quarter quarter-lock quarter-reopen quarter-move": [
            world.quarter(code) for code in ("2024Q3", "2024Q2", "2023Q4")
        ],
        "task": [world.targets[code].task for code in ("1-1", "4-1", "8-1", "22-1")],
        "close": [world.targets[code].task for code in ("22-1", "1-1")],
        "why": [world.standing("4-1", "2024Q2"), world.standing("8-1", "2024Q2", first)],
        "urge": list(Urge.objects.all()),
        "extension decide-extension": list(Extension.objects.all()),
        "extend outlook checkpoints": targets,
        "closure decide-closure reopen-task": list(Closure.objects.all()),
        "organization score": [world.education, first],
        "objection decide-objection": list(Objection.objects.all()),
        "delete-saved-view": list(SavedView.objects.all()),
        "evidence-remove": list(reports[0].evidence.all()),
    }
    return {name: found for names, found in of_kind.items() for name in names.split()}


def addresses(world: World, name: str) -> list[str]:
    if name == "object":
        return [f"{reverse(name)}{ASKED}&key=no_data:{world.targets['27-0'].pk}::2024"]
    found = objects(world).get(name)
    if found is None:
        return [reverse(name) + ASKED]
    return [reverse(name, args=[one.pk]) for one in found]


def client_of(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(User.objects.get(username=role))
    return client


def opened(world: World, role: str) -> Iterator[Shown]:
    """Every address with a page, as that role: the page, or why it is not shown."""
    client = client_of(role)
    for name in dict.fromkeys(name for name, _whose, _answers in GET):
        if name not in NO_PAGES and name not in ONLY_SENT:
            for where in addresses(world, name):
                yield where, client.get(where)


def with_nothing_in_them() -> Iterator[Shown]:
    """The pages of a plan without tasks, and of an installation without a plan."""
    organization = Organization.objects.create(name="市教育局")
    for role in ("reviewer", "filer"):
        make_user(role, role, organization)
    yield from _plain_addresses("reviewer")
    Plan.objects.create(name="新方案", starts_on=date(2022, 1, 1), ends_on=date(2025, 12, 31))
    bring_up_to_date()
    for role in ("reviewer", "filer"):
        yield from _plain_addresses(role)


def _plain_addresses(role: str) -> Iterator[Shown]:
    client = client_of(role)
    for name in dict.fromkeys(name for name, whose, _answers in GET if not whose):
        if name not in NO_PAGES and name not in ONLY_SENT:
            yield reverse(name), client.get(reverse(name))


def sent(world: World, role: str) -> Iterator[Shown]:
    """Every form sent empty, as that role: the page comes back and says what is missing."""
    client = client_of(role)
    for name in dict.fromkeys(name for name, _whose, _answers in POST):
        if name in {"logout", "set_language", "filing-draft"}:
            continue
        for where in addresses(world, name):
            with transaction.atomic():
                answer = client.post(where, {})
                transaction.set_rollback(True)
            if answer.status_code in {200, 409, 422}:
                yield where, answer


def others(world: World) -> Iterator[Shown]:
    """Pages that neither an address nor an empty form leads to."""
    stranger = Client(enforce_csrf_checks=True)
    yield reverse("login"), stranger.post(reverse("login"), {"username": "filer"})
    wrong = {"username": "filer", "password": "wrong"}
    yield reverse("login"), Client().post(reverse("login"), wrong)
    yield "/", Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.test"})
    yield from of_filing(world)
    yield from of_a_closed_task(world)
    where = reverse("checkpoints", args=[world.targets["1-1"].pk])
    reviewer = client_of("reviewer")
    form = reviewer.get(where).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"act": "try"}
    yield where, reviewer.post(where, typed)


def of_filing(world: World) -> Iterator[Shown]:
    """A figure that is no figure, one out of date, a login in between, and workbooks."""
    where = reverse("filing") + "?quarter=2024Q3"
    prefix = f"r{world.report('1-1', '2024Q3').pk}"
    typed = {"act": "submit-all", f"{prefix}-version": 0, f"{prefix}-value": "大约五所"}
    client = client_of("filer")
    yield where, client.post(where, typed)
    yield where, client.post(where, typed | {f"{prefix}-version": 9, f"{prefix}-value": "5"})
    asked = Client().post(where, typed)
    yield where, asked
    kept = {"username": "filer", "password": PASSWORD, "kept": asked.context["kept"]}
    yield reverse("login"), Client().post(reverse("login"), kept)
    for figure in ("大约五所", 5):
        where = reverse("filing-upload")
        yield where, client.post(where, workbook(client, figure))


def of_a_closed_task(world: World) -> Iterator[Shown]:
    closure = Closure.objects.get(state="asked")
    closing.grant(closure=closure, user=world.reviewer, reason="同意")
    for role in ("filer", "reviewer"):
        client = client_of(role)
        for where in [
            reverse("closure", args=[closure.pk]),
            reverse("task", args=[closure.task_id]),
        ]:
            yield where, client.get(where)


def workbook(client: Client, figure: object) -> dict[str, Any]:
    template = client.get(reverse("filing-template"))
    book = load_workbook(io.BytesIO(b"".join(template)))
    book.worksheets[0]["H4"] = figure
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "filled.xlsx"
    return {"file": file}
