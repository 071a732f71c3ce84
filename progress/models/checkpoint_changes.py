"""Who bent a target's expected line, when, why, and from what to what."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import User
from tasks.models import Target


class CheckpointChange(models.Model):
    """One act on a target's checkpoints (阶段目标). Never changed afterwards.

    `before` and `after` are the values due by the codes of their quarters: {"2024Q4": "6"}.
    """

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="checkpoint_changes"
    )
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("by"), related_name="checkpoint_changes"
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"))
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of checkpoints")
        verbose_name_plural = _("changes of checkpoints")

    def __str__(self) -> str:
        return f"{self.target.code} {self.at:%Y-%m-%d}"
