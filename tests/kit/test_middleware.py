"""The rules that hold for every answer: its language, and whether it may be kept."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from departments.models import User
from nanyang_vet.kit.middleware import LanguageMiddleware, NoStoreMiddleware


def _told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans"), ("", "zh-hans")],
)
def test_only_the_choice_made_on_the_page_counts(
    rf: RequestFactory, cookie: str | None, language: str
) -> None:
    request = rf.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    if cookie is not None:
        request.COOKIES["django_language"] = cookie
    answer = LanguageMiddleware(_told)(request)
    assert answer.content.decode() == language
    assert answer.headers["Content-Language"] == language
    assert language == request.LANGUAGE_CODE


def test_the_language_of_one_request_does_not_leak_into_the_next(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["django_language"] = "en"
    with translation.override("zh-hans"):
        LanguageMiddleware(_told)(request)
        assert translation.get_language() == "zh-hans"


def test_an_answer_in_another_language_says_so_itself(rf: RequestFactory) -> None:
    answer = LanguageMiddleware(lambda _: HttpResponse(headers={"Content-Language": "en"}))
    assert answer(rf.get("/")).headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("method", "logged_in", "kept_out"),
    [("get", True, True), ("get", False, False), ("post", False, True), ("post", True, True)],
)
def test_what_a_person_saw_is_not_stored(
    rf: RequestFactory, method: str, logged_in: bool, kept_out: bool
) -> None:
    request = getattr(rf, method)("/")
    request.user = User() if logged_in else AnonymousUser()
    answer = NoStoreMiddleware(lambda _: HttpResponse())(request)
    assert answer.headers.get("Cache-Control") == ("no-store, private" if kept_out else None)


def test_a_view_may_say_otherwise(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User()
    view = NoStoreMiddleware(lambda _: HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert view(request).headers["Cache-Control"] == "max-age=60"
