"""The stored verdicts."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, User
from progress.judging import EVERY_YEAR, Light, Reason
from progress.models.quarters import Quarter
from tasks.models import Responsibility, Target, Task

if TYPE_CHECKING:
    import datetime


IN_LIST_ORDER = (
    "target__task__number",
    "target__place",
    "target",
    "organization__place",
    "organization",
)
"""Of standings and reports: as the list has them, a target's organizations in theirs."""
MissedYears = dict[tuple[int, int | None], list[int]]
"""Past years that were missed: by target, and organization or None for the city."""


def _light_before() -> Subquery:
    """The light of the same target for the same organization at the end of the quarter before."""
    own = Q(organization=OuterRef("organization")) | Q(target__scope=Target.Scope.CITY)
    before = Standing.objects.filter(
        own,
        target=OuterRef("target"),
        quarter__plan=OuterRef("quarter__plan"),
        quarter__ordinal=OuterRef("quarter__ordinal") - 1,
    )
    return Subquery(before.values("light")[:1])


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: User) -> "StandingQuerySet":
        """All for who reads all; else one's own, the led ones, and the city's of shared tasks."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        led = Responsibility.objects.filter(
            role=Responsibility.LEAD, organization=user.organization_id
        )
        shared = Task.objects.visible_to(user)
        return self.filter(
            Q(organization=user.organization_id)
            | Q(target__task__in=led.values("task"))
            | Q(organization__isnull=True, target__task__in=shared.values("pk"))
        )

    def unmet(self) -> "StandingQuerySet":
        return self.exclude(light=Light.BLUE).exclude(reason=Reason.NOT_APPLICABLE)

    def due_soon(self, as_of: "datetime.date") -> "StandingQuerySet":
        """Not met, and the deadline near (临期, rulings 4.6). Overdue is worse, and only that."""
        unmet = self.unmet().exclude(reason=Reason.OVERDUE)
        return unmet.filter(due_soon_from__lte=as_of, deadline__gte=as_of)

    def turned(self, was: str | None = None) -> "StandingQuerySet":
        """Those with another light than a quarter before, or those that had the light `was`.

        New ones have not turned.
        """
        known = self.annotate(light_before=_light_before()).exclude(light_before=None)
        turned = known.exclude(light_before=F("light"))
        return turned.filter(light_before=was) if was else turned

    def turnings(self) -> "models.QuerySet[Standing, tuple[str | None, str, int]]":
        """Rows of the light before (None without one), the light now, and how many."""
        counted = self.annotate(light_before=_light_before()).order_by()
        return counted.values_list("light_before", "light").annotate(count=models.Count("pk"))

    def missed_before(self, year: int) -> "StandingQuerySet":
        """Verdicts on past years that yearly and standard targets missed (rulings 4.3)."""
        return self.filter(
            target__kind__in=EVERY_YEAR, reason=Reason.OVERDUE, quarter__year__lt=year
        ).order_by("quarter__year")

    def years_missed_before(self, year: int) -> MissedYears:
        """The years of `missed_before`, one query for all targets."""
        missed: MissedYears = defaultdict(list)
        rows = self.missed_before(year).values_list("target", "organization", "quarter__year")
        for target, organization, past in rows:
            missed[target, organization].append(past)
        return missed

    def for_page(self) -> "StandingQuerySet":
        leads = models.Prefetch(
            "target__task__responsibilities",
            Responsibility.objects.filter(role=Responsibility.LEAD).select_related("organization"),
        )
        return self.select_related("target__task", "organization", "quarter").prefetch_related(
            leads
        )


class Standing(models.Model):
    """The verdict on one target, for one organization or the whole city, at a quarter's end.

    Derived: written by progress.standings alone. Amounts are cut to six decimals for storage; the
    light was found on the exact ones.
    """

    class Lights(models.TextChoices):
        BLUE = Light.BLUE, _("blue")
        GREEN = Light.GREEN, _("green")
        YELLOW = Light.YELLOW, _("yellow")
        RED = Light.RED, _("red")
        GREY = Light.GREY, _("grey")

    class Reasons(models.TextChoices):
        MET = Reason.MET, _("met")
        ON_PACE = Reason.ON_PACE, _("on pace")
        LAGGING = Reason.LAGGING, _("lagging")
        FAR_BEHIND = Reason.FAR_BEHIND, _("far behind")
        OVERDUE = Reason.OVERDUE, _("overdue")
        NO_DATA = Reason.NO_DATA, _("no data")
        NOT_APPLICABLE = Reason.NOT_APPLICABLE, _("not applicable")

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="standings"
    )
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        verbose_name=_("organization"),
        related_name="standings",
        null=True,
        blank=True,
    )
    quarter = models.ForeignKey(
        Quarter, models.CASCADE, verbose_name=_("quarter"), related_name="standings"
    )
    light = models.CharField(_("light"), max_length=6, choices=Lights)
    reason = models.CharField(_("standing"), max_length=14, choices=Reasons)
    actual = models.DecimalField(_("actual"), max_digits=21, decimal_places=6, null=True)
    expected = models.DecimalField(_("expected"), max_digits=21, decimal_places=6)
    required = models.DecimalField(_("required"), max_digits=21, decimal_places=6)
    deadline = models.DateField(_("deadline"))
    due_soon_from = models.DateField(_("due soon from"))
    missing = models.JSONField(_("missing"), default=list)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "target", "organization"]
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "organization", "quarter"],
                condition=Q(organization__isnull=False),
                name="one_standing_per_organization",
            ),
            models.UniqueConstraint(
                fields=["target", "quarter"],
                condition=Q(organization__isnull=True),
                name="one_standing_for_the_city",
            ),
        ]
        indexes = [models.Index(fields=["quarter", "light"], name="standing_quarter_light")]

    def __str__(self) -> str:
        return f"{self.target.code} {self.organization or ''} {self.quarter.code}"

    @property
    def lead(self) -> Organization | None:
        return self.target.task.lead

    @property
    def is_missed_year(self) -> bool:
        """Whether a yearly or standard target ended its year unmet. Reads the target."""
        return self.target.kind in EVERY_YEAR and self.reason == Reason.OVERDUE

    @property
    def is_settled(self) -> bool:
        """Met, or not applicable: nothing is missing."""
        return self.light == Light.BLUE or self.reason == Reason.NOT_APPLICABLE

    @property
    def moved_from(self) -> "datetime.date | None":
        """The target's own deadline where an extension moved it (rulings 4.7), else None."""
        own = self.target.deadline
        return None if self.target.is_every_year or own == self.deadline else own

    def is_due_soon(self, as_of: "datetime.date") -> bool:
        """As `StandingQuerySet.due_soon`, for one that is at hand."""
        is_open = not self.is_settled and self.reason != Reason.OVERDUE
        return is_open and self.due_soon_from <= as_of <= self.deadline

    @property
    def answerable(self) -> Organization | None:
        """Who answers for it: the county of a county's standing, else the lead."""
        return self.organization or self.lead
