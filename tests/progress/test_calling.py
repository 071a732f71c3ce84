"""The call list: who is on it, with what, in which order, and what of it is downloaded."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from progress import notifying, urging
from progress.calling import Call, call_list
from progress.models import Delivery, Standing
from tests.progress.worlds import TODAY, World, make_user, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    world.plan.quarters.filter(due_on__lt=date(2024, 7, 1)).update(is_locked=True)
    Standing.objects.update(light="green", reason="on_pace")
    return world


def call_of(world: World, organization) -> Call:
    return next(one for one in call_list(TODAY) if one.organization == organization)


def test_what_is_outstanding(world):
    first = world.counties[0]
    world.filed("8-1", "2024Q2", first, state="returned", value=Decimal(0))
    Standing.objects.update(light="green", reason="on_pace")
    rows = Standing.objects.filter(quarter=world.quarter("2024Q2"))
    rows.filter(organization=first, target__code="8-1").update(light="red", reason="far_behind")
    urging.urge(
        user=world.reviewer,
        matters=[urging.of_report(world.report("4-1", "2024Q2", first))],
        message="请今日报送",
    )
    call = call_of(world, first)
    assert dict(call.overdue) == {"2024Q2": ["4-1", "8-1"]}
    assert dict(call.due) == {"2024Q3": ["4-1", "8-1"]}
    assert dict(call.returned) == {"2024Q2": ["8-1"]}
    assert list(call.red.values()) == [["8-1"]]
    assert dict(call.unanswered) == {"2024Q2": ["4-1"]}
    assert (call.days_late, call.outstanding) == (87, 7)


def test_the_worst_comes_first_and_the_blameless_not_at_all(world):
    labour, first = world.labour, world.counties[0]
    for code in ("4-1", "8-1"):
        for quarter in ("2024Q2", "2024Q3"):
            world.filed(code, quarter, first, state="accepted", value=Decimal(1))
    world.filed("20-1", "2024Q2", labour, value=Decimal(1))
    Standing.objects.update(light="green", reason="on_pace")
    names = [one.organization.name for one in call_list(TODAY)]
    assert first.name not in names
    assert names[-1] == labour.name
    assert [one.days_late for one in call_list(TODAY)] == [87, 87, 87, 0]


def test_whom_to_call(world):
    second = make_user("second", "filer", world.counties[0])
    for user, phone in ((world.county_filer, "0377-1"), (second, "0377-2")):
        user.phone = phone
        user.save()
    make_user("boss", "inspector", world.counties[0])
    gone = make_user("gone", "filer", world.counties[0])
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    call = call_of(world, world.counties[0])
    assert call.contacts == "county先生、second先生"
    assert call.phones == "0377-1、0377-2"


def test_the_download_tells_how_each_was_last_reminded(world, settings):
    settings.EMAIL_ENABLED = True
    type(world.county_filer).objects.filter(pk=world.county_filer.pk).update(email="a@example.cn")
    notifying.make(day=TODAY)
    mine = Delivery.objects.filter(notice__organization=world.counties[0])
    last = mine.order_by("-notice", "pk")[0]
    Delivery.objects.filter(pk=last.pk).update(state="in_doubt")
    client = Client()
    client.force_login(world.inspector)
    answer = client.get(reverse("calls"), {"export": "xlsx"})
    head, *rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(3, values_only=True))
    row = next(one for one in rows if one[0] == "宛城区")
    assert len(head) == len(row)
    told = str(row[-1]).splitlines()
    assert told[0].startswith("2024-10-10")
    assert f"{last.pk}" in told[1]
    assert "a@example.cn" in told[1]


def test_messages_that_did_not_arrive_bring_one_onto_the_list(world, settings):
    settings.EMAIL_ENABLED = True
    type(world.county_filer).objects.filter(pk=world.county_filer.pk).update(email="a@example.cn")
    notifying.make(day=TODAY)
    Delivery.objects.update(state="failed", next_try_at=None)
    for code in ("4-1", "8-1"):
        for quarter in ("2024Q2", "2024Q3"):
            world.filed(code, quarter, world.counties[0], state="accepted", value=Decimal(1))
    Standing.objects.update(light="green", reason="on_pace")
    call = call_of(world, world.counties[0])
    assert (call.outstanding, len(call.troubled)) == (0, Delivery.objects.count())
