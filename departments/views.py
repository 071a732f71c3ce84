"""Logging in, and out of the way."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from departments.demonstration import DEMO_PASSWORD, demo_accounts
from departments.forms import LoginForm, NewPasswordForm
from departments.models import Role


class LoginView(views.LoginView):
    """The login; who files lands on what they owe, everybody else on the overview."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        lands_on_filing = user.is_authenticated and user.roles == {Role.FILER}
        return reverse("filing" if lands_on_filing else "home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": DEMO_PASSWORD}
        return context


class PasswordChangeView(views.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password has been changed."))
        return super().form_valid(form)
