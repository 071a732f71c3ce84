"""More time for a target (延期): who asked, who decided, and the date that holds since then."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from tasks.models import Responsibility, Target

if TYPE_CHECKING:
    import datetime

Deadlines = dict[tuple[int, int | None], "datetime.date"]
"""Deadlines moved: (target, organization or None for the whole city) to the day that holds."""


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User) -> "ExtensionQuerySet":
        """All for who reads all; else those one's organization asked for, and of tasks it leads."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        led = Responsibility.objects.filter(
            role=Responsibility.LEAD, organization=user.organization_id
        )
        return self.filter(
            Q(organization=user.organization_id) | Q(target__task__in=led.values("task"))
        )

    def asked(self) -> "ExtensionQuerySet":
        return self.filter(state=Extension.State.ASKED)

    def granted(self) -> "ExtensionQuerySet":
        return self.filter(state=Extension.State.GRANTED)

    def decidable_by(self, user: User) -> "ExtensionQuerySet":
        """Those that wait for this reviewer: nobody decides what they asked for."""
        if not user.has_role(Role.REVIEWER):
            return self.none()
        return self.asked().exclude(asked_by=user)

    def deadlines(self, targets: Iterable[Target]) -> Deadlines:
        """The days that the granted ones moved deadlines to."""
        rows = self.granted().filter(target__in=[target.pk for target in targets])
        found: Deadlines = {}
        for target, organization, day in rows.order_by("until").values_list(
            "target", "organization", "until"
        ):
            found[target, organization] = day
        return found

    def for_page(self) -> "ExtensionQuerySet":
        return self.select_related("target__task", "organization", "asked_by", "decided_by")


class Extension(models.Model):
    """One request for a later deadline, by the organization that answers for the target.

    Without an organization it is the whole city's target, for which the lead asks. The target's
    own deadline is never overwritten; `since` keeps the one that held when this was asked.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name=_("target"), related_name="extensions"
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="extensions",
        null=True,
        blank=True,
    )
    since = models.DateField(_("deadline until now"))
    until = models.DateField(_("new deadline"))
    reason = models.TextField(_("reason"))
    progress = models.TextField(_("progress so far"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("asked by"), related_name="extensions_asked"
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="extensions_decided",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="extended_to_a_later_day"
            ),
            models.UniqueConstraint(
                fields=["target", "organization"],
                condition=Q(state="asked", organization__isnull=False),
                name="one_extension_asked_per_organization",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(state="asked", organization__isnull=True),
                name="one_extension_asked_for_the_city",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target.code} {self.organization or ''} {self.until}"
