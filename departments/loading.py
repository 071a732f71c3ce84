"""The register of organizations: from its file into the database, and out as names to look up."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from departments.models import Alias, Group, Organization
from departments.names import Register

SHIPPED_REGISTER = settings.BASE_DIR / "fixtures" / "organizations.json"


@transaction.atomic
def load_register(path: Path = SHIPPED_REGISTER) -> None:
    """Add what the file names and the database lacks; nothing that was edited is overwritten."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for place, entry in enumerate(data["organizations"], start=1):
        _load_organization(place, entry)
    for entry in data["groups"]:
        group, created = Group.objects.get_or_create(name=entry["name"])
        _load_aliases(entry, group=group)
        if created:
            group.members.set(Organization.objects.filter(name__in=entry.get("members") or []))


def _load_organization(place: int, entry: dict[str, Any]) -> None:
    organization, _created = Organization.objects.get_or_create(
        name=entry["name"],
        defaults={
            "short_name": entry.get("short_name") or "",
            "kind": entry["kind"],
            "adcode": entry.get("adcode"),
            "place": place,
        },
    )
    _load_aliases(entry, organization=organization)


def _load_aliases(entry: dict[str, Any], **owner: Organization | Group) -> None:
    spellings = dict.fromkeys(entry.get("aliases", []), False)
    spellings |= dict.fromkeys(entry.get("slips", []), True)
    for words, is_slip in spellings.items():
        Alias.objects.get_or_create(words=words, defaults={"is_slip": is_slip, **owner})


def ensure_register() -> None:
    """Load the shipped register into a database that has no organization yet."""
    if not Organization.objects.exists():
        load_register()


def current_register() -> Register:
    """The names that the database knows now, for the pure reader."""
    spellings: dict[tuple[str, int], dict[str, list[str]]] = {}
    for alias in Alias.objects.all():
        kind = "organization" if alias.organization_id else "group"
        owner = alias.organization_id or alias.group_id or 0
        lists = spellings.setdefault((kind, owner), {"aliases": [], "slips": []})
        lists["slips" if alias.is_slip else "aliases"].append(alias.words)
    organizations = [
        {
            "name": one.name,
            "short_name": one.short_name,
            "kind": one.kind,
            **spellings.get(("organization", one.pk), {}),
        }
        for one in Organization.objects.all()
    ]
    groups = [
        {
            "name": group.name,
            "members": [member.name for member in group.members.all()],
            **spellings.get(("group", group.pk), {}),
        }
        for group in Group.objects.prefetch_related("members")
    ]
    return Register.build(organizations, groups)


def find_organization(words: str) -> Organization | None:
    """The organization of that name, division code or other spelling."""
    named = Organization.objects.filter(name=words) | Organization.objects.filter(adcode=words)
    return named.first() or Organization.objects.filter(aliases__words=words).first()
