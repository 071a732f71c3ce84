"""Who is bound by a task: organizations, groups of them, and their other spellings."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.robots import NoRobotAddress, robot_host


def validate_robot(address: str) -> None:
    """Refuse what no message can be sent to."""
    try:
        robot_host(address, settings.ROBOT_HOSTS)
    except NoRobotAddress as error:
        raise ValidationError(
            _("This is no address of a group robot, or its host is not allowed (ROBOT_HOSTS).")
        ) from error


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def departments(self) -> "OrganizationQuerySet":
        return self.filter(kind=Organization.Kind.DEPARTMENT)

    def counties(self) -> "OrganizationQuerySet":
        """Counties, and the zones that report like one."""
        return self.filter(kind__in=[Organization.Kind.COUNTY, Organization.Kind.ZONE])


class Organization(models.Model):
    """A unit that can lead a task, share it or report on it."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("municipal department")
        COUNTY = "county", _("county or district")
        ZONE = "zone", _("development zone")
        INSTITUTION = "institution", _("institution")

    name = models.CharField(_("name"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    adcode = models.CharField(
        _("division code"),
        max_length=6,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Six digits, by which regions add up: 41 province, 4113 city, 411302 county."),
    )
    place = models.PositiveIntegerField(_("place in lists"), default=0)
    robot_url = models.CharField(
        _("group robot"),
        max_length=500,
        blank=True,
        validators=[validate_robot],
        help_text=_(
            "Optional. The Webhook address of a WeCom or DingTalk group robot; reminders are sent "
            "to that group too. Whoever has the address can write to the group: do not pass it on."
        ),
    )
    robot_secret = models.CharField(
        _("robot's signing secret"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only for DingTalk robots with signing (加签): the text that begins with SEC. It is "
            "not shown again; leave empty to keep what is stored. It goes with the address."
        ),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    @property
    def is_county(self) -> bool:
        return self.kind in {self.Kind.COUNTY, self.Kind.ZONE}


class Group(models.Model):
    """A name in a task list that stands for several organizations, such as 各县区政府."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(
        Organization, verbose_name=_("members"), related_name="groups", blank=True
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another spelling of an organization or a group, as official lists write it."""

    words = models.CharField(_("spelling"), max_length=80, unique=True)
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        verbose_name=_("organization"),
        related_name="aliases",
        null=True,
        blank=True,
    )
    group = models.ForeignKey(
        Group,
        models.CASCADE,
        verbose_name=_("group"),
        related_name="aliases",
        null=True,
        blank=True,
    )
    is_slip = models.BooleanField(
        _("a slip of the pen"),
        default=False,
        help_text=_("Read as meant, and reported as a warning when a list is loaded."),
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, group__isnull=True)
                | models.Q(organization__isnull=True, group__isnull=False),
                name="alias_of_an_organization_or_a_group",
                violation_error_message=_("Choose either an organization or a group."),
            )
        ]

    def __str__(self) -> str:
        return self.words
