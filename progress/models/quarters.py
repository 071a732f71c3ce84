"""The quarters of a plan: when filing opens, and until when it is in time."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit import clock
from progress.periods import Period
from tasks.models import Plan

if TYPE_CHECKING:
    import datetime


class QuarterQuerySet(models.QuerySet["Quarter"]):
    def open_for_filing(self, today: "datetime.date") -> "QuarterQuerySet":
        return self.filter(opens_on__lte=today, is_locked=False)


class Quarter(models.Model):
    """A quarter of a plan: when filing opens, and until when it is in time."""

    class Life(models.TextChoices):
        """Where a quarter stands: filing has not begun, runs, is late, is over."""

        COMING = "coming", _("not yet open")
        OPEN = "open", _("open for filing")
        PAST_DUE = "past_due", _("past its filing date")
        LOCKED = "locked", _("locked")

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="quarters")
    year = models.PositiveIntegerField(_("year"))
    number = models.PositiveIntegerField(_("quarter"))
    ordinal = models.PositiveIntegerField(_("ordinal"), editable=False)
    opens_on = models.DateField(_("filing opens on"))
    due_on = models.DateField(_("filing due on"))
    is_locked = models.BooleanField(_("locked"), default=False)

    objects = QuarterQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "ordinal"]
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="one_quarter_per_plan"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="filing_opens_before_it_is_due",
                violation_error_message=_("Filing must open before it is due."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s Q%(number)s") % {"year": self.year, "number": self.number}

    @property
    def period(self) -> Period:
        return Period(self.year, self.number)

    @property
    def code(self) -> str:
        return self.period.code

    @property
    def is_open(self) -> bool:
        return not self.is_locked and self.opens_on <= clock.today()

    @property
    def life(self) -> "Quarter.Life":
        if self.is_locked:
            return self.Life.LOCKED
        if clock.today() < self.opens_on:
            return self.Life.COMING
        return self.Life.PAST_DUE if self.days_left < 0 else self.Life.OPEN

    @property
    def days_left(self) -> int:
        """Days until the filing date; below nought once it has passed."""
        return (self.due_on - clock.today()).days
