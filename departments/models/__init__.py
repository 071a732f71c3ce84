"""Organizations, groups, their other spellings, their people."""

from departments.models.organizations import (
    Alias,
    Group,
    Organization,
    OrganizationQuerySet,
    validate_robot,
)
from departments.models.people import Role, RoleGrant, User, UserManager

__all__ = [
    "Alias",
    "Group",
    "Organization",
    "OrganizationQuerySet",
    "Role",
    "RoleGrant",
    "User",
    "UserManager",
    "validate_robot",
]
