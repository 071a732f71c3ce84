"""Which functions a role opens. Which objects are visible is each model's queryset's matter."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from departments.models import Role, User


def person(request: HttpRequest) -> User:
    """Who is logged in. Nobody else comes as far as a page: LoginRequiredMiddleware sees to it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class RoleRequiredMixin(AccessMixin, View):
    """Lets in who holds one of `roles`; others who are logged in get 403, strangers the login."""

    roles: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.has_role(*self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PersonBackend(ModelBackend):
    """Django's own, except that a request's person comes with roles and organization at once."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.for_request().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AdministratorBackend:
    """Gives administrators every permission on master data, and on nothing else.

    Reports, events and standings are not edited behind the backs of those who answer for them.
    """

    MASTER_DATA = frozenset({"departments", "tasks"})
    ALSO = frozenset(
        {
            "progress.view_quarter",
            *(
                f"progress.{act}_{model}"
                for model in ("phrase", "scorerule", "specialday")
                for act in ("view", "add", "change", "delete")
            ),
        }
    )

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """This backend answers for permissions only."""

    def has_perm(self, user: User, perm: str, obj: object = None) -> bool:
        if not user.is_active or not user.has_role(Role.ADMINISTRATOR):
            return False
        return perm.partition(".")[0] in self.MASTER_DATA or perm in self.ALSO

    def has_module_perms(self, user: User, app_label: str) -> bool:
        if not user.is_active or not user.has_role(Role.ADMINISTRATOR):
            return False
        return app_label in self.MASTER_DATA or app_label == "progress"
