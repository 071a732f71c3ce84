"""People with an account, and what they may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from departments.models.organizations import Organization


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
