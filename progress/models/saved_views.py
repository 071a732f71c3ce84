"""Lists as somebody filtered them, kept under a name."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from departments.models import User


class SavedView(models.Model):
    """One person's name for a list with its filters. It opens on the latest quarter each time."""

    person = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60)
    page = models.CharField(_("page"), max_length=40)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_saved_view_per_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"{reverse(self.page)}?{self.query}" if self.query else reverse(self.page)
