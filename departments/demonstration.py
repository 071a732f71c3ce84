"""The accounts of the demonstration, one for each role. They exist nowhere else."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.models import Organization, Role, RoleGrant, User

DEMO_PASSWORD = "yanshi-2024"  # noqa: S105 - shown on the demonstration's login page


@dataclass(frozen=True)
class DemoAccount:
    """One account that the login page shows: who it is, and what to try with it.

    `name` stands beside everything the account does; it is data, hence Chinese.
    """

    username: str
    name: str
    role: Role
    organization: str
    label: str | Promise
    what: str | Promise


FILER, COUNTY_FILER = "demo-filer", "demo-county"
REVIEWER, INSPECTOR, ADMINISTRATOR = "demo-reviewer", "demo-inspector", "demo-admin"


_ACCOUNTS = (
    DemoAccount(
        FILER,
        "演示填报员",
        Role.FILER,
        "市教育局",
        _("Filer of a department (市教育局)"),
        _("File what the bureau of education owes, and see which of its targets lag."),
    ),
    DemoAccount(
        COUNTY_FILER,
        "演示填报员",
        Role.FILER,
        "宛城区",
        _("Filer of a county (宛城区)"),
        _("Mend the report that was returned, and hand in those that are still drafts."),
    ),
    DemoAccount(
        REVIEWER,
        "演示审核员",
        Role.REVIEWER,
        "市教育局",
        _("Reviewer (市教育局)"),
        _("Accept a report and watch its light change, or return it with a reason."),
    ),
    DemoAccount(
        INSPECTOR,
        "演示督查员",
        Role.INSPECTOR,
        "市督查局",
        _("Inspector (市督查局)"),
        _("See what is late and whose it is, and download the annual summary."),
    ),
    DemoAccount(
        ADMINISTRATOR,
        "演示管理员",
        Role.ADMINISTRATOR,
        "市督查局",
        _("Administrator (市督查局)"),
        _("Name the members of a group, and change organizations, people and quarters."),
    ),
)


def demo_accounts() -> list[DemoAccount]:
    """In the order in which a report travels: filed, reviewed, inspected."""
    return list(_ACCOUNTS)


@transaction.atomic
def make_demo_accounts() -> dict[str, User]:
    """The accounts by their names, made or put right: each can log in with DEMO_PASSWORD.

    Raises Organization.DoesNotExist where the register lacks one of their organizations.
    """
    return {account.username: _make(account) for account in demo_accounts()}


def _make(account: DemoAccount) -> User:
    organization = Organization.objects.get(name=account.organization)
    user, _created = User.objects.get_or_create(
        username=account.username,
        defaults={"name": account.name, "organization": organization},
    )
    if not (user.is_active and user.check_password(DEMO_PASSWORD)):
        user.is_active = True
        user.set_password(DEMO_PASSWORD)
        user.save()
    RoleGrant.objects.get_or_create(user=user, role=account.role)
    return user
