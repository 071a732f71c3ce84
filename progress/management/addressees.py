"""To whom a run of reminders is narrowed: all, or one e-mail address, robot or organization."""

from dataclasses import dataclass

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from departments.models import Organization, Role, User
from departments.robots import NoRobotAddress, robot_name
from progress.models import Delivery, DeliveryQuerySet


@dataclass(frozen=True)
class Whom:
    """`organizations` None for all of them; `address` one of theirs alone."""

    organizations: frozenset[int] | None = None
    address: str = ""

    def narrow(self, rows: DeliveryQuerySet) -> DeliveryQuerySet:
        if self.organizations is not None:
            rows = rows.filter(notice__organization__in=self.organizations)
        return rows.filter(address=self.address) if self.address else rows


def whom_named(written: str) -> Whom:
    """Whom `--only` means. Raises CommandError when it is nobody."""
    said = written.strip()
    if not said:
        return Whom()
    if "@" in said and "://" not in said:
        filers = User.objects.filter(email=said, is_active=True, grants__role=Role.FILER)
        owners = frozenset(filers.exclude(organization=None).values_list("organization", flat=True))
        found = Whom(owners, said)
    else:
        found = _organization(said)
    if not found.organizations:
        message = _("“%(text)s” is no filer's e-mail address, no organization and no robot of one.")
        raise CommandError(message % {"text": said})
    return found


def _organization(said: str) -> Whom:
    """By name, short name or other spelling; by a robot's address or name, its messages alone."""
    named = Organization.objects.filter(Q(name=said) | Q(short_name=said) | Q(aliases__words=said))
    if named:
        return Whom(frozenset(one.pk for one in named))
    robots = {one.pk: _robot(one.robot_url) for one in Organization.objects.exclude(robot_url="")}
    name = _robot(said) or said
    return Whom(frozenset(pk for pk, robot in robots.items() if robot == name), name)


def _robot(address: str) -> str:
    try:
        return robot_name(address)
    except NoRobotAddress:
        return ""


def channel_words(delivery: Delivery) -> str:
    """On what way to where: “邮件 a@example.cn”."""
    return f"{delivery.get_channel_display()} {delivery.address}"
