"""Reminders: what an organization was told, who has read it, and how it left the site."""

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.models import Organization, User
from progress import reminding
from progress.models.quarters import Quarter
from progress.models.reports import Report
from progress.models.urges import Urge

if TYPE_CHECKING:
    import datetime


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """Those of one's own organization, whatever else one may read."""
        if user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def with_read(self, user: User) -> "NoticeQuerySet":
        """Each with `is_read`, whether this person has."""
        return self.annotate(is_read=Exists(_reads_of(user)))

    def unread_by(self, user: User) -> "NoticeQuerySet":
        """Those that still matter and that this person has not read."""
        return self.filter(~Exists(_reads_of(user)), is_settled=False)


class Notice(models.Model):
    """One reminder to one organization. Its key keeps it from being made twice.

    What it says is stored as facts and worded in the language of whoever reads it.
    """

    class Kind(models.TextChoices):
        DUE = reminding.Kind.DUE, _("due soon, not handed in")
        OVERDUE = reminding.Kind.OVERDUE, _("overdue, not handed in")
        RETURNED = reminding.Kind.RETURNED, _("report returned")
        URGED = reminding.Kind.URGED, pgettext_lazy("notice", "urged")
        RED = reminding.Kind.RED, _("targets gone red")

    key = models.CharField(_("key"), max_length=100, unique=True)
    subject = models.CharField(_("subject"), max_length=100, db_index=True)
    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name=_("organization"), related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    day = models.DateField(_("day"))
    quarter = models.ForeignKey(
        Quarter, models.CASCADE, verbose_name=_("quarter"), related_name="notices"
    )
    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="notices", null=True
    )
    urge = models.ForeignKey(
        Urge, models.CASCADE, verbose_name=_("urging"), related_name="notices", null=True
    )
    facts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("facts"), default=dict, encoder=DjangoJSONEncoder
    )
    made_at = models.DateTimeField(_("made at"))
    is_settled = models.BooleanField(_("settled"), default=False)
    """What it was about is done with, or has been said anew."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["organization", "-id"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.key


class NoticeRead(models.Model):
    """One person has read one notice."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, verbose_name=_("notice"), related_name="reads"
    )
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("user"), related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.user_id}"


def _reads_of(user: User) -> "models.QuerySet[NoticeRead]":
    return NoticeRead.objects.filter(notice=OuterRef("pk"), user=user)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        """To be sent at some time: new, or failed with a further try ahead."""
        again = Q(state=Delivery.State.FAILED, next_try_at__isnull=False)
        return self.filter(Q(state=Delivery.State.PENDING) | again)

    def claimable(
        self, now: "datetime.datetime", lease: "datetime.timedelta"
    ) -> "DeliveryQuerySet":
        """What a run may take: due, or claimed by a run that never went on."""
        due = Q(next_try_at=None) | Q(next_try_at__lte=now)
        free = due & Q(state=Delivery.State.PENDING)
        again = Q(state=Delivery.State.FAILED, next_try_at__lte=now)
        left = Q(state=Delivery.State.CLAIMED, claimed_at__lt=now - lease)
        return self.filter(free | again | left)

    def in_doubt(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.IN_DOUBT)

    def given_up(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.FAILED, next_try_at=None)

    def settleable(self) -> "DeliveryQuerySet":
        """What only a person can settle: in doubt, or given up."""
        return self.in_doubt() | self.given_up()

    def for_page(self) -> "DeliveryQuerySet":
        return self.select_related("notice__organization", "notice__quarter", "notice__urge")


class Delivery(models.Model):
    """One notice on its way to one address. progress.delivering alone moves it on.

    pending -> claimed -> sending -> sent or failed. A run that dies while claimed loses nothing:
    another takes over. One that dies while sending leaves what nobody can know: in doubt, and never
    sent again by itself.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("group robot")

    class State(models.TextChoices):
        PENDING = "pending", _("waiting to be sent")
        CLAIMED = "claimed", _("taken up")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        IN_DOUBT = "in_doubt", _("in doubt whether it arrived")
        DROPPED = "dropped", _("no longer needed")

    notice = models.ForeignKey(
        Notice, models.CASCADE, verbose_name=_("notice"), related_name="deliveries"
    )
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    address = models.CharField(_("address"), max_length=320)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    claim = models.CharField(_("claim"), max_length=32, blank=True)
    claimed_at = models.DateTimeField(_("taken up at"), null=True)
    sending_at = models.DateTimeField(_("sending since"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    next_try_at = models.DateTimeField(_("not before"), null=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "address"], name="one_delivery_per_address"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_its_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="delivery_state"),
            models.Index(fields=["address", "sending_at"], name="delivery_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.channel} {self.address}"
