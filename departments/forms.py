"""The forms of logging in, in the dress of the site."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from nanyang_vet.kit.fields import dress


class LoginForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class NewPasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
