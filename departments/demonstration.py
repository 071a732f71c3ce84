"""The accounts of the demonstration, one for each role. They exist nowhere else."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.models import Role

DEMO_PASSWORD = "yanshi-2024"  # noqa: S105 - shown on the demonstration's login page


@dataclass(frozen=True)
class DemoAccount:
    """One account that the login page shows: who it is, and what to try with it."""

    username: str
    role: Role
    organization: str
    label: str | Promise
    what: str | Promise


def demo_accounts() -> list[DemoAccount]:
    return [
        DemoAccount("demo-filer", Role.FILER, "市教育局", _("Filer"), _("File progress")),
    ]
