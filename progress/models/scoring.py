"""A plan's rules of assessment (考核), and objections to single items of a score."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from progress.models.quarters import Quarter
from tasks.models import Plan, Target


class Matter(models.TextChoices):
    """What points are given or taken for."""

    BASE = "base", _("base score")
    MET = "met", _("target met")
    OVERDUE = "overdue", _("target overdue")
    FAR_BEHIND = "far_behind", _("target far behind")
    LAGGING = "lagging", _("target lagging")
    NO_DATA = "no_data", _("target without data")
    UNFILED = "unfiled", _("report not filed")
    LATE = "late", _("report filed late")
    RETURNED = "returned", _("report returned")


class ScoreRule(models.Model):
    """How many points one matter gives (above nought) or costs (below), and at most how many.

    A plan without rules gives no scores.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("plan"), related_name="score_rules"
    )
    matter = models.CharField(_("matter"), max_length=10, choices=Matter)
    points = models.DecimalField(
        _("points each"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(-1000)), MaxValueValidator(Decimal(1000))],
        help_text=_("Above nought they are given, below nought taken, for each case."),
    )
    most = models.DecimalField(
        _("points at most"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1000))],
        help_text=_("All cases of the matter together count no more than this. Empty: no limit."),
    )

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name = _("rule of assessment")
        verbose_name_plural = _("rules of assessment")
        constraints = [
            models.UniqueConstraint(fields=["plan", "matter"], name="one_rule_per_matter")
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()} {self.points}"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User) -> "ObjectionQuerySet":
        """All for who reads all; else those of one's own organization."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def asked(self) -> "ObjectionQuerySet":
        return self.filter(state=Objection.State.ASKED)

    def upheld(self) -> "ObjectionQuerySet":
        return self.filter(state=Objection.State.UPHELD)

    def decidable_by(self, user: User) -> "ObjectionQuerySet":
        """Those that wait for this reviewer: nobody decides what they asked for."""
        if not user.has_role(Role.REVIEWER):
            return self.none()
        return self.asked().exclude(asked_by=user)

    def for_page(self) -> "ObjectionQuerySet":
        related = ("organization", "quarter", "target", "asked_by", "decided_by")
        return self.select_related(*related)


class Objection(models.Model):
    """An organization's objection to one item of its score, and the bureau's answer.

    `key` names the item, which is computed and has no row of its own; `said` is how it read then.
    An item whose objection was upheld counts no more.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("objected")
        UPHELD = "granted", _("upheld")
        DISMISSED = "refused", _("dismissed")

    key = models.CharField(_("item"), max_length=80)
    matter = models.CharField(_("matter"), max_length=10, choices=Matter)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="objections",
    )
    quarter = models.ForeignKey(
        Quarter, models.PROTECT, verbose_name=_("quarter"), related_name="objections"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name=_("target"), related_name="objections"
    )
    said = models.TextField(_("item objected to"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("objected by"), related_name="objections_asked"
    )
    asked_at = models.DateTimeField(_("objected at"))
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="objections_decided",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_objection_alive_per_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.said}"
