"""What one organization files for one target and quarter, and every change of its state."""

from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.deletion import Collector
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, User
from nanyang_vet.kit import clock
from progress.judging import EVERY_YEAR
from progress.models.closures import Closure
from progress.models.quarters import Quarter
from tasks.models import Responsibility, Target

if TYPE_CHECKING:
    import datetime


def keep_what_was_filed(
    collector: Collector, field: models.ForeignKey, reports: "models.QuerySet[Report]", using: str
) -> None:
    """An on_delete: duties go with what they hang on, but never one on which somebody wrote."""
    filed = [report for report in reports if report.is_touched]
    if filed:
        raise models.ProtectedError("Reports have been filed on it.", set(filed))
    models.CASCADE(collector, field, reports, using)


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
        return self.not_handed_in().filter(is_owed=True).past_due(today)

    def past_due(self, today: "datetime.date") -> "ReportQuerySet":
        """Those whose day has passed: the one set with a return, else the quarter's."""
        return self.filter(Report.past_due_on(today))

    def filed_before(self, quarter: Quarter) -> "ReportQuerySet":
        """Those handed in for earlier quarters, in the order of time."""
        return self.filter(
            quarter__plan=quarter.plan_id,
            quarter__ordinal__lt=quarter.ordinal,
            state__in=Report.HANDED_IN,
        ).order_by("quarter__ordinal")

    def accepted(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.ACCEPTED)

    def latest_figures(self, quarter: Quarter) -> "ReportQuerySet":
        """Each contributor's latest accepted report with a figure that counts at the end of
        `quarter`; what is nought again each year only from its year (rulings 3.3)."""
        share = Q(numerator__isnull=False, denominator__isnull=False)
        value = Q(value__isnull=False) & ~Q(target__kind=Target.Kind.RATIO)
        in_window = ~Q(target__kind__in=EVERY_YEAR) | Q(quarter__year=quarter.year)
        counted = self.accepted().filter(
            Q(not_applicable=True) | share | value,
            in_window,
            quarter__plan=quarter.plan_id,
            quarter__ordinal__lte=quarter.ordinal,
        )
        newest_first = Window(
            RowNumber(),
            partition_by=[F("target"), F("organization")],
            order_by=F("quarter__ordinal").desc(),
        )
        return counted.order_by().annotate(newness=newest_first).filter(newness=1)

    def for_page(self) -> "ReportQuerySet":
        """With what a page shows of it, and whether its task is closed, in one query."""
        closing = Closure.objects.in_force().filter(task=OuterRef("target__task"))
        shown = self.select_related("target__task", "organization", "quarter")
        return shown.annotate(is_task_closed=Exists(closing))

    def with_evidence_count(self) -> "ReportQuerySet":
        """Each with `evidence_count`, how many files of evidence it has."""
        count = Count("evidence", filter=Q(evidence__removed_at=None))
        return self.annotate(evidence_count=count)


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
    WORDS = ("not_applicable_why", "done", "problems", "next_steps", "explanation")

    target = models.ForeignKey(
        Target, keep_what_was_filed, verbose_name=_("target"), related_name="reports"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="reports"
    )
    quarter = models.ForeignKey(
        Quarter, keep_what_was_filed, verbose_name=_("quarter"), related_name="reports"
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
    explanation = models.TextField(_("explanation of the figure"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    redo_by = models.DateField(_("to be corrected by"), null=True, blank=True)
    was_late = models.BooleanField(_("handed in late"), default=False)

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
        is_open = self.quarter.is_open and not self.is_task_closed
        return is_open and self.state in self.NOT_HANDED_IN

    @property
    def is_withdrawable(self) -> bool:
        """Whether its organization may still take it back: nobody has decided on it yet."""
        is_open = self.quarter.is_open and not self.is_task_closed
        return is_open and self.state == self.State.SUBMITTED

    @cached_property
    def is_task_closed(self) -> bool:
        """Whether its task is struck off: nothing more is filed. Comes with `for_page()`."""
        return Closure.objects.in_force().filter(task=self.target.task_id).exists()

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

    @staticmethod
    def past_due_on(today: "datetime.date") -> Q:
        """Whose day in force (`due_on`) lies before `today`."""
        return Q(redo_by__lt=today) | Q(redo_by=None, quarter__due_on__lt=today)

    def was_written_by(self, user: User) -> bool:
        """Whether this person had a hand in what the report says."""
        return self.events.filter(by=user, act__in=Event.WRITING).exists()

    @property
    def due_on(self) -> "datetime.date":
        """The day in force: the one that a return or a reopening set, else the quarter's."""
        return self.redo_by or self.quarter.due_on

    @property
    def is_late(self) -> bool:
        """Handed in, at some time, after the day then in force. No later act takes that back."""
        return self.was_late

    @property
    def days_late(self) -> int:
        """Days past the day in force, for what is not handed in."""
        if self.state not in self.NOT_HANDED_IN:
            return 0
        return max(0, (clock.today() - self.due_on).days)


class EventQuerySet(models.QuerySet["Event"]):
    def handing_over(self) -> "EventQuerySet":
        """Those by which a report passed from one side to the other, or was settled."""
        moved = Q(act=Event.Act.IMPORTED, changes__has_key="state")
        return self.filter(moved | Q(act__in=Event.HANDING_OVER))


class Event(models.Model):
    """One change of a report's state: who, when, why, and which fields from what to what."""

    class Act(models.TextChoices):
        SAVED = "saved", _("saved a draft")
        AUTOSAVED = "autosaved", _("draft saved by itself")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        REOPENED = "reopened", _("reopened")
        IMPORTED = "imported", _("imported")
        ATTACHED = "attached", _("added evidence")
        DETACHED = "detached", _("removed evidence")

    SAVING = (Act.SAVED, Act.AUTOSAVED)
    CORRECTING = (*SAVING, Act.ATTACHED, Act.DETACHED)
    WRITING = (*SAVING, Act.SUBMITTED, Act.WITHDRAWN, Act.ATTACHED, Act.DETACHED)
    HANDING_OVER = (Act.SUBMITTED, Act.WITHDRAWN, Act.ACCEPTED, Act.RETURNED, Act.REOPENED)

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

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.report_id} {self.act}"
