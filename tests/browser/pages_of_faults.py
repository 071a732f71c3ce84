"""Addresses for the test of the browser fixtures: a good page, and one for each fault."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import path

from departments.models import User


def _page(body: str) -> Callable[[HttpRequest], HttpResponse]:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        head = '<title>页</title><link rel="icon" href="data:,">'
        return HttpResponse(f'<!doctype html><html lang="zh">{head}{body}</html>')

    return view


@login_not_required
def script(request: HttpRequest) -> HttpResponse:
    """A script of our own, which the policy allows."""
    return HttpResponse("document.title = 'scripted'", content_type="text/javascript")


@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    """Who asks, and how many people there are: a query in the server's thread."""
    name = "nobody" if isinstance(request.user, AnonymousUser) else request.user.get_username()
    return _page(f"<p>{name} {User.objects.count()}</p>")(request)


urlpatterns = [
    path("good/", _page('<p>督查督办</p><script src="/script.js"></script>')),
    path("script.js", script),
    path("people/", people),
    path("missing/", _page('<img src="/nothing.png" alt="">')),
    path("outside/", _page('<a href="http://127.0.0.1:9/elsewhere">away</a>')),
    path("inline/", _page("<script>document.title = 'changed'</script>")),
    path("style/", _page('<p style="color: red">red</p>')),
    path("image/", _page('<img src="http://127.0.0.1:9/pixel.png" alt="">')),
]
