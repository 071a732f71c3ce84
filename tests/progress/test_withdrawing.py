"""Taking back what nobody has decided on yet (撤回)."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress import filing, review
from progress.models import Event, Report
from tests.progress.at_once import at_once
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


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_it_is_a_draft_again_and_owed(world):
    report = world.filed("1-1", "2024Q2", value=Decimal(3))
    filing.withdraw(report=report, user=world.filer, version=report.version)
    found = fresh(report)
    assert (found.state, found.submitted_at, found.value) == ("draft", None, 3)
    assert Report.objects.filter(pk=report.pk).overdue(TODAY).exists()
    assert [one.act for one in Event.objects.all()] == ["withdrawn"]


def test_a_second_click_is_no_conflict_and_a_colleagues_is(world):
    report = world.filed("1-1", NOW, value=Decimal(3))
    for _ in range(3):
        filing.withdraw(report=report, user=world.filer, version=report.version)
    assert Event.objects.count() == 1
    colleague = make_user("colleague", "filer", world.education)
    with pytest.raises(filing.Stale):
        filing.withdraw(report=report, user=colleague, version=report.version)


def test_the_page_of_the_report(world, client):
    report = world.filed("1-1", NOW, value=Decimal(3))
    where = reverse("withdraw", args=[report.pk])
    assert where in client.get(reverse("report", args=[report.pk])).content.decode()
    assert client.post(where, {"version": "x"}).status_code == 422
    assert client.post(where, {"version": report.version}).status_code == 302
    assert fresh(report).state == "draft"


def test_a_reviewer_who_was_first_wins(world, client):
    report = world.filed("1-1", NOW, value=Decimal(3))
    review.accept(report=report, user=world.reviewer, version=report.version)
    answer = client.post(reverse("withdraw", args=[report.pk]), {"version": report.version})
    assert answer.status_code == 409
    assert str(world.reviewer) in answer.content.decode()
    assert fresh(report).state == "accepted"


def test_the_button_of_the_filing_page_saves_the_page_first(world, client):
    report, other = world.filed("1-1", NOW, value=Decimal(3)), world.report("27-0", NOW)
    act = f"withdraw-{report.pk}-{report.version}"
    assert act in client.get(reverse("filing")).content.decode()
    typed = {f"r{other.pk}-version": 0, f"r{other.pk}-value": "12"}
    answer = client.post(reverse("filing"), typed | {"act": act})
    assert answer["Location"].endswith(f"#r{report.pk}")
    assert (fresh(report).state, fresh(other).value) == ("draft", 12)


@pytest.mark.parametrize("act", ["withdraw-{pk}", "withdraw-{pk}-9", "withdraw-0-1", "withdraw--"])
def test_a_malformed_or_stale_button_changes_nothing(world, client, act):
    report = world.filed("1-1", NOW, value=Decimal(3))
    assert client.post(reverse("filing"), {"act": act.format(pk=report.pk)}).status_code == 302
    assert fresh(report).state == "submitted"


def test_what_a_neighbour_handed_in_stays(world, client):
    report = world.filed("8-1", NOW, world.counties[0], value=Decimal(1))
    client.post(reverse("filing"), {"act": f"withdraw-{report.pk}-{report.version}"})
    assert fresh(report).state == "submitted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_withdrawing_and_accepting_at_once_one_is_done(world, attempt):
    report = world.filed("1-1", NOW, value=Decimal(3))
    by = {"report": report, "version": report.version}
    done = at_once(
        [
            lambda: filing.withdraw(user=world.filer, **by),
            lambda: review.accept(user=world.reviewer, **by),
        ],
        refused=(filing.Stale,),
    )
    assert sorted(done) == [False, True]
    assert fresh(report).state == ("draft" if done[0] else "accepted")
