"""What was ordered: plans, their tasks, who is responsible, and the targets in the tasks' words."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Group, Organization, User
from tasks.units import is_whole_unit


class Plan(models.Model):
    """An official list of tasks, the years it runs, and the thresholds by which it is judged."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    lagging_share = models.DecimalField(
        _("lagging from"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.70"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the expected progress below which a target is far behind."),
    )
    about_share = models.DecimalField(
        _("“about” met from"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.90"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the number from which a target of “about” so much is met."),
    )
    due_soon_days = models.PositiveIntegerField(_("due soon, in days"), default=90)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The last day must come after the first one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> "TaskQuerySet":
        """All for who reads all; else the tasks that bind the person's organization."""
        if user.reads_all:
            return self
        return self.filter(pk__in=Responsibility.objects.binding(user.organization).values("task"))

    def with_responsibilities(self) -> "TaskQuerySet":
        return self.prefetch_related(
            models.Prefetch(
                "responsibilities", Responsibility.objects.select_related("organization", "group")
            ),
            "responsibilities__members",
            "responsibilities__group__members",
        )


class Task(models.Model):
    """One row of the list, word for word."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="tasks")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("official words"))
    units_text = models.TextField(
        _("responsible units as written"), help_text=_("As the list prints them.")
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_task_per_number")
        ]

    def __str__(self) -> str:
        return _("Task %(number)s") % {"number": self.number}

    @property
    def short_text(self) -> str:
        """The first words, for a line in a list."""
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def lead(self) -> Organization | None:
        """The unit that leads (牵头单位). Reads prefetched responsibilities."""
        leads = [one for one in self.responsibilities.all() if one.role == Responsibility.LEAD]
        return leads[0].organization if leads else None


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def binding(self, organization: Organization | None) -> "ResponsibilityQuerySet":
        """Those that bind `organization`: by name, as one picked, or as a member of a group."""
        if organization is None:
            return self.none()
        picked = self.filter(members=organization)
        by_group = self.filter(members__isnull=True, group__members=organization)
        return self.filter(
            models.Q(organization=organization)
            | models.Q(pk__in=picked.values("pk"))
            | models.Q(pk__in=by_group.values("pk"))
        )


class Responsibility(models.Model):
    """One unit of a task's 责任单位: an organization, a group, or an open end to be filled in."""

    LEAD, SHARED = "lead", "shared"

    task = models.ForeignKey(
        Task, models.CASCADE, verbose_name=_("task"), related_name="responsibilities"
    )
    role = models.CharField(
        _("part"), max_length=6, choices=[(LEAD, _("leads")), (SHARED, _("co-responsible"))]
    )
    place = models.PositiveIntegerField(_("place"))
    words = models.CharField(_("as written"), max_length=80)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="responsibilities",
        null=True,
        blank=True,
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        verbose_name=_("group"),
        related_name="responsibilities",
        null=True,
        blank=True,
    )
    is_open = models.BooleanField(
        _("open end"),
        default=False,
        help_text=_("Words such as 等市直有关部门: the bureau names the members."),
    )
    members = models.ManyToManyField(
        Organization,
        verbose_name=_("members for this task"),
        related_name="picked_in",
        blank=True,
        help_text=_("For a group or an open end; without any, the group's own members hold."),
    )

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["task", "place"]
        verbose_name = _("responsible unit")
        verbose_name_plural = _("responsible units")
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(role="lead"),
                name="one_lead_per_task",
                violation_error_message=_("Only one unit leads a task."),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def expanded(self) -> list[Organization]:
        """The organizations bound by it. Empty: members not yet named."""
        if self.organization is not None:
            return [self.organization]
        picked = list(self.members.all())
        if picked or self.group is None:
            return picked
        return list(self.group.members.all())


class Target(models.Model):
    """A number, a milestone or a completion percentage that somebody is measured against.

    `low`, `high` and `baseline` are in `unit`, multipliers written out (10 万人次 is 100000 人次);
    a share is in hundredths (30% is 30). `start` and `end` are offsets into the task's text.
    """

    class Kind(models.TextChoices):
        TOTAL = "total", _("running total")
        YEARLY = "yearly", _("yearly amount")
        RATIO = "ratio", _("share")
        STANDARD = "standard", _("yearly standard")
        MILESTONE = "milestone", _("milestone")
        COMPLETION = "completion", _("completion percentage")

    class Comparator(models.TextChoices):
        RANGE = "range", _("range")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")
        EXACT = "exact", _("exactly")

    class Scope(models.TextChoices):
        CITY = "city", _("the whole city")
        EACH_COUNTY = "each_county", _("each county and zone")

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="targets")
    place = models.PositiveIntegerField(_("place in the task"))
    code = models.CharField(_("code"), max_length=20)
    phrase = models.TextField(_("official words"), blank=True, default="")
    start = models.PositiveIntegerField(_("first character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    measure = models.CharField(_("what is measured"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    comparator = models.CharField(_("how the number binds"), max_length=8, choices=Comparator)
    low = models.DecimalField(_("number"), max_digits=15, decimal_places=4)
    high = models.DecimalField(
        _("upper number"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope, default=Scope.CITY)
    collected_from = models.ForeignKey(
        Group,
        models.PROTECT,
        verbose_name=_("collected from"),
        related_name="collected_targets",
        null=True,
        blank=True,
        help_text=_("The group whose members file it. Without one the lead files."),
    )
    deadline = models.DateField(_("deadline"))
    first_year = models.PositiveIntegerField(_("first year judged"), null=True, blank=True)
    baseline = models.DecimalField(
        _("value at the start"), max_digits=15, decimal_places=4, default=Decimal(0)
    )

    class Meta:
        ordering = ["task", "place"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["task", "code"], name="one_target_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.measure}"

    @property
    def is_share(self) -> bool:
        """Whether it is filed as a numerator over a denominator (rulings 2.3)."""
        return self.unit == "%" and self.kind in {self.Kind.RATIO, self.Kind.STANDARD}

    @property
    def is_whole(self) -> bool:
        """Whether it is counted in whole pieces rather than measured (rulings 2.4)."""
        return is_whole_unit(self.unit)

    @property
    def is_every_year(self) -> bool:
        return self.kind in {self.Kind.YEARLY, self.Kind.STANDARD}


class Checkpoint(models.Model):
    """A value due by the end of a quarter (阶段目标), bending the expected line."""

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="checkpoints"
    )
    year = models.PositiveIntegerField(_("year"))
    quarter = models.PositiveIntegerField(
        _("quarter"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    value = models.DecimalField(_("value due"), max_digits=15, decimal_places=4)

    class Meta:
        ordering = ["target", "year", "quarter"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "quarter"], name="one_checkpoint_per_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target.code} {self.year}Q{self.quarter}"


class Remark(models.Model):
    """What the reader of the list had to say of a row: a slip, a doubt, a number that binds nobody."""

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
