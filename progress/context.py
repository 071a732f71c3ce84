"""What the navigation of every page needs to know."""

from django.http import HttpRequest

from departments.models import Role


def navigation(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    roles = user.roles if user is not None and user.is_authenticated else frozenset()
    return {
        "is_filer": Role.FILER in roles,
        "is_reviewer": Role.REVIEWER in roles,
        "is_administrator": Role.ADMINISTRATOR in roles or getattr(user, "is_superuser", False),
    }
