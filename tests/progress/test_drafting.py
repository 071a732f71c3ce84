"""Cards that save themselves: what is stored, what is told, and what the history keeps of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import filing
from progress.filing import Content
from progress.models import Event, Report
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.filer)
    client.cookies["django_language"] = "en"
    return client


def autosave(client: Client, report: Report, **typed: object) -> Any:
    sent = {"version": report.version, "value": "", "done": ""} | typed
    data = {f"r{report.pk}-{name}": str(value) for name, value in sent.items()}
    return client.post(reverse("filing-draft", args=[report.pk]), data)


def fresh(report: Report) -> Report:
    return Report.objects.for_page().get(pk=report.pk)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_card_is_saved_and_read_back(world, client):
    report = world.report("1-1", NOW)
    with CaptureQueriesContext(connection) as queries:
        answer = autosave(client, report, value="7.2万", done="推进中")
    assert answer.status_code == 200
    assert len(queries) <= 12, "\n".join(one["sql"] for one in queries)
    stored = fresh(report)
    assert (stored.state, stored.value, stored.done) == ("draft", 72_000, "推进中")
    said = text(answer)
    assert "saved by itself" in said
    assert "72,000 所" in said
    assert f'name="r{report.pk}-version" value="{stored.version}"' in said
    assert f'name="r{report.pk}-echoed" value="value=72000"' in said
    # The fields themselves never come back: they would take the words out of one's hands.
    assert "<textarea" not in said
    assert f'name="r{report.pk}-value"' not in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "大约"}, "is not a number"),
        ({"value": "1.5"}, "is not a whole number"),
        ({"value": "3", "not_applicable": "on"}, "Say why it does not apply"),
    ],
)
def test_what_is_no_number_is_named_and_not_saved(world, client, typed, words):
    report = world.report("1-1", NOW)
    answer = autosave(client, report, **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "not saved" in text(answer)
    assert fresh(report).state == "unfiled"


def test_nothing_overwrites_a_colleague_by_itself(world, client):
    """However often it tries: only a button does, once the person has been told."""
    report = world.report("1-1", NOW)
    colleague = make_user("colleague", "filer", world.education)
    filing.save_draft(report=report, user=colleague, version=0, content=Content(value=Decimal(5)))
    for _ in range(2):
        answer = autosave(client, report, value="4")
        assert answer.status_code == 409
        assert str(colleague) in text(answer)
        assert f'name="r{report.pk}-version" value="0"' in text(answer)
    assert fresh(report).value == 5


def test_what_was_handed_in_or_locked_is_told(world, client):
    handed_in, locked = world.filed("1-1", NOW, value=Decimal(5)), world.report("27-0", NOW)
    assert autosave(client, handed_in, value="4", version=0).status_code == 409
    world.plan.quarters.update(is_locked=True)
    assert autosave(client, locked, value="4").status_code == 409
    assert (fresh(handed_in).value, fresh(locked).state) == (5, "unfiled")


def test_a_script_whose_session_has_ended_is_told_so(world):
    report = world.report("1-1", NOW)
    where = reverse("filing-draft", args=[report.pk])
    answer = Client(headers={"HX-Request": "true"}).post(where, {"x": "1"})
    assert (answer.status_code, answer.content) == (401, b"")


# What the history keeps of it


def save(world: World, report: Report, automatic: bool = True, **content: Any) -> None:
    filing.save_draft(
        report=report,
        user=content.pop("user", world.filer),
        version=fresh(report).version,
        content=Content(**content),
        automatic=automatic,
    )


def acts() -> list[str]:
    return [one.act for one in Event.objects.order_by("pk")]


def test_one_sitting_is_one_row(world):
    report = world.filed("1-1", NOW, state="draft", value=Decimal(2))
    save(world, report, value=Decimal(3), done="已")
    save(world, report, value=Decimal(4), done="已建成")
    save(world, report, value=Decimal(2), done="已建成四所", problems="无")
    [event] = Event.objects.all()
    assert event.changes == {"done": ["", "已建成四所"], "problems": ["", "无"]}
    assert fresh(report).version == report.version + 3


@pytest.mark.parametrize(("minutes", "rows"), [(9, 1), (11, 2)])
def test_a_sitting_ends_after_ten_minutes(world, minutes, rows):
    report = world.report("1-1", NOW)
    save(world, report, value=Decimal(3))
    for event in Event.objects.all():
        event.at -= timedelta(minutes=minutes)
        event.save()
    save(world, report, value=Decimal(4))
    assert len(acts()) == rows


def test_another_person_or_another_act_ends_a_sitting(world):
    report = world.report("1-1", NOW)
    colleague = make_user("colleague", "filer", world.education)
    save(world, report, value=Decimal(3))
    save(world, report, value=Decimal(4), user=colleague)
    save(world, report, value=Decimal(5), automatic=False)
    save(world, report, value=Decimal(6))
    assert acts() == ["autosaved", "autosaved", "saved", "autosaved"]
    first = Event.objects.order_by("pk")[0]
    assert (first.by, first.changes) == (world.filer, {"value": [None, "3"]})


def test_whose_card_saved_itself_does_not_review_it(world):
    report = world.report("1-1", NOW)
    save(world, report, value=Decimal(3))
    assert report.was_written_by(world.filer)
