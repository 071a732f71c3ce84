"""Targets in the words of a task, and their checkpoints."""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Group
from tasks.models.tasks import Task
from tasks.units import is_whole_unit


class Target(models.Model):
    """A number, a milestone or a completion percentage that somebody is measured against.

    `low`, `high` and `baseline` are in `unit`, multipliers written out (10 万人次 is 100000 人次);
    a share is in hundredths (30% is 30). `start` and `end` are offsets into the task's text.
    """

    class Kind(models.TextChoices):
        TOTAL = "total", _("running total")
        YEARLY = "yearly", _("yearly amount")
        RATIO = "ratio", _("share")
        STANDARD = "standard", _("yearly standard")
        MILESTONE = "milestone", _("milestone")
        COMPLETION = "completion", _("completion percentage")

    class Comparator(models.TextChoices):
        RANGE = "range", _("range")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")
        EXACT = "exact", _("exactly")

    class Scope(models.TextChoices):
        CITY = "city", _("the whole city")
        EACH_COUNTY = "each_county", _("each county and zone")

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="targets")
    place = models.PositiveIntegerField(_("place in the task"))
    code = models.CharField(_("code"), max_length=20)
    phrase = models.TextField(_("official words"), blank=True, default="")
    start = models.PositiveIntegerField(_("first character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    measure = models.CharField(_("what is measured"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    comparator = models.CharField(_("how the number binds"), max_length=8, choices=Comparator)
    low = models.DecimalField(
        _("number"), max_digits=15, decimal_places=4, validators=[MinValueValidator(0)]
    )
    high = models.DecimalField(
        _("upper number"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope, default=Scope.CITY)
    collected_from = models.ForeignKey(
        Group,
        models.PROTECT,
        verbose_name=_("collected from"),
        related_name="collected_targets",
        null=True,
        blank=True,
        help_text=_("The group whose members file it. Without one the lead files."),
    )
    deadline = models.DateField(
        _("deadline"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))],
    )
    first_year = models.PositiveIntegerField(
        _("first year judged"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    baseline = models.DecimalField(
        _("value at the start"), max_digits=15, decimal_places=4, default=Decimal(0)
    )

    class Meta:
        ordering = ["task", "place"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["task", "code"], name="one_target_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.measure}"

    @property
    def is_share(self) -> bool:
        """Whether it is filed as a numerator over a denominator (rulings 2.3)."""
        return self.kind == self.Kind.RATIO or (
            self.kind == self.Kind.STANDARD and self.unit == "%"
        )

    @property
    def is_collected(self) -> bool:
        """Whether it is the city's, and each contributor files only a part of it."""
        return self.scope == self.Scope.CITY and self.collected_from_id is not None

    @property
    def is_whole(self) -> bool:
        """Whether it is counted in whole pieces rather than measured (rulings 2.4)."""
        return is_whole_unit(self.unit)

    @property
    def is_every_year(self) -> bool:
        return self.kind in {self.Kind.YEARLY, self.Kind.STANDARD}


class Checkpoint(models.Model):
    """A value due by the end of a quarter (阶段目标), bending the expected line."""

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="checkpoints"
    )
    year = models.PositiveIntegerField(_("year"))
    quarter = models.PositiveIntegerField(
        _("quarter"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    value = models.DecimalField(_("value due"), max_digits=15, decimal_places=4)

    class Meta:
        ordering = ["target", "year", "quarter"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "quarter"], name="one_checkpoint_per_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target.code} {self.year}Q{self.quarter}"
