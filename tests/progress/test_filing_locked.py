"""A quarter that is locked while somebody types: nothing is lost, and nothing offered in vain."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from progress import quarter_life
from progress.models import Report
from tests.progress.worlds import World, make_world

NOW = "2024Q3"
AFTER = date(2024, 10, 20)
TYPED = {"version": "0", "value": "4", "done": "我写的话"}


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = AFTER
    return make_world()


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.filer)
    client.cookies["django_language"] = "en"
    return client


def lock(world: World) -> None:
    quarter = world.quarter(NOW)
    tally = quarter_life.tally_of(quarter)
    seen = {"missing": tally.missing, "waiting": tally.waiting}
    quarter_life.lock(quarter=quarter, user=world.reviewer, reason="通报已出", **seen)


def press(client: Client, act: str, report: Report) -> Any:
    sent = {f"r{report.pk}-{name}": text for name, text in TYPED.items()}
    return client.post(f"{reverse('filing')}?quarter={NOW}", {"act": act, **sent})


def test_the_page_says_who_locked_it_and_gives_the_words_back(world, client):
    report = world.report("1-1", NOW)
    lock(world)
    answer = press(client, f"submit-{report.pk}", report)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{world.reviewer} locked this quarter on 2024-10-20" in page
    assert "通报已出" in page
    assert "我写的话" in page
    assert "changed elsewhere" not in page


def test_nothing_is_offered_that_cannot_work(world, client):
    report = world.report("1-1", NOW)
    lock(world)
    page = press(client, "save", report).content.decode()
    assert 'name="act"' not in page
    assert 'type="file"' not in page
    assert "add files" not in page
    assert 'hx-post="' + reverse("filing-draft", args=[report.pk]) not in page
    assert f'name="r{report.pk}-value" value="4"' in page
    assert "readonly" in page


def test_after_a_reopening_the_same_page_sent_once_more_is_handed_in(world, client):
    report = world.report("1-1", NOW)
    lock(world)
    act = f"submit-{report.pk}"
    assert press(client, act, report).status_code == 409
    quarter_life.reopen(quarter=world.quarter(NOW), user=world.reviewer, reason="补报")
    assert press(client, act, report).status_code == 302
    assert Report.objects.get(pk=report.pk).state == "submitted"


def test_a_card_that_saves_itself_says_who_locked_it(world, client):
    report = world.report("1-1", NOW)
    lock(world)
    sent = {f"r{report.pk}-{name}": text for name, text in TYPED.items()}
    answer = client.post(reverse("filing-draft", args=[report.pk]), sent)
    assert answer.status_code == 409
    assert f"{world.reviewer} locked this quarter" in answer.content.decode()


def test_a_locked_quarter_names_who_locked_it_to_whoever_reads_it(world, client):
    lock(world)
    page = client.get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    assert f"Locked by {world.reviewer} on" in page


def test_of_several_acts_the_latest_lock_counts(world, client):
    lock(world)
    quarter_life.reopen(quarter=world.quarter(NOW), user=world.reviewer, reason="补报")
    tally = quarter_life.tally_of(world.quarter(NOW))
    seen = {"missing": tally.missing, "waiting": tally.waiting}
    quarter_life.lock(quarter=world.quarter(NOW), user=world.reviewer, reason="再锁", **seen)
    page = client.get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    assert "再锁" in page
    assert "通报已出" not in page
