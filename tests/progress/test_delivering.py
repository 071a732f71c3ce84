"""A delivery from waiting to its end: tries, spacing, pace, doubt, and what people settle."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db.models import F

from nanyang_vet.kit import clock
from progress import delivering, notifying
from progress.channels import mail, robots
from progress.delivering import MOST_ATTEMPTS, SPACING
from progress.models import Delivery, Notice
from tests.progress.robot_server import Robot, robot_server
from tests.progress.worlds import TODAY, World, make_world


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as started:
        yield started


@pytest.fixture
def world(db, settings, robot) -> World:
    """One notice for 宛城区, on its way to its robot."""
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    world.plan.quarters.filter(due_on__lt=TODAY).update(is_locked=True)
    county = world.counties[0]
    county.robot_url = robot.url
    county.save()
    notifying.make(day=TODAY, organizations={county.pk})
    Notice.objects.exclude(kind="due").delete()
    assert Delivery.objects.count() == 1
    return world


def run(**options: Any) -> delivering.Run:
    return delivering.deliver(rows=Delivery.objects.all(), day=TODAY, **options)


def the_delivery() -> Delivery:
    return Delivery.objects.get()


def test_sent_once_with_what_was_answered(world, robot):
    assert len(run().sent) == 1
    done = the_delivery()
    assert (done.state, done.attempts, done.next_try_at) == ("sent", 1, None)
    assert done.sent_at is not None
    assert "errcode" in done.answer
    assert run() == delivering.Run()
    assert len(robot.texts) == 1
    assert robot.texts[0].startswith("【督查督办】")


def test_what_failed_is_tried_again_at_growing_distances_and_then_given_up(world, robot):
    robot.status, robot.answer = 404, b"x" * 1000 + b"\x00"
    for tried, spacing in enumerate([*SPACING, None], start=1):
        before = clock.now()
        assert len(run().failed) == 1
        failed = the_delivery()
        assert (failed.state, failed.attempts, len(failed.answer)) == ("failed", tried, 200)
        assert run() == delivering.Run(), "not before its time"
        if spacing is not None:
            assert failed.next_try_at is not None
            assert before + spacing <= failed.next_try_at <= clock.now() + spacing
            Delivery.objects.update(next_try_at=F("next_try_at") - spacing)
    assert list(Delivery.objects.given_up()) == [failed]
    assert len(robot.texts) == MOST_ATTEMPTS
    robot.status, robot.answer = 200, b'{"errcode":0}'
    assert delivering.resend(pk=failed.pk)
    assert len(run().sent) == 1


def test_silence_is_doubt_and_never_sent_again_by_itself(world, robot, monkeypatch):
    monkeypatch.setattr(robots, "TIMEOUT", 0.2)
    robot.hangs = True
    assert len(run().in_doubt) == 1
    robot.hangs = False
    assert run() == delivering.Run()
    doubtful = the_delivery()
    assert doubtful.state == "in_doubt"
    assert notifying.make(day=TODAY) is not None
    assert len(robot.texts) == 1
    assert delivering.resend(pk=doubtful.pk)
    run()
    assert the_delivery().state == "sent"
    assert len(robot.texts) == 2


def test_a_person_may_say_that_it_arrived(world, robot):
    Delivery.objects.update(state="in_doubt")
    assert delivering.confirm(pk=the_delivery().pk)
    assert the_delivery().state == "sent"
    assert run() == delivering.Run()
    assert robot.texts == []


@pytest.mark.parametrize("state", ["pending", "claimed", "sending", "sent", "dropped"])
def test_only_doubt_and_defeat_are_a_persons_to_settle(world, state):
    Delivery.objects.update(state=state, sent_at=clock.now())
    assert not delivering.resend(pk=the_delivery().pk)
    assert not delivering.confirm(pk=the_delivery().pk)
    assert the_delivery().state == state


def test_a_claim_belongs_to_one_run(world):
    pk = the_delivery().pk
    first = delivering.claim(pk)
    assert delivering.claim(pk) is None
    Delivery.objects.update(claimed_at=clock.now() - delivering.LEASE - timedelta(seconds=1))
    second = delivering.claim(pk)
    assert first is not None
    assert second is not None
    assert delivering._send(first, TODAY) == "claimed", "the one that was too slow sends nothing"
    assert delivering._send(second, TODAY) == "sent"


def test_one_that_was_called_in_doubt_may_still_say_how_it_ended(world, robot, monkeypatch):
    send = robots.send

    def slow(*args: str) -> str:
        Delivery.objects.update(sending_at=clock.now() - timedelta(hours=1))
        assert delivering.doubt_the_abandoned() == 1
        return send(*args)

    monkeypatch.setattr(robots, "send", slow)
    run()
    assert the_delivery().state == "sent"


def test_a_robot_takes_so_many_a_minute(world, robot):
    one = the_delivery()
    for number in range(robots.PER_MINUTE + 2):
        notice = Notice.objects.get(pk=one.notice_id)
        notice.pk, notice.key = None, f"{notice.key}-{number}"
        notice.save()
        Delivery.objects.create(notice=notice, channel="robot", address=one.address)
    first = run()
    assert (len(first.sent), len(first.postponed)) == (robots.PER_MINUTE, 3)
    Delivery.objects.filter(state="sent").update(sending_at=clock.now() - timedelta(minutes=2))
    Delivery.objects.filter(state="pending").update(next_try_at=clock.now())
    assert len(run().sent) == 3
    assert len(robot.texts) == robots.PER_MINUTE + 3


def test_a_robot_that_was_changed_gets_no_message_for_the_old_one(world, robot):
    county = world.counties[0]
    county.robot_url = f"{robot.url}&other=1"
    county.save()
    assert len(run().failed) == 1
    assert robot.texts == []


def test_a_limit_leaves_the_rest_for_the_next_run(world, robot):
    notice = Notice.objects.get()
    Delivery.objects.create(notice=notice, channel="email", address="a@example.cn")
    assert len(run(limit=1).sent) == 1
    assert Delivery.objects.filter(state="pending").count() == 1


# E-mail


@pytest.fixture
def letter(world, settings) -> Delivery:
    settings.EMAIL_ENABLED = True
    settings.DEFAULT_FROM_EMAIL = "ducha@example.gov.cn"
    Delivery.objects.update(channel="email", address="a@example.cn")
    return the_delivery()


def test_an_e_mail(letter):
    assert len(run().sent) == 1
    (sent,) = outbox.outbox
    assert (sent.to, sent.from_email) == (["a@example.cn"], "ducha@example.gov.cn")
    assert "宛城区" in sent.body
    assert "\n" not in sent.subject
    assert sent.content_subtype == "plain"


FAULTS = [
    ("open", OSError("no route"), "failed"),
    ("open", mail.smtplib.SMTPAuthenticationError(535, b"no"), "failed"),
    ("send_messages", mail.smtplib.SMTPRecipientsRefused({}), "failed"),
    ("send_messages", mail.smtplib.SMTPDataError(554, b"spam"), "failed"),
    ("send_messages", mail.smtplib.SMTPServerDisconnected("gone"), "in_doubt"),
    ("send_messages", TimeoutError("silence"), "in_doubt"),
    ("close", OSError("gone"), "sent"),
]


@pytest.mark.parametrize(("step", "fault", "state"), FAULTS)
def test_what_a_mail_server_may_do(letter, monkeypatch, step, fault, state):
    def broken(*_args: object) -> None:
        raise fault

    monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{step}", broken)
    run()
    assert the_delivery().state == state


def test_without_a_server_no_e_mail_is_sent(letter, settings):
    settings.EMAIL_ENABLED = False
    assert len(run().failed) == 1
    assert outbox.outbox == []
