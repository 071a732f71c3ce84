"""Who is bound by a task: organizations, groups of them, their other spellings, their people."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
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


class Role(models.TextChoices):
    """What a person may do; a person may hold several roles."""

    FILER = "filer", _("filer")
    REVIEWER = "reviewer", _("reviewer")
    INSPECTOR = "inspector", _("inspector")
    ADMINISTRATOR = "administrator", _("administrator")


class UserManager(BaseUserManager["User"]):
    def for_request(self) -> models.QuerySet["User"]:
        """With the organization and the roles, which every page asks for, in the same query."""
        held = {
            f"holds_{role.value}": models.Exists(
                RoleGrant.objects.filter(user=models.OuterRef("pk"), role=role)
            )
            for role in Role
        }
        return self.select_related("organization").annotate(**held)

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, password: str | None = None, **fields: object
    ) -> "User":
        return self.create_user(username, password, **(fields | {"is_superuser": True}))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What they may do follows from their roles and organization."""

    username = models.CharField(
        _("account"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("full name"), max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="people",
        null=True,
        blank=True,
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted, read once per request."""
        if hasattr(self, f"holds_{Role.FILER.value}"):  # came from for_request()
            return frozenset(one.value for one in Role if getattr(self, f"holds_{one.value}"))
        return frozenset(self.grants.values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles in words, in the order in which Role names them."""
        return [str(role.label) for role in Role if role.value in self.roles]

    @property
    def reads_all(self) -> bool:
        """Whether this person reads every organization's figures."""
        return self.has_role(Role.REVIEWER, Role.INSPECTOR, Role.ADMINISTRATOR)

    @property
    def is_staff(self) -> bool:
        """Whether /admin/ lets them in."""
        return self.is_superuser or self.has_role(Role.ADMINISTRATOR)


class RoleGrant(models.Model):
    """One role of one person."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("user"), related_name="grants")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_user_and_role")
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())
