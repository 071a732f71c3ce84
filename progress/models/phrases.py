"""Stock phrases (常用语): what reviewers write again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def offered(self) -> "PhraseQuerySet":
        return self.filter(is_offered=True)


class Phrase(models.Model):
    """A usual reason for returning a report (常用退回理由).

    What was written on a report stays as it was, whatever becomes of the phrase.
    """

    text = models.CharField(_("words"), max_length=200, unique=True)
    place = models.PositiveIntegerField(_("place"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("usual reason for returning")
        verbose_name_plural = _("usual reasons for returning")

    def __str__(self) -> str:
        return self.text
