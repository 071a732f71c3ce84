"""Who has to confirm a task that binds them (签收), by when, and who did."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from nanyang_vet.kit import clock
from tasks.models import Responsibility, Task

if TYPE_CHECKING:
    import datetime


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def visible_to(self, user: User) -> "AcknowledgementQuerySet":
        """All for who reads all; else one's own organization's, and those of tasks it leads."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        led = Responsibility.objects.filter(
            role=Responsibility.LEAD, organization=user.organization_id
        )
        return self.filter(Q(organization=user.organization_id) | Q(task__in=led.values("task")))

    def of_filer(self, user: User) -> "AcknowledgementQuerySet":
        """Those of this person's organization, if the person files for it."""
        if not user.has_role(Role.FILER) or user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def waiting(self) -> "AcknowledgementQuerySet":
        return self.filter(at__isnull=True)

    def overdue(self, today: "datetime.date") -> "AcknowledgementQuerySet":
        """Not confirmed although the day for it has passed."""
        return self.waiting().filter(due_on__lt=today)

    def for_page(self) -> "AcknowledgementQuerySet":
        """With what a page shows, and whether the organization leads the task."""
        lead = Responsibility.objects.filter(
            role=Responsibility.LEAD,
            task=OuterRef("task"),
            organization=OuterRef("organization"),
        )
        return self.select_related("task", "organization", "by").annotate(is_lead=Exists(lead))


class Acknowledgement(models.Model):
    """One organization's confirmation of one task.

    The row exists from the day the organization is bound, so that silence can be counted. It is
    written once: what is confirmed stays confirmed.
    """

    task = models.ForeignKey(
        Task, models.CASCADE, verbose_name=_("task"), related_name="acknowledgements"
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="acknowledgements",
    )
    assigned_on = models.DateField(_("assigned on"))
    due_on = models.DateField(_("to acknowledge by"))
    at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("acknowledged by"),
        related_name="acknowledgements",
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["task", "organization"]
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "organization"], name="one_acknowledgement_per_organization"
            ),
            models.CheckConstraint(
                condition=Q(at__isnull=True, by__isnull=True)
                | Q(at__isnull=False, by__isnull=False),
                name="acknowledged_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.organization}"

    @property
    def is_late(self) -> bool:
        """Confirmed after its day, or not yet although the day is over."""
        day = clock.date_of(self.at) if self.at else clock.today()
        return day > self.due_on
