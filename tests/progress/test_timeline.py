"""What happened to a task: grouped by day and kind, the newest first, and only what one may see."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.models import User
from progress import acknowledging, closing, extending, review, urging
from progress.models import Acknowledgement, Event
from progress.selecting import Selection
from progress.target_rows import target_rows
from progress.timeline import Happening, Turn, happenings, together, turns
from progress.timeline_wording import lines
from tasks.models import Task
from tests.progress.worlds import TODAY, World, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def event(world: World, quarter: str, county: int, act: str, day: date) -> None:
    report = world.report("8-1", quarter, world.counties[county])
    at = datetime.combine(day, time(23, 30), timezone.get_current_timezone())
    Event.objects.create(report=report, act=act, at=at, by=world.reviewer)


def seen(world: World, code: str, user: User, most: int | None = None) -> list[Happening]:
    return happenings(world.targets[code].task, user, most)


def kinds(world: World, code: str, user: User) -> list[str]:
    return [one.what for one in seen(world, code, user) if one.what != "assigned"]


def test_one_line_a_day_and_kind(world):
    first, second = date(2024, 7, 10), date(2024, 7, 11)
    for county in range(3):
        event(world, "2024Q2", county, "accepted", second)
        event(world, "2024Q2", county, "submitted", first)
    event(world, "2024Q1", 0, "accepted", second)
    event(world, "2024Q2", 0, "saved", second)  # a draft is nobody else's business
    found = [one for one in seen(world, "8-1", world.reviewer) if one.what != "assigned"]
    assert [(one.what, one.day, one.times, one.owners) for one in found] == [
        ("accepted", second, 3, 3),
        ("accepted", second, 1, 1),
        ("submitted", first, 3, 3),
    ]
    assert {one.code for one in found} == {"8-1"}


def everything(world: World) -> None:
    """One of each kind on task 8, by the acts themselves."""
    task, county = world.targets["8-1"].task, world.counties[0]
    mine = Acknowledgement.objects.get(task=task, organization=county)
    acknowledging.acknowledge(user=world.county_filer, chosen=[mine.pk])
    report = world.filed("8-1", "2024Q3", county, value=Decimal(0))
    review.accept(report=report, user=world.reviewer, version=report.version)
    about = world.targets["8-1"], world.quarter("2024Q2"), county, urging.Cause.LAGGING
    matters = [urging.Matter(*about)]
    urge = urging.urge(user=world.inspector, matters=matters, message="请抓紧").now[0]
    urging.reply(urge=urge, user=world.county_filer, seen=0, text="已部署")
    later: dict[str, Any] = {"reason": "延后", "progress": "过半", "until": date(2026, 6, 30)}
    asked = extending.ask(target=world.targets["8-1"], user=world.county_filer, **later)
    extending.grant(extension=asked, user=world.reviewer, reason="同意")


ALL = {
    "acknowledged",
    "accepted",
    "urged",
    "replied",
    "extension_asked",
    "extension_granted",
}


def test_every_kind_and_who_may_see_it(world):
    everything(world)
    assert set(kinds(world, "8-1", world.reviewer)) == ALL
    assert set(kinds(world, "8-1", world.county_filer)) == ALL
    # The lead reads reports, extensions and who confirmed, but not what a county was urged about.
    assert set(kinds(world, "8-1", world.filer)) == ALL - {"urged", "replied"}
    stranger = User.objects.create(username="stranger", organization=world.counties[1])
    assert kinds(world, "8-1", stranger) == []
    assert [one.owner for one in seen(world, "8-1", stranger)] == [world.counties[1].name]
    assert kinds(world, "8-1", User.objects.create(username="nobody")) == []


def test_closing_and_reopening(world):
    world.accepted("22-1", "2024Q3", value=Decimal(1))
    asked = closing.ask(task=world.targets["22-1"].task, user=world.filer, reason="已出台")
    closing.grant(closure=asked, user=world.reviewer, reason="同意")
    closing.reopen(closure=asked, user=world.reviewer, reason="有遗漏")
    for user in (world.reviewer, world.filer):
        assert kinds(world, "22-1", user) == ["reopened_task", "closing_granted", "closing_asked"]


def entries(world: World, code: str, user: User) -> list[Turn]:
    task = Task.objects.with_responsibilities().select_related("plan")
    quarters = list(world.plan.quarters.select_related("plan").order_by("-ordinal"))
    quarter = next(one for one in quarters if one.code == "2024Q2")
    one = task.get(pk=world.targets[code].task_id)
    return turns(target_rows(one, user, Selection(world.plan, quarter, quarters)))


def test_lights_that_turned(world):
    first, second, third = world.counties
    for county in (first, second):
        world.accepted("8-1", "2023Q4", county, value=Decimal(1))
    world.accepted("8-1", "2024Q1", third, value=Decimal(1))
    found = entries(world, "8-1", world.reviewer)
    assert [(one.quarter.code, one.owners) for one in found] == [
        ("2023Q4", [first.name, second.name]),
        ("2024Q1", [third.name]),
    ]
    assert {(one.before.reason, one.after.reason) for one in found} == {("no_data", "met")}
    assert [one.owners for one in entries(world, "8-1", world.county_filer)] == [[first.name]]


def test_the_newest_first_and_so_many(world):
    day = date(2024, 7, 1)
    for number in range(30):
        event(world, "2024Q2", number % 3, "returned", day + timedelta(days=number))
    world.accepted("8-1", "2024Q1", world.counties[0], value=Decimal(1))
    done, turned = seen(world, "8-1", world.reviewer, 21), entries(world, "8-1", world.reviewer)
    found = together(done, turned, 21)
    assert len(found) == 21
    assert [one.day for one in found] == sorted((one.day for one in found), reverse=True)
    everything = together(seen(world, "8-1", world.reviewer), turned, None)
    assert everything[-1] == turned[0]
    client = Client()
    client.force_login(world.reviewer)
    where = reverse("task", args=[world.targets["8-1"].task_id])
    assert client.get(where).content.decode().count("<time datetime") == 20
    shown = client.get(where, {"events": "all"}).content.decode()
    assert shown.count("<time datetime") == len(everything)


def test_every_line_opens_what_it_is_about(world):
    everything(world)
    for user in (world.reviewer, world.county_filer):
        client = Client()
        client.force_login(user)
        task = world.targets["8-1"].task
        for line in lines(task, seen(world, "8-1", user)):
            assert client.get(line.url).status_code == 200, line
            assert line.parts, line
