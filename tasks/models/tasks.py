"""Tasks, word for word, and the units responsible for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Group, Organization, User
from tasks.models.plans import Plan


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
    number = models.PositiveIntegerField(_("number in the list"))
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
