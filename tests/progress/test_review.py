"""The writes of reviewers: who may decide, that only one does, and what it does to the lights."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext, override

from departments.models import Role, RoleGrant
from progress import filing, review, standings
from progress.filing import Content, Incomplete, NotOpen, Stale
from progress.models import Event, Report, Standing
from progress.refusals import Refused
from progress.review import ReasonMissing
from tests.progress.test_filing import ACTS, snapshot
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


DECISIONS = {"accept": "submitted", "return": "submitted", "reopen": "accepted"}
"""Each decision, and the state in which it may be taken."""


def decide(world: World, act: str, user: Any, report: Report, reason: str = "请核对") -> None:
    version = report.version
    if act == "accept":
        review.accept(report=report, user=user, version=version)
    elif act == "return":
        review.return_(report=report, user=user, version=version, reason=reason)
    else:
        review.reopen(report=report, user=user, version=version, reason=reason)


# Who may

MAY_REVIEW = {
    "filer": False,
    "county_filer": False,
    "reviewer": True,
    "inspector": False,
    "administrator": False,
    "nobody": False,
    "filer_and_reviewer": True,
}


def person(world: World, name: str) -> Any:
    if name == "nobody":
        return make_user("nobody", Role.FILER, None)
    if name == "filer_and_reviewer":
        both = make_user("both", Role.FILER, world.education)
        RoleGrant.objects.create(user=both, role=Role.REVIEWER)
        return both
    return getattr(world, name)


@pytest.mark.parametrize("act", DECISIONS)
@pytest.mark.parametrize(("name", "may"), MAY_REVIEW.items())
def test_who_may_decide(world, act, name, may):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    before = snapshot(report)
    if may:
        decide(world, act, person(world, name), report)
        assert snapshot(report)["state"] != before["state"]
        return
    with pytest.raises(PermissionDenied):
        decide(world, act, person(world, name), report)
    assert snapshot(report) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize("act", DECISIONS)
@pytest.mark.parametrize("hand", ["saved", "submitted", "accepted"])
def test_nobody_reviews_what_they_wrote(world, act, hand):
    """Having decided before is no hand in it; having written is."""
    both = person(world, "filer_and_reviewer")
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    filing.record(report, hand, both)
    queue = Report.objects.reviewable_by(both).filter(pk=report.pk)
    if hand == "accepted":
        assert queue.exists() is (DECISIONS[act] == "submitted")
        decide(world, act, both, report)
        return
    assert not queue.exists()
    with pytest.raises(PermissionDenied):
        decide(world, act, both, report)
    answer = logged_in(both).post(
        reverse(act, args=[report.pk]), {"version": report.version, "reason": "请核对"}
    )
    assert answer.status_code == 403
    assert snapshot(report)["state"] == DECISIONS[act]


# Why


@pytest.mark.parametrize("act", ["return", "reopen"])
@pytest.mark.parametrize("reason", ["", "  ", "\n\t", "　"])
def test_sending_back_needs_a_reason(world, act, reason):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    before = snapshot(report)
    with pytest.raises(ReasonMissing):
        decide(world, act, world.reviewer, report, reason)
    assert snapshot(report) == before
    answer = logged_in(world.reviewer).post(
        reverse(act, args=[report.pk]), {"version": report.version, "reason": reason}
    )
    assert answer.status_code == 422
    with override("en"):
        assert gettext("Say what has to be corrected.") in answer.content.decode()
    assert snapshot(report) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize(("act", "kept"), [("return", "returned"), ("reopen", "reopened")])
def test_the_reason_is_kept_with_who_gave_it(world, act, kept):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    decide(world, act, world.reviewer, report, "  请附佐证材料  ")
    event = Event.objects.get()
    assert (event.act, event.by, event.reason) == (kept, world.reviewer, "请附佐证材料")
    assert (snapshot(report)["state"], snapshot(report)["submitted_at"]) == ("returned", None)


BAD = [
    {"version": ""},
    {"version": "x"},
    {"version": "9" * 40},
    {"version": "0\x00"},
    {"reason": "a\x00b"},
    {"reason": "长" * 2001},
]


@pytest.mark.parametrize("act", ["return", "reopen"])
@pytest.mark.parametrize("bad", BAD)
def test_a_malformed_decision_changes_nothing(world, act, bad):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    before = snapshot(report)
    sent = {"version": str(report.version), "reason": "请核对", **bad}
    answer = logged_in(world.reviewer).post(reverse(act, args=[report.pk]), sent)
    assert answer.status_code == 422
    assert snapshot(report) == before


# Over HTTP


@pytest.mark.parametrize("act", DECISIONS)
def test_a_decision_leads_back_to_the_queue(world, act):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    sent = {"version": report.version, "reason": "请核对"}
    answer = logged_in(world.reviewer).post(reverse(act, args=[report.pk]), sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("queue"))
    assert Event.objects.count() == 1


BACKS = [
    ("task=4", "?task=4"),
    ("task=4&sort=-submitted_at", "?task=4&sort=-submitted_at"),
    ("//evil.example/", "?%2F%2Fevil.example%2F="),
    ("https://evil.example", "?https%3A%2F%2Fevil.example="),
]


@pytest.mark.parametrize(("asked", "end"), BACKS)
def test_a_decision_leads_back_to_the_queue_as_it_was_filtered(world, asked, end):
    report = world.filed("1-1", NOW, state="submitted", value=Decimal(3))
    address = f"{reverse('accept', args=[report.pk])}?{urlencode({'back': asked})}"
    answer = logged_in(world.reviewer).post(address, {"version": report.version})
    assert answer["Location"] == reverse("queue") + end


@pytest.mark.parametrize("act", DECISIONS)
def test_the_second_reviewer_is_told_and_keeps_the_reason(world, act):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    second = make_user("second", Role.REVIEWER, world.education)
    decide(world, act, world.reviewer, report)
    answer = logged_in(second).post(
        reverse(act, args=[report.pk]), {"version": report.version - 1, "reason": "我的意见"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert str(world.reviewer) in page
    assert Event.objects.count() == 1


def test_a_stale_reason_stays_in_the_form(world):
    """Submitted anew meanwhile: there is still something to decide, on another version."""
    report = world.filed("1-1", NOW, value=Decimal(3))
    answer = logged_in(world.reviewer).post(
        reverse("return", args=[report.pk]), {"version": report.version - 1, "reason": "我的意见"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "我的意见" in page
    assert f'name="version" value="{report.version}"' in page


@pytest.mark.parametrize("act", DECISIONS)
def test_a_locked_quarter_offers_no_decision_and_takes_none(world, act):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(3))
    client, address = logged_in(world.reviewer), reverse(act, args=[report.pk])
    assert address in client.get(reverse("report", args=[report.pk])).content.decode()
    world.plan.quarters.update(is_locked=True)
    assert address not in client.get(reverse("report", args=[report.pk])).content.decode()
    answer = client.post(address, {"version": report.version, "reason": "请核对"})
    assert answer.status_code == 409
    with override("en"):
        closed = gettext("This quarter is closed for filing. Nothing was changed.")
    assert escape(closed) in answer.content.decode()
    assert snapshot(report)["state"] == DECISIONS[act]


# What it does to the lights


def lights(world: World, code: str) -> dict[str, str]:
    found = Standing.objects.filter(target=world.targets[code]).select_related("quarter")
    return {one.quarter.code: one.light for one in found}


def test_accepting_changes_this_quarter_and_the_later_ones(world):
    report = world.filed("1-1", "2024Q2", value=Decimal(8))
    before = lights(world, "1-1")
    review.accept(report=report, user=world.reviewer, version=report.version)
    after = lights(world, "1-1")
    changed = {quarter for quarter in before if before[quarter] != after[quarter]}
    assert changed == {quarter for quarter in before if quarter >= "2024Q2"}
    assert {after[quarter] for quarter in changed} == {"blue"}
    assert standings.differences(world.plan) == []
    report.refresh_from_db()
    review.reopen(report=report, user=world.reviewer, version=report.version, reason="有误")
    assert lights(world, "1-1") == before
    assert standings.differences(world.plan) == []


def test_a_return_changes_no_light(world):
    report = world.filed("1-1", "2024Q2", value=Decimal(8))
    before = lights(world, "1-1")
    review.return_(report=report, user=world.reviewer, version=report.version, reason="有误")
    assert lights(world, "1-1") == before
    assert standings.differences(world.plan) == []


@pytest.mark.parametrize("act", ["accept", "reopen"])
def test_a_decision_and_its_lights_are_one_transaction(world, act, monkeypatch):
    report = world.filed("1-1", NOW, state=DECISIONS[act], value=Decimal(8))
    before = snapshot(report)

    def broken(_report: Report) -> None:
        raise RuntimeError

    monkeypatch.setattr(standings, "refresh", broken)
    with pytest.raises(RuntimeError):
        decide(world, act, world.reviewer, report)
    assert snapshot(report) == before
    assert not Event.objects.exists()
    assert standings.differences(world.plan) == []


# Two at once


def at_once(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """What came of two acts of which neither saw the other: "done" or the refusal's name.

    On PostgreSQL the second really waits for the first one's lock, in a connection of its own,
    until the first has committed. SQLite lets one writer in at a time: there they go in turn.
    """
    if connection.vendor != "postgresql":
        return [_outcome(first), _outcome(second)]
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            outcomes = [_outcome(first)]
            waiting = pool.submit(_in_own_connection, second)
            _wait_for_lock()
        return [*outcomes, waiting.result(timeout=20)]


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except (Stale, NotOpen, Incomplete, Refused) as refused:
        return type(refused).__name__
    return "done"


def _in_own_connection(act: Callable[[], object]) -> str:
    try:
        return _outcome(act)
    finally:
        connections.close_all()


def _wait_for_lock() -> None:
    waits = (
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE NOT granted AND datname = current_database()"
    )
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the second act did not wait for the first")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        ("draft", "save", "submit"),
        ("draft", "submit", "save"),
        ("submitted", "accept", "return"),
        ("submitted", "return", "accept"),
        ("accepted", "reopen", "reopen"),
    ],
)
def test_of_two_at_once_one_wins(state, first, second):
    world = make_world()
    report = world.filed("1-1", NOW, state=state, value=Decimal(2))
    version = report.version
    seen, also_seen = (Report.objects.for_page().get(pk=report.pk) for _ in range(2))
    outcomes = at_once(
        lambda: ACTS[first](world, seen, version), lambda: ACTS[second](world, also_seen, version)
    )
    assert outcomes == ["done", "Stale"]
    assert snapshot(report)["version"] == version + 1
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_saving_at_once_lose_nothing():
    world = make_world()
    report = world.report("1-1", NOW)
    colleague = make_user("colleague", Role.FILER, world.education)
    five = Content(value=Decimal(5))
    outcomes = at_once(
        lambda: ACTS["save"](world, report, 0),
        lambda: filing.save_draft(report=report, user=colleague, version=0, content=five),
    )
    assert outcomes == ["done", "Stale"]
    assert snapshot(report)["value"] == Decimal(3)


@pytest.mark.django_db(transaction=True)
def test_one_person_submitting_twice_at_once_stores_one():
    world = make_world()
    report = world.filed("1-1", NOW, state="draft", value=Decimal(2))
    version = report.version
    outcomes = at_once(
        lambda: ACTS["submit"](world, report, version),
        lambda: ACTS["submit"](world, report, version),
    )
    assert outcomes == ["done", "done"]
    assert [one.act for one in Event.objects.all()] == ["submitted"]
