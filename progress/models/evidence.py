"""Files that show that a report is true (佐证材料)."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import User
from nanyang_vet.kit.file_kinds import MEDIA_TYPES, FileKind
from progress.models.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable


def random_path(evidence: "Evidence", file_name: str) -> str:
    """Where a new file goes on disk: nothing of what its owner calls it, and no extension."""
    name = uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def in_force(self) -> "EvidenceQuerySet":
        return self.filter(removed_at=None)

    def visible_to(self, user: User) -> "EvidenceQuerySet":
        """That of the reports one may see. What was removed: one's own, or who reads all."""
        seen = self.filter(report__in=Report.objects.visible_to(user).values("pk"))
        if user.reads_all:
            return seen
        return seen.filter(Q(removed_at=None) | Q(report__organization=user.organization_id))

    def of_filer(self, user: User) -> "EvidenceQuerySet":
        """That on the reports which this person's organization files."""
        return self.filter(report__in=Report.objects.of_filer(user).values("pk"))

    def same_elsewhere(self, report: Report, digests: "Iterable[str]") -> "EvidenceQuerySet":
        """Files of these digests that serve another task, organization or quarter."""
        here = Q(
            report__target__task=report.target.task_id,
            report__organization=report.organization_id,
            report__quarter=report.quarter_id,
        )
        return self.in_force().filter(sha256__in=digests).exclude(here)


class Evidence(models.Model):
    """One file on one report. Removing is a mark: the row and its file stay for those who ask."""

    class Kinds(models.TextChoices):
        PDF = FileKind.PDF, "PDF"
        JPG = FileKind.JPG, "JPG"
        PNG = FileKind.PNG, "PNG"
        XLSX = FileKind.XLSX, "XLSX"
        DOCX = FileKind.DOCX, "DOCX"

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="evidence"
    )
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(_("file"), upload_to=random_path, max_length=100, editable=False)
    kind = models.CharField(_("kind"), max_length=4, choices=Kinds)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("added by"), related_name="evidence_added"
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("removed by"),
        related_name="evidence_removed",
        null=True,
        blank=True,
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"],
                condition=Q(removed_at=None),
                name="evidence_once_per_report",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[FileKind(self.kind)]
