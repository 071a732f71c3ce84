"""What the filing page says: what was left out, what is urgent, how a figure reads."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from progress import urging
from progress.comparing import doubts_about, last_filed
from progress.models import Event, Report
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    return logged_in(world.filer)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def press(client: Client, act: str, *cards: tuple[Report, dict[str, str]]) -> Any:
    sent = {"act": act}
    for report, typed in cards:
        texts = {"version": str(Report.objects.get(pk=report.pk).version), **typed}
        sent |= {f"r{report.pk}-{name}": text for name, text in texts.items()}
    return client.post(f"{reverse('filing')}?quarter={NOW}", sent, follow=True)


def text(answer: Any) -> str:
    return str(answer.content.decode())


# What the button for everything leaves out


def test_what_was_returned_and_not_corrected_is_named_with_a_link(world, client):
    one = world.report("1-1", NOW)
    last = world.filed("27-0", NOW, state="returned", value=Decimal(2))
    page = text(press(client, "submit-all", (one, {"value": "3"}), (last, {"value": "2"})))
    assert "1 report submitted" in page
    link = f'<a href="#r{last.pk}">27-0</a>: returned and not corrected since'
    assert link in page


def test_it_is_named_too_where_nothing_else_was_to_be_done(world, client):
    last = world.filed("27-0", NOW, state="returned", value=Decimal(2))
    page = text(press(client, "submit-all", (last, {"value": "2"})))
    assert "returned and not corrected since" in page
    assert "Nothing was changed." not in page


def test_it_is_named_beside_what_is_wrong(world, client):
    one = world.report("1-1", NOW)
    last = world.filed("27-0", NOW, state="returned", value=Decimal(2))
    answer = press(client, "submit-all", (one, {"value": "x"}), (last, {"value": "2"}))
    assert answer.status_code == 422
    assert "returned and not corrected since" in text(answer)


def test_evidence_added_after_a_return_is_a_correction(world, client):
    last = world.filed("27-0", NOW, state="returned", value=Decimal(2))
    Event.objects.create(report=last, act="returned", at=timezone.now(), by=world.reviewer)
    Event.objects.create(report=last, act="attached", at=timezone.now(), by=world.filer)
    press(client, "submit-all", (last, {"value": "2"}))
    assert Report.objects.get(pk=last.pk).state == "submitted"


# What is urgent


def test_what_other_quarters_owe_is_said_with_days(world, client):
    """2024Q2 was due on 15 July, 87 days ago; one report was sent back."""
    world.filed("27-0", "2024Q2", state="returned", value=Decimal(2))
    page = text(client.get(f"{reverse('filing')}?quarter={NOW}"))
    debt = client.get(reverse("filing")).context["debts"][0]
    assert (debt.quarter.code, debt.unfiled, debt.unfiled_days) == ("2024Q2", 2, 87)
    assert "2 overdue and not filed, the longest by 87 days" in page
    assert (debt.returned, debt.returned_days) == (1, 87)
    assert f"{reverse('filing')}?quarter=2024Q2" in page


@pytest.mark.parametrize(("due", "days"), [(9, 1), (10, 0)])
def test_a_return_is_overdue_from_the_day_after(world, client, due, days):
    returned = world.filed("27-0", "2024Q2", state="returned", value=Decimal(2))
    Report.objects.filter(pk=returned.pk).update(redo_by=TODAY.replace(day=due))
    debt = client.get(reverse("filing")).context["debts"][0]
    assert (debt.returned, debt.returned_days) == (1, days)


def test_urgings_received_are_named_until_they_are_answered(world):
    client = logged_in(world.county_filer)
    where = f"{reverse('urges')}?answered=no"
    assert where not in text(client.get(reverse("filing")))
    report = world.report("8-1", "2024Q2", world.counties[0])
    matters = [urging.of_report(report)]
    urge = urging.urge(user=world.reviewer, matters=matters, message="请抓紧").now[0]
    page = text(client.get(reverse("filing")))
    assert where in page
    assert "1 urging received is not answered" in page
    urging.reply(urge=urge, user=world.county_filer, seen=0, text="已部署")
    assert where not in text(client.get(reverse("filing")))


# A share is read back


@pytest.mark.parametrize(
    ("part", "whole", "read"),
    [("1", "7", "14.28%"), ("2", "3", "66.66%"), ("7", "7", "100%"), ("0", "7", "0%")],
)
def test_a_share_is_read_back_cut_and_not_rounded(world, part, whole, read):
    client, report = logged_in(world.county_filer), world.report("4-1", NOW, world.counties[0])
    sent = {"version": "0", "numerator": part, "denominator": whole}
    data = {f"r{report.pk}-{name}": typed for name, typed in sent.items()}
    said = f"{part} / {whole} ＝ <strong>{read}</strong>"
    assert said in text(client.post(reverse("filing-draft", args=[report.pk]), data))
    page = text(client.get(f"{reverse('filing')}?quarter={NOW}"))
    assert said in page
    assert "both are counted alike" in page


@pytest.mark.parametrize("typed", [("", "7"), ("1", ""), ("1", "0"), ("8", "7"), ("x", "7")])
def test_no_share_is_read_back_where_there_is_none(world, typed):
    client, report = logged_in(world.county_filer), world.report("4-1", NOW, world.counties[0])
    sent = {"version": "0", "numerator": typed[0], "denominator": typed[1]}
    data = {f"r{report.pk}-{name}": value for name, value in sent.items()}
    assert "＝" not in text(client.post(reverse("filing-draft", args=[report.pk]), data))


def test_a_smaller_numerator_is_no_running_total(world):
    world.accepted("4-1", "2024Q2", world.counties[0], numerator=Decimal(5), denominator=Decimal(9))
    parts = {"numerator": Decimal(4), "denominator": Decimal(9)}
    report = world.filed("4-1", NOW, world.counties[0], state="draft", **parts)
    with override("en"):
        [doubt] = doubts_about(report, last_filed(report))
    assert doubt == "The numerator is smaller than last time: 5 in 2024 Q2, 4 now."


# What was done comes first, then what is still to be done


def test_what_was_saved_comes_before_what_wants_a_look(world, client):
    answer = press(
        client,
        f"submit-{world.report('1-1', NOW).pk}",
        (world.report("1-1", NOW), {"value": "7.2万"}),
    )
    page = text(answer)
    done, left = page.index("1 saved, 0 submitted."), page.index("Not submitted yet")
    assert done < left < page.index('<li><a href="#r')
