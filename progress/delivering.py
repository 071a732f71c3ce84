"""Sending what waits. This module alone moves a delivery on, one committed step at a time.

    pending -> claimed      exactly one of several runs takes it up
    claimed -> sending      committed before the first byte leaves
    sending -> sent         after the other side has said that it took it
            -> failed       it surely did not; tried again later, at most MOST_ATTEMPTS times
            -> in doubt     the connection broke, or the run died: nobody can know

What a dead run had claimed is taken up again after LEASE. What it was sending is in doubt from
then on: shown to people, and sent again only when one of them says so.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from departments.robots import NoRobotAddress, robot_name
from nanyang_vet.kit import clock
from progress.channels import NotSent, Unknown, mail, robots
from progress.models import Delivery, DeliveryQuerySet
from progress.notice_wording import message, subject

State = Delivery.State
LEASE = timedelta(minutes=10)
"""Many times longer than any channel waits for an answer."""
SPACING = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
MOST_ATTEMPTS = len(SPACING) + 1
MINUTE = timedelta(minutes=1)


@dataclass
class Run:
    """What one run did, in deliveries."""

    sent: list[Delivery] = field(default_factory=list)
    failed: list[Delivery] = field(default_factory=list)
    in_doubt: list[Delivery] = field(default_factory=list)
    postponed: list[Delivery] = field(default_factory=list)


Told = Callable[[Delivery], None]


def deliver(
    *, rows: DeliveryQuerySet, day: date, limit: int | None = None, told: Told = lambda _one: None
) -> Run:
    """Send those of `rows` that wait, oldest first and at most `limit` of them.

    `day` is the one from which the texts count days. `told` hears of each as soon as it is done.
    Not to be called inside a transaction: each step must be stored before the next is taken.
    """
    run = Run()
    doubt_the_abandoned()
    waiting = rows.claimable(clock.now(), LEASE).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        if limit is not None and len(run.sent) + len(run.failed) + len(run.in_doubt) >= limit:
            break
        delivery = claim(pk)
        if delivery is not None:
            _list_of(run, _send(delivery, day)).append(delivery)
            told(delivery)
    return run


def _list_of(run: Run, state: str) -> list[Delivery]:
    return {State.SENT: run.sent, State.FAILED: run.failed, State.IN_DOUBT: run.in_doubt}.get(
        State(state), run.postponed
    )


def doubt_the_abandoned() -> int:
    """Whether these arrived nobody knows: the run that was sending them is gone."""
    since = clock.now() - LEASE
    abandoned = Delivery.objects.filter(state=State.SENDING, sending_at__lt=since)
    with transaction.atomic(durable=True):
        return abandoned.update(
            state=State.IN_DOUBT, answer=_("The run that was sending it broke off.")
        )


def claim(pk: int) -> Delivery | None:
    """Take one delivery up; None where another run was quicker."""
    token, now = secrets.token_hex(16), clock.now()
    free = Delivery.objects.filter(pk=pk).claimable(now, LEASE)
    with transaction.atomic(durable=True):
        if free.update(state=State.CLAIMED, claim=token, claimed_at=now) != 1:
            return None
    return Delivery.objects.for_page().get(pk=pk)


def _send(delivery: Delivery, day: date) -> str:
    """Bring a claimed delivery to an end; returns the state in which it is then."""
    now = clock.now()
    if _is_too_fast(delivery, now):
        return _move(delivery, State.CLAIMED, State.PENDING, next_try_at=now + MINUTE)
    begun = {"sending_at": now, "attempts": F("attempts") + 1, "next_try_at": None}
    if _move(delivery, State.CLAIMED, State.SENDING, **begun) != State.SENDING:
        return delivery.state
    try:
        answer = _out(delivery, day)
    except NotSent as error:
        return _fail(delivery, str(error))
    except Unknown as error:
        return _move(delivery, State.SENDING, State.IN_DOUBT, answer=_cut(str(error)))
    return _move(delivery, State.SENDING, State.SENT, sent_at=clock.now(), answer=_cut(answer))


def _is_too_fast(delivery: Delivery, now: datetime) -> bool:
    """Whether this robot has had its messages for this minute, from any run."""
    if delivery.channel != Delivery.Channel.ROBOT:
        return False
    lately = Delivery.objects.filter(
        address=delivery.address, sending_at__gt=now - MINUTE, sending_at__lte=now
    )
    return lately.count() >= robots.PER_MINUTE


def _out(delivery: Delivery, day: date) -> str:
    """Hand the message to its channel, whose answer it returns."""
    notice = delivery.notice
    if delivery.channel == Delivery.Channel.EMAIL:
        if not mail.is_on():
            raise NotSent(_("e-mail is switched off (EMAIL_URL)"))
        return mail.send(delivery.address, subject(notice, day), message(notice, day))
    owner = notice.organization
    try:
        is_same = robot_name(owner.robot_url) == delivery.address
    except NoRobotAddress:
        is_same = False
    if not is_same:
        raise NotSent(_("the organization's robot has changed since"))
    return robots.send(owner.robot_url, owner.robot_secret, message(notice, day))


def _fail(delivery: Delivery, answer: str) -> str:
    """Surely not delivered: again later, until the tries are used up."""
    tries = delivery.attempts
    later = clock.now() + SPACING[tries - 1] if tries < MOST_ATTEMPTS else None
    return _move(delivery, State.SENDING, State.FAILED, answer=_cut(answer), next_try_at=later)


def _move(delivery: Delivery, since: str, state: str, **fields: object) -> str:
    """One step of a delivery that this run holds; returns its state, whoever brought it there.

    A run that was so slow that its sending was called in doubt may still say how it ended.
    """
    held = Q(state=since)
    if since == State.SENDING:
        held |= Q(state=State.IN_DOUBT)
    mine = Delivery.objects.filter(held, pk=delivery.pk, claim=delivery.claim)
    with transaction.atomic(durable=True):
        mine.update(state=state, **fields)
    delivery.refresh_from_db(
        fields=["state", "attempts", "sending_at", "sent_at", "next_try_at", "answer"]
    )
    return delivery.state


def _cut(answer: str) -> str:
    """The first words of an answer, on one line, as they can be stored."""
    shown = "".join(one if one.isprintable() else " " for one in answer)
    return " ".join(shown.split())[:200]


def resend(*, pk: int) -> bool:
    """A person wants it sent once more, knowing that it may have arrived. False if it cannot be."""
    return _settle(pk, state=State.PENDING, attempts=0, next_try_at=None)


def confirm(*, pk: int) -> bool:
    """A person has asked, and it did arrive. False if there is no doubt about that delivery."""
    return _settle(pk, state=State.SENT, sent_at=clock.now(), answer=_("confirmed by a person"))


def _settle(pk: int, **fields: object) -> bool:
    with transaction.atomic(durable=True):
        return Delivery.objects.settleable().filter(pk=pk).update(**fields) == 1
