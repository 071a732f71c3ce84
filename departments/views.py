"""Logging in, and out of the way."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from departments.demonstration import DEMO_PASSWORD, demo_accounts
from departments.forms import LoginForm, NewPasswordForm
from departments.kept_forms import KeptForm, continue_page, unwrapped
from departments.models import Role


class LoginView(views.LoginView):
    """The login; who files lands on what they owe, everybody else on the overview."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        lands_on_filing = user.is_authenticated and user.roles == {Role.FILER}
        return reverse("filing" if lands_on_filing else "home")

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who is logged in already, in another tab, goes on with what was kept."""
        if request.user.is_authenticated and self.kept is not None:
            return continue_page(request, self.kept)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        return continue_page(self.request, self.kept) if self.kept else answer

    @cached_property
    def kept(self) -> KeptForm | None:
        """What the person had typed when the session was found to have ended."""
        return unwrapped(self.request.POST.get("kept", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["kept"] = self.kept.wrapped() if self.kept else ""
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": DEMO_PASSWORD}
        return context


class PasswordChangeView(views.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password has been changed."))
        return super().form_valid(form)
