"""The command: what it says, what it leaves, and what it refuses."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from departments.models import Organization
from progress.models import Delivery, Notice
from tests.progress.robot_server import Robot, robot_server
from tests.progress.worlds import TODAY, World, make_world

SENT = re.compile(r"No\. (\d+) sent: ")


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as started:
        yield started


@pytest.fixture
def world(db, settings, robot) -> Iterator[World]:
    """Two counties have a robot each; one filer has an address."""
    settings.BUSINESS_DATE = TODAY
    settings.EMAIL_ENABLED = True
    world = make_world()
    world.plan.quarters.filter(due_on__lt=TODAY).update(is_locked=True)
    Organization.objects.filter(pk=world.counties[0].pk).update(robot_url=robot.url)
    Organization.objects.filter(pk=world.counties[1].pk).update(robot_url=f"{robot.url}&n=2")
    type(world.filer).objects.filter(pk=world.filer.pk).update(email="filer@example.cn")
    with translation.override("en"):
        yield world


def run(**options: Any) -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue()


def dump() -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


def test_a_line_for_each_notice_and_each_message(world, robot):
    said = run().splitlines()
    assert sum(line.startswith("Notice for ") for line in said) == Notice.objects.count()
    assert len(SENT.findall("\n".join(said))) == Delivery.objects.count() == 3
    assert f"sent {Delivery.objects.count()}, not sent 0, in doubt 0; 0 are waiting." in said[-2]
    assert "have no e-mail address and no robot" in said[-1]
    assert run().splitlines() == ["0 new notices; sent 0, not sent 0, in doubt 0; 0 are waiting."]


def test_a_dry_run_changes_nothing_at_all_and_foretells_the_run(world, robot):
    before = dump()
    told = run(dry_run=True)
    assert dump() == before
    assert robot.texts == []
    run()
    assert told.count("Would send: ") == Delivery.objects.count()
    assert told.count("Notice for ") == Notice.objects.count()


def test_a_dry_run_tells_of_what_waits(world, robot):
    run(limit="1")
    before = dump()
    assert run(dry_run=True).count("Would send: ") == Delivery.objects.count() - 1
    assert run(dry_run=True, limit="2").count("Would send: ") == 2
    assert dump() == before


def test_only_one_address(world, robot):
    told = run(only="filer@example.cn")
    assert set(Notice.objects.values_list("organization", flat=True)) == {world.education.pk}
    assert len(SENT.findall(told)) == Delivery.objects.filter(channel="email").count()
    assert robot.texts == []


@pytest.mark.parametrize("how", ["name", "alias", "robot", "robot's name"])
def test_only_one_organization(world, robot, how):
    county = world.counties[0]
    only = {"name": county.name, "alias": "宛城区政府", "robot": robot.url}.get(how)
    if only is None:
        run(only=county.name, dry_run=True)
        only = run(only=county.name, dry_run=True).partition("group robot ")[2].partition("，")[0]
    run(only=only)
    assert set(Notice.objects.values_list("organization", flat=True)) == {county.pk}
    assert len(robot.texts) == Notice.objects.count()


def test_what_failed_is_named_and_the_code_says_so(world, robot):
    robot.answer = b'{"errcode":310000,"errmsg":"sign not match"}'
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("send_reminders", stdout=out)
    assert failed.value.returncode == 1
    assert "sign not match" in out.getvalue()
    run()  # nothing is due again yet, and nothing failed this time


def test_what_is_in_doubt_is_told_of_until_it_is_settled(world, robot):
    run()
    one, other = Delivery.objects.order_by("pk")[:2]
    Delivery.objects.filter(pk__in=[one.pk, other.pk]).update(state="in_doubt")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("send_reminders", stdout=out)
    assert f"No. {one.pk} in doubt" in out.getvalue()
    assert f"No. {other.pk} in doubt" in out.getvalue()
    run(arrived=str(one.pk))
    assert f"No. {other.pk} sent" in run(resend=str(other.pk))
    run()
    with pytest.raises(CommandError, match=f"No. {one.pk} is neither in doubt nor given up"):
        run(resend=str(one.pk))


@pytest.mark.parametrize("option", ["resend", "arrived"])
def test_a_dry_run_settles_nothing(world, robot, option):
    run()
    Delivery.objects.update(state="in_doubt")
    before = dump()
    run(dry_run=True, **{option: str(Delivery.objects.order_by("pk")[0].pk)})
    assert dump() == before


BAD = [
    ({"on": "10-10"}, "“10-10” is no date"),
    ({"on": "2024-02-30"}, "is no date"),
    ({"limit": "0"}, "--limit takes a whole number"),
    ({"limit": "-1"}, "--limit takes a whole number"),
    ({"limit": "９"}, "--limit takes a whole number"),
    ({"limit": "9" * 30}, "--limit takes a whole number"),
    ({"only": "nobody@example.cn"}, "is no filer's e-mail address"),
    ({"only": "某局"}, "is no filer's e-mail address"),
    ({"only": "https://example.cn/robot?key=1"}, "is no filer's e-mail address"),
    ({"resend": "x"}, "--resend takes a whole number"),
    ({"resend": "999999"}, "There is no message No. 999999"),
    ({"arrived": "999999"}, "There is no message No. 999999"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_makes_no_sense_is_refused_and_nothing_done(world, robot, options, said):
    before = dump()
    with pytest.raises(CommandError, match=re.escape(said)):
        run(**options)
    assert dump() == before
    assert robot.texts == []


def test_without_a_plan_there_is_nothing_to_do(db):
    with translation.override("en"):
        assert "0 new notices" in run()
