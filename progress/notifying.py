"""Making notices, and reading them. This module alone writes Notice, NoticeRead and new deliveries.

Making them is repeatable: a key that there is already makes nothing, whoever else runs meanwhile.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from departments.models import Organization, Role, User
from departments.robots import NoRobotAddress, robot_name
from nanyang_vet.kit import clock
from progress.channels import mail
from progress.models import Delivery, Notice, NoticeQuerySet, NoticeRead, Quarter
from progress.outstanding import outstanding
from progress.reminding import Matter, fresh

Channel = Delivery.Channel
Address = tuple[str, str]
"""A channel and the address on it."""


@dataclass
class Drafts:
    """What a day asks for, unsaved: new notices and where each is sent, and what still matters."""

    notices: list[Notice]
    addresses: dict[int, list[Address]]
    """By organization."""
    subjects: set[str]

    def deliveries(self, notice: Notice) -> list[Delivery]:
        return [
            Delivery(notice=notice, channel=channel, address=address)
            for channel, address in self.addresses[notice.organization_id]
        ]


def drafts(day: date, organizations: Collection[int] | None = None) -> Drafts:
    """What `day` asks for and has not been said yet, of some organizations or all. Reads only."""
    matters = outstanding(day, organizations)
    subjects = {matter.subject for matter in matters}
    said = set(Notice.objects.values_list("key", flat=True))
    notices = [_draft(key, matter, day) for key, matter in fresh(matters, day, said)]
    by_pk = Organization.objects.in_bulk()
    quarters = Quarter.objects.in_bulk({notice.quarter_id for notice in notices})
    for notice in notices:
        notice.organization = by_pk[notice.organization_id]
        notice.quarter = quarters[notice.quarter_id]
    return Drafts(notices, _addresses(by_pk.values()), subjects)


def _draft(key: str, matter: Matter, day: date) -> Notice:
    return Notice(
        key=key,
        subject=matter.subject,
        organization_id=matter.organization,
        kind=matter.kind,
        day=day,
        quarter_id=matter.quarter,
        report_id=matter.report,
        urge_id=matter.urge,
        facts=matter.facts,
        made_at=clock.now(),
    )


def _addresses(organizations: Iterable[Organization]) -> dict[int, list[Address]]:
    """Where messages for each organization go: its filers' e-mail, its robot."""
    found: dict[int, list[Address]] = defaultdict(list)
    if mail.is_on():
        filers = User.objects.filter(is_active=True, grants__role=Role.FILER).exclude(email="")
        for owner, address in filers.order_by("pk").values_list("organization", "email"):
            if owner and (Channel.EMAIL, address) not in found[owner]:
                found[owner].append((Channel.EMAIL, address))
    for one in organizations:
        try:
            if one.robot_url:
                found[one.pk].append((Channel.ROBOT, robot_name(one.robot_url)))
        except NoRobotAddress:
            continue  # stored before it was checked: nothing can be sent there
    return found


def make(
    *, day: date, organizations: Collection[int] | None = None, are_sent: bool = True
) -> list[Notice]:
    """Store the notices that `day` asks for; returns those that are new.

    A newer one of the same subject, and the end of what it was about, take undelivered ones back.
    With `are_sent` false nothing will leave the site for them.
    """
    drafted = drafts(day, organizations)
    made = [one for one in drafted.notices if _stored(one, drafted, are_sent)]
    gone = superseded(drafted.subjects, organizations)
    Delivery.objects.waiting().filter(pk__in=gone).update(state=Delivery.State.DROPPED)
    _settle(drafted.subjects, organizations)
    return made


def settle(**about: object) -> int:
    """Note that what notices about this report or this urging said is done with."""
    return Notice.objects.filter(is_settled=False, **about).update(is_settled=True)


def _settle(subjects: set[str], organizations: Collection[int] | None) -> None:
    """Note of open notices that what they say matters no more, or has been said anew."""
    rows = Notice.objects.filter(is_settled=False)
    if organizations is not None:
        rows = rows.filter(organization__in=organizations)
    held = list(rows.order_by("pk").values_list("pk", "subject"))
    newest = {subject: pk for pk, subject in held}
    gone = [pk for pk, said in held if said not in subjects or newest[said] != pk]
    Notice.objects.filter(pk__in=gone).update(is_settled=True)


def _stored(notice: Notice, drafted: Drafts, are_sent: bool) -> bool:
    """Whether it is new: of two runs at once the key lets one through, deliveries and all."""
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
            if are_sent:
                Delivery.objects.bulk_create(drafted.deliveries(notice))
    except IntegrityError:
        return False
    return True


def superseded(subjects: set[str], organizations: Collection[int] | None = None) -> list[int]:
    """Deliveries that wait although what they say is no longer true, or has been said anew."""
    waiting = Delivery.objects.waiting().select_related("notice").order_by("pk")
    if organizations is not None:
        waiting = waiting.filter(notice__organization__in=organizations)
    rows = list(waiting)
    same = Notice.objects.filter(subject__in={one.notice.subject for one in rows})
    newest = dict(same.order_by("pk").values_list("subject", "pk"))
    return [
        one.pk
        for one in rows
        if one.notice.subject not in subjects or newest[one.notice.subject] != one.notice_id
    ]


@transaction.atomic
def mark_read(*, notices: NoticeQuerySet, user: User) -> int:
    """This person has read those of `notices` that are theirs; returns how many were new."""
    unread = notices.visible_to(user).unread_by(user)
    now = clock.now()
    rows = [
        NoticeRead(notice_id=pk, user=user, at=now) for pk in unread.values_list("pk", flat=True)
    ]
    NoticeRead.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
