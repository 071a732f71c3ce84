"""Striking a task off the list (办结, 销号), and taking it up again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import Role, User
from tasks.models import Task


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, user: User) -> "ClosureQuerySet":
        """Those of the tasks that one may see."""
        if user.reads_all:
            return self
        return self.filter(task__in=Task.objects.visible_to(user).values("pk"))

    def asked(self) -> "ClosureQuerySet":
        return self.filter(state=Closure.State.ASKED)

    def in_force(self) -> "ClosureQuerySet":
        """Those by which a task is closed now."""
        return self.filter(state=Closure.State.GRANTED)

    def alive(self) -> "ClosureQuerySet":
        """Those that keep another one from being asked for."""
        return self.filter(state__in=[Closure.State.ASKED, Closure.State.GRANTED])

    def decidable_by(self, user: User) -> "ClosureQuerySet":
        """Those that wait for this reviewer: nobody decides what they asked for."""
        if not user.has_role(Role.REVIEWER):
            return self.none()
        return self.asked().exclude(asked_by=user)

    def for_page(self) -> "ClosureQuerySet":
        return self.select_related("task", "asked_by", "decided_by", "reopened_by")


class Closure(models.Model):
    """One request to close a task, the decision on it, and its end if the task was reopened."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        GRANTED = "granted", _("closed")
        REFUSED = "refused", _("refused")
        REOPENED = "reopened", _("reopened")

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="closures")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(_("what was achieved"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("asked by"), related_name="closures_asked"
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="closures_decided",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)
    is_late = models.BooleanField(_("closed late"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("reopened by"),
        related_name="closures_reopened",
        null=True,
        blank=True,
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopening = models.TextField(_("reason of the reopening"), blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_closing_of_a_task_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.get_state_display()}"

    @property
    def is_alive(self) -> bool:
        return self.state in {self.State.ASKED, self.State.GRANTED}
