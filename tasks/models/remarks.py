"""What the reader of a list had to say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasks.models.tasks import Task


class Remark(models.Model):
    """The reader on a row: a slip, a doubt, or a number that binds nobody."""

    class Level(models.TextChoices):
        WARNING = "warning", _("slip in the list")
        DOUBT = "doubt", _("doubt")
        NOT_TARGET = "not_target", _("number that is no target")

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="remarks")
    level = models.CharField(_("level"), max_length=12, choices=Level)
    code = models.CharField(_("reason"), max_length=40)
    words = models.TextField(_("words"))
    meaning = models.TextField(_("read as"), blank=True)

    class Meta:
        ordering = ["task", "pk"]
        verbose_name = _("reader's remark")
        verbose_name_plural = _("reader's remarks")

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"
