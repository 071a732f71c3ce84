"""A form sent after one's session has ended is not lost (promises 14).

What was typed goes to the login page and comes back to the person who has logged in, who sends it
again with a button. Nothing of it is kept on the server: it travels signed, in a hidden field, from
one page to the next.

Only texts (never files) of at most LONGEST characters, only to addresses that settings.KEPT_FORMS
names, and only if the request came from a page of this site: either Django's check of the token
passed, or it failed on the token after the request's Origin had been found to be ours. So nobody
can have a person send what another site wrote. Whether the person who logs in may do what the form
asks is judged when it is sent again, as ever.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware import csrf
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure as refuse

from departments.forms import LoginForm

SALT = "departments.kept_forms"
MAX_AGE = 12 * 60 * 60
LONGEST = 1_000_000
"""Characters of all fields together: below what Django takes in one form (2.5 MB)."""
OWN = frozenset({"csrfmiddlewaretoken", "kept"})
TOKEN_REASONS = (csrf.REASON_NO_CSRF_COOKIE, csrf.REASON_CSRF_TOKEN_MISSING, "CSRF token from")


@dataclass(frozen=True)
class KeptForm:
    """Where a form was sent to, and its fields in their order."""

    address: str
    fields: list[tuple[str, str]]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person has written, for the one who is asked to send it."""
        marks = ("version", "seen", "echoed", "act")
        return [
            (name, value)
            for name, value in self.fields
            if value.strip() and not name.endswith(marks)
        ]

    def wrapped(self) -> str:
        return signing.dumps([self.address, self.fields], salt=SALT, compress=True)


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What `request` sent, if it is a form that is to survive."""
    if request.method != "POST" or not _is_listed(request.path_info) or request.FILES:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN
        for value in values
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return None
    return KeptForm(request.get_full_path(), fields)


def unwrapped(text: str) -> KeptForm | None:
    """What was wrapped here and not altered since, in the last twelve hours."""
    try:
        address, fields = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return KeptForm(address, [(name, value) for name, value in fields])


def _is_listed(path: str) -> bool:
    try:
        return resolve(path).url_name in settings.KEPT_FORMS
    except Resolver404:
        return False


class SessionEndedMiddleware(LoginRequiredMiddleware):
    """Django's own, except that what a stranger typed is kept, and a script is told plainly."""

    def handle_no_permission(  # type: ignore[override]  # the stubs know redirects only
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if "HX-Request" in request.headers:
            # A script would take the login page for its answer.
            return HttpResponse(status=401)
        kept = kept_form(request)
        if kept is None:
            return super().handle_no_permission(request, view_func)
        return login_page(request, kept, 401)


def login_page(request: HttpRequest, kept: KeptForm, status: int) -> HttpResponse:
    context = {"form": LoginForm(request), "kept": kept.wrapped()}
    return render(request, "registration/login.html", context, status=status)


def continue_page(request: HttpRequest, kept: KeptForm, status: int = 200) -> HttpResponse:
    """Asks the person who is logged in now whether to send the form again."""
    return render(request, "registration/continue.html", {"kept": kept}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good: somebody logged in again in another tab."""
    # Django looks at the origin first: a reason about the token means that the origin is ours.
    from_here = "Origin" in request.headers or request.is_secure()
    kept = None
    if from_here and reason.startswith(TOKEN_REASONS):
        kept = kept_form(request) or unwrapped(request.POST.get("kept", ""))
    if kept is None:
        return refuse(request, reason)
    if request.user.is_authenticated:
        return continue_page(request, kept, 403)
    return login_page(request, kept, 403)
