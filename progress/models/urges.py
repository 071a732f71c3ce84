"""Urging an organization on (催办), and what it answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from progress.models.quarters import Quarter
from tasks.models import Target


class UrgeQuerySet(models.QuerySet["Urge"]):
    def visible_to(self, user: User) -> "UrgeQuerySet":
        """All for who reads all; else those that one's own organization received."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def answerable_by(self, user: User) -> "UrgeQuerySet":
        """Those that this person may answer: a filer of the organization urged."""
        if not user.has_role(Role.FILER) or user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def unanswered(self) -> "UrgeQuerySet":
        return self.filter(replies_count=0)

    def for_page(self) -> "UrgeQuerySet":
        return self.select_related("target__task", "quarter", "organization", "by")


class Urge(models.Model):
    """One person's urging of one organization about one target in one quarter.

    `cause` says what it was about on that day: a light, or a report that was not filed.
    """

    class Cause(models.TextChoices):
        OVERDUE = "overdue", _("target overdue")
        FAR_BEHIND = "far_behind", _("target far behind")
        LAGGING = "lagging", _("target lagging")
        NO_DATA = "no_data", _("target without data")
        DUE_SOON = "due_soon", _("target due soon")
        UNFILED = "unfiled", _("report not filed")

    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name=_("target"), related_name="urges"
    )
    quarter = models.ForeignKey(
        Quarter, models.PROTECT, verbose_name=_("quarter"), related_name="urges"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="urges"
    )
    cause = models.CharField(_("about"), max_length=10, choices=Cause)
    is_about_report = models.BooleanField(_("about a report"))
    message = models.TextField(_("message"))
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("urged by"), related_name="urges_sent"
    )
    at = models.DateTimeField(_("urged at"))
    day = models.DateField(_("urged on"))
    replies_count = models.PositiveIntegerField(_("replies"), default=0)

    objects = UrgeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "organization", "quarter", "is_about_report", "day"],
                name="one_urging_a_day",
            ),
            models.CheckConstraint(
                condition=Q(is_about_report=True, cause="unfiled")
                | (Q(is_about_report=False) & ~Q(cause="unfiled")),
                name="urged_about_a_report_or_a_light",
            ),
        ]
        indexes = [models.Index(fields=["organization", "replies_count"], name="urge_unanswered")]

    def __str__(self) -> str:
        return f"{self.target.code} {self.organization} {self.day}"


class Reply(models.Model):
    """One answer to an urging. Answers are kept in order and never changed."""

    urge = models.ForeignKey(Urge, models.CASCADE, verbose_name=_("urging"), related_name="replies")
    text = models.TextField(_("reply"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"), related_name="replies")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return f"{self.urge_id} {self.at}"
