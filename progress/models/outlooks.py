"""What those answerable think of a target themselves (研判), beside its computed light."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, User
from progress.models.quarters import Quarter
from tasks.models import Target


class Outlook(models.Model):
    """One judgement of one's own on a target, for a quarter. The latest one holds; none is changed.

    Without an organization it is the whole city's target, of which the lead speaks. It never
    touches the light.
    """

    class Level(models.TextChoices):
        ON_COURSE = "on_course", _("on course")
        AT_RISK = "at_risk", _("at risk")
        OFF_COURSE = "off_course", _("off course")

    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name=_("target"), related_name="outlooks"
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="outlooks",
        null=True,
        blank=True,
    )
    quarter = models.ForeignKey(
        Quarter, models.PROTECT, verbose_name=_("quarter"), related_name="outlooks"
    )
    level = models.CharField(_("own judgement"), max_length=10, choices=Level)
    words = models.TextField(_("grounds"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"), related_name="outlooks")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("own judgement")
        verbose_name_plural = _("own judgements")
        indexes = [models.Index(fields=["target", "quarter"], name="outlook_target_quarter")]

    def __str__(self) -> str:
        return f"{self.target.code} {self.organization or ''} {self.level}"
