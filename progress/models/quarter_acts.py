"""What was done to a quarter, by whom and why: locked, reopened, its dates moved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import User
from progress.models.quarters import Quarter


class QuarterAct(models.Model):
    """One named act on a quarter. Written once, by progress.quarter_life alone."""

    class Act(models.TextChoices):
        LOCKED = "locked", _("locked")
        REOPENED = "reopened", _("reopened")
        MOVED = "moved", _("dates moved")

    quarter = models.ForeignKey(
        Quarter, models.CASCADE, verbose_name=_("quarter"), related_name="acts"
    )
    act = models.CharField(_("act"), max_length=8, choices=Act)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"), related_name="quarter_acts")
    at = models.DateTimeField(_("at"))
    opened_on = models.DateField(_("filing opened on"), null=True, blank=True)
    opens_on = models.DateField(_("filing opens on"), null=True, blank=True)
    was_due_on = models.DateField(_("filing was due on"), null=True, blank=True)
    due_on = models.DateField(_("filing due on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("act on a quarter")
        verbose_name_plural = _("acts on quarters")
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="moved")
                | Q(
                    opened_on__isnull=False,
                    opens_on__isnull=False,
                    was_due_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="moved_dates_are_told",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="an_act_on_a_quarter_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.get_act_display()}"
