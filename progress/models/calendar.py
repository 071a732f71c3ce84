"""Single days on which work rests or not, where the announced calendar does not say so."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A day that an administrator has entered: it goes before the announced calendar.

    For a year not announced when this version was made, every holiday and make-up day is a row.
    """

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(
        _("working day"),
        default=False,
        help_text=_("Ticked: people work on it (a make-up day). Not ticked: a holiday."),
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("For example 春节, 国庆节调休."))

    class Meta:
        ordering = ["-day"]
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
