"""What was reported, and how every target stands."""

from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from nanyang_vet.kit import clock
from progress.judging import Light, Reason
from progress.periods import Period
from tasks.models import Plan, Responsibility, Target, Task

if TYPE_CHECKING:
    import datetime


class QuarterQuerySet(models.QuerySet["Quarter"]):
    def open_for_filing(self, today: "datetime.date") -> "QuarterQuerySet":
        return self.filter(opens_on__lte=today, is_locked=False)


class Quarter(models.Model):
    """A quarter of a plan: when filing opens, and until when it is in time."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="quarters")
    year = models.PositiveIntegerField(_("year"))
    number = models.PositiveIntegerField(_("quarter"))
    ordinal = models.PositiveIntegerField(_("ordinal"), editable=False)
    opens_on = models.DateField(_("filing opens on"))
    due_on = models.DateField(_("filing due on"))
    is_locked = models.BooleanField(_("locked"), default=False)

    objects = QuarterQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "ordinal"]
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="one_quarter_per_plan"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="filing_opens_before_it_is_due",
                violation_error_message=_("Filing must open before it is due."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s Q%(number)s") % {"year": self.year, "number": self.number}

    @property
    def period(self) -> Period:
        return Period(self.year, self.number)

    @property
    def code(self) -> str:
        return self.period.code

    @property
    def is_open(self) -> bool:
        return not self.is_locked and self.opens_on <= clock.today()

    @property
    def days_left(self) -> int:
        """Days until the filing date; below nought once it has passed."""
        return (self.due_on - clock.today()).days


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """All for who reads all; else one's own organization's, and those of tasks it leads."""
        if user.reads_all:
            return self
        if user.organization_id is None:
            return self.none()
        led = Responsibility.objects.filter(
            role=Responsibility.LEAD, organization=user.organization_id
        )
        return self.filter(
            Q(organization=user.organization_id) | Q(target__task__in=led.values("task"))
        )

    def of_filer(self, user: User) -> "ReportQuerySet":
        """The reports that this person's organization files."""
        if not user.has_role(Role.FILER) or user.organization_id is None:
            return self.none()
        return self.filter(organization=user.organization_id)

    def reviewable_by(self, user: User) -> "ReportQuerySet":
        """Submitted ones in which the reviewer had no hand (promises 6)."""
        if not user.has_role(Role.REVIEWER):
            return self.none()
        own_hand = Event.objects.filter(report=OuterRef("pk"), by=user, act__in=Event.WRITING)
        return self.filter(state=Report.State.SUBMITTED).exclude(Exists(own_hand))

    def not_handed_in(self) -> "ReportQuerySet":
        return self.filter(state__in=Report.NOT_HANDED_IN)

    def overdue(self, today: "datetime.date") -> "ReportQuerySet":
        """Not handed in although the filing date has passed (逾期未报, rulings 4.4)."""
        return self.not_handed_in().filter(is_owed=True, quarter__due_on__lt=today)

    def filed_before(self, quarter: Quarter) -> "ReportQuerySet":
        """Those handed in for earlier quarters, in the order of time."""
        return self.filter(
            quarter__plan=quarter.plan_id,
            quarter__ordinal__lt=quarter.ordinal,
            state__in=Report.HANDED_IN,
        ).order_by("quarter__ordinal")

    def accepted(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.ACCEPTED)

    def for_page(self) -> "ReportQuerySet":
        return self.select_related("target__task", "organization", "quarter")


class Report(models.Model):
    """What one organization files for one target and quarter.

    The row exists from the day the duty does, so that silence is a state (unfiled) like any other
    and not the absence of a row. Blank, nought and not applicable are three different things.
    """

    class State(models.TextChoices):
        UNFILED = "unfiled", _("not filed")
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")

    NOT_HANDED_IN = (State.UNFILED, State.DRAFT, State.RETURNED)
    HANDED_IN = (State.SUBMITTED, State.ACCEPTED)
    FIGURES = ("value", "numerator", "denominator", "not_applicable")
    WORDS = ("not_applicable_why", "done", "problems", "next_steps")

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="reports"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="reports"
    )
    quarter = models.ForeignKey(
        Quarter, models.CASCADE, verbose_name=_("quarter"), related_name="reports"
    )
    is_owed = models.BooleanField(_("owed"), default=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.UNFILED)
    version = models.PositiveIntegerField(_("version"), default=0)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(
        _("numerator"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    not_applicable_why = models.TextField(_("why not applicable"), blank=True)
    done = models.TextField(_("progress made"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "target", "organization"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "organization", "quarter"],
                name="one_report_per_target_organization_and_quarter",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False)
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="not_applicable_carries_no_figure",
            ),
        ]
        indexes = [models.Index(fields=["quarter", "state"], name="report_quarter_state")]

    def __str__(self) -> str:
        return f"{self.target.code} {self.organization} {self.quarter.code}"

    @property
    def is_editable(self) -> bool:
        """Whether its organization may still write on it."""
        return self.state in self.NOT_HANDED_IN and self.quarter.is_open

    @property
    def is_touched(self) -> bool:
        return self.state != self.State.UNFILED

    @property
    def has_figure(self) -> bool:
        """Whether something was filed that can be judged: a value, a share, or 不适用."""
        if self.not_applicable:
            return True
        if self.target.is_share:
            return self.numerator is not None and self.denominator is not None
        return self.value is not None

    def was_written_by(self, user: User) -> bool:
        """Whether this person had a hand in what the report says."""
        return self.events.filter(by=user, act__in=Event.WRITING).exists()

    @property
    def is_late(self) -> bool:
        """Handed in after the filing date."""
        return self.submitted_at is not None and (
            clock.date_of(self.submitted_at) > self.quarter.due_on
        )

    @property
    def days_late(self) -> int:
        """Days past the filing date, for what is not handed in."""
        if self.state not in self.NOT_HANDED_IN:
            return 0
        return max(0, (clock.today() - self.quarter.due_on).days)


class Event(models.Model):
    """One change of a report's state: who, when, why, and which fields from what to what."""

    class Act(models.TextChoices):
        SAVED = "saved", _("saved a draft")
        SUBMITTED = "submitted", _("submitted")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        REOPENED = "reopened", _("reopened")
        IMPORTED = "imported", _("imported")

    WRITING = (Act.SAVED, Act.SUBMITTED)

    report = models.ForeignKey(
        Report, models.CASCADE, verbose_name=_("report"), related_name="events"
    )
    act = models.CharField(_("act"), max_length=9, choices=Act)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("by"), related_name="events", null=True, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.report_id} {self.act}"


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: User) -> "StandingQuerySet":
        """All for who reads all; else the own ones, the led ones, and the city's of shared tasks."""
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
        """Not met, and the deadline near (临期, rulings 4.6)."""
        return self.unmet().filter(due_soon_from__lte=as_of, deadline__gte=as_of)

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

    def is_due_soon(self, as_of: "datetime.date") -> bool:
        """As `StandingQuerySet.due_soon`, for one that is at hand."""
        settled = self.light == Light.BLUE or self.reason == Reason.NOT_APPLICABLE
        return not settled and self.due_soon_from <= as_of <= self.deadline

    @property
    def answerable(self) -> Organization | None:
        """Who answers for it: the county of a county's standing, else the lead."""
        return self.organization or self.lead
