"""Plans: the years that a list runs, and the thresholds by which it is judged."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """An official list of tasks, the years it runs, and the thresholds by which it is judged."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    lagging_share = models.DecimalField(
        _("lagging from"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.70"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the expected progress below which a target is far behind."),
    )
    about_share = models.DecimalField(
        _("“about” met from"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.90"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the number from which a target of “about” so much is met."),
    )
    due_soon_days = models.PositiveIntegerField(
        _("due soon, in days"), default=90, validators=[MaxValueValidator(3650)]
    )
    is_shown = models.BooleanField(
        _("shown on the pages"),
        default=True,
        help_text=_("Of the plans that are shown, the pages open the one that starts last."),
    )
    evidence_when_met = models.BooleanField(
        _("evidence when met"),
        default=False,
        help_text=_("A report by which its target is met is only taken with a file of evidence."),
    )
    acknowledge_days = models.PositiveIntegerField(
        _("working days to acknowledge a task"),
        default=7,
        validators=[MaxValueValidator(365)],
        help_text=_("Working days from the day on which an organization is bound by a task."),
    )
    review_days = models.PositiveIntegerField(
        _("working days to review a report"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Working days within which the bureau decides on a submitted report."),
    )
    return_days = models.PositiveIntegerField(
        _("working days to correct a report"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Working days that a return proposes for handing the report in again."),
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The last day must come after the first one."),
            )
        ]

    def __str__(self) -> str:
        return self.name
