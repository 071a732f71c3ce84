"""Small rules that hold for every answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Chinese unless the person chose otherwise.

    Django's own LocaleMiddleware follows the browser's Accept-Language, and many an office PC
    has an English browser; here only the choice made on the page (a cookie) counts.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class NoNulMiddleware:
    """Refuses a NUL byte in the addresses of /admin/, whose filters hand it to PostgreSQL.

    The site's own forms refuse it themselves, with a message.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "admin" not in match.app_names:
            return None
        asked = (part for name, values in request.GET.lists() for part in (name, *values))
        return HttpResponseBadRequest() if any("\0" in part for part in asked) else None


class NoStoreMiddleware:
    """What a logged-in person saw stays out of shared caches and of the browser's back button."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated or request.method == "POST":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
