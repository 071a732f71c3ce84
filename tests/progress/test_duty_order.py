"""In which order the filing page shows what is owed: the most urgent first."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress.duty_cards import Card, Urgency, by_task
from progress.models import Event, Report, Standing
from tasks.models import Target, Task
from tests.progress.worlds import TODAY, make_world

LATER = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


def card(
    number: int,
    state: str = "unfiled",
    light: str = "green",
    place: int = 1,
    returned: int | None = None,
    soon: date = LATER,
) -> Card:
    """Of task `number`; sent back on that day of October, and due soon from `soon` on."""
    target = Target(task=Task(pk=number, number=number), place=place, code=f"{number}-{place}")
    report = Report(target=target, state=state)
    report.is_task_closed = False
    reason = {"red": "overdue", "blue": "met"}.get(light, "on_pace")
    standing = Standing(light=light, reason=reason, deadline=LATER, due_soon_from=soon)
    event = None
    if returned:
        event = Event(at=datetime(2024, 10, returned, tzinfo=UTC))
    return Card(report=report, standing=standing, last=None, returned=event, form=None)


def codes(cards: list[Card]) -> list[str]:
    return [one.report.target.code for one in sorted(cards, key=lambda one: one.place)]


URGENCIES = [
    ({"state": "returned", "light": "red", "returned": 3}, Urgency.RETURNED),
    ({"light": "red"}, Urgency.RED),
    ({"state": "draft", "light": "yellow"}, Urgency.YELLOW),
    ({"light": "yellow", "soon": TODAY}, Urgency.YELLOW),
    ({"soon": TODAY}, Urgency.DUE_SOON),
    ({"soon": date(2024, 10, 11)}, Urgency.OTHER),
    ({"light": "blue", "soon": TODAY}, Urgency.OTHER),
    ({"light": "grey"}, Urgency.OTHER),
    ({"state": "submitted", "light": "red"}, Urgency.DONE),
    ({"state": "accepted", "light": "yellow"}, Urgency.DONE),
]


@pytest.mark.parametrize(("about", "urgency"), URGENCIES)
def test_what_a_card_waits_for(about, urgency):
    assert card(1, **about).urgency == urgency


def test_a_closed_task_waits_for_nothing():
    closed = card(1, light="red")
    closed.report.is_task_closed = True
    assert closed.urgency == Urgency.DONE


def test_the_most_urgent_first_and_among_equals_as_listed():
    cards = [
        card(1, state="submitted"),
        card(9),
        card(8, soon=TODAY),
        card(7, light="yellow"),
        card(6, light="red", place=2),
        card(6, light="red"),
        card(5, light="red"),
        card(3, state="returned", returned=9),
        card(4, state="returned", returned=2),
    ]
    assert codes(cards) == ["4-1", "3-1", "5-1", "6-1", "6-2", "7-1", "8-1", "9-1", "1-1"]


def test_a_task_stands_where_its_most_urgent_card_does():
    cards = sorted(
        [card(1), card(2, place=1), card(2, light="red", place=2), card(3, light="yellow")],
        key=lambda one: one.place,
    )
    found = [(task.number, codes(cards)) for task, cards in by_task(cards)]
    assert found == [(2, ["2-2", "2-1"]), (3, ["3-1"]), (1, ["1-1"])]


@pytest.mark.django_db
def test_the_page_keeps_that_order():
    world = make_world()
    world.filed("1-1", "2024Q3", value=Decimal(8))
    client = Client()
    client.force_login(world.filer)
    owed = client.get(f"{reverse('filing')}?quarter=2024Q3").context["owed"]
    shown = [one for _task, cards in owed for one in cards]
    assert [one.urgency for one in shown] == sorted(one.urgency for one in shown)
    assert shown[-1].report.target.code == "1-1"
