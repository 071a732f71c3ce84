"""What holds for every page: headers, language, the quarter chosen, no dead link, no raw words."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils.html import escape
from django.utils.translation import gettext, override

from departments.models import Organization, Role, User
from tasks.models import Responsibility
from tests.progress.worlds import PASSWORD, TODAY, World, make_user, make_world

PLAIN = [
    "home",
    "tasks",
    "standings",
    "overdue",
    "lagging",
    "silent",
    "due-soon",
    "reports",
    "unfiled",
    "departments",
    "counties",
    "heat-map",
    "password_change",
]
EMPTY_TOO = ["home", "password_change", "filing", "queue"]
WITH_QUARTER = PLAIN[:-1]
ROLES = ["filer", "county_filer", "reviewer", "inspector", "administrator", "nobody"]
LANGUAGES = ["zh-hans", "en"]
EVERY_ONE = 100_000


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    first, second, _third = world.counties
    world.accepted("1-1", "2024Q2", value=Decimal(3))
    world.accepted("4-1", "2022Q4", first, numerator=Decimal(1), denominator=Decimal(9))
    world.filed("8-1", "2024Q2", second, value=Decimal(1))
    world.filed("27-0", "2024Q3", state="returned", value=Decimal(40), done="推进中")
    world.accepted("23-2", "2023Q4", first, not_applicable=True, not_applicable_why="无")
    return world


def client_of(user: User | None, language: str = "") -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    if language:
        client.cookies["django_language"] = language
    return client


def person(world: World, role: str) -> User:
    return make_user("nobody", Role.FILER, None) if role == "nobody" else getattr(world, role)


# Headers

ANSWERS = [
    ("reviewer", "home", 200),
    ("reviewer", "filing", 403),
    ("reviewer", "/nowhere/", 404),
    ("reviewer", "/tasks/999999/", 404),
    ("reviewer", "/reports/1/accept/", 405),
    ("reviewer", "summary", 200),
    ("filer", "filing", 200),
    ("administrator", "admin:index", 200),
    (None, "login", 200),
    (None, "home", 302),
]


@pytest.mark.parametrize(("role", "where", "status"), ANSWERS)
def test_headers(world, role, where, status):
    client = client_of(getattr(world, role) if role else None)
    answer = client.get(where if where.startswith("/") else reverse(where))
    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    if role:
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", ROLES)
def test_pages_hold_neither_inline_script_nor_style(world, role):
    client = client_of(person(world, role))
    for where, page in every_page(client).items():
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), where
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page), where


# Language


@pytest.mark.parametrize("accepts", ["", "en-US,en;q=0.9", "de"])
def test_chinese_whatever_the_browser_asks_for(world, accepts):
    answer = Client(headers={"accept-language": accepts}).get(reverse("login"))
    assert answer["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans">' in answer.content.decode()


@pytest.mark.parametrize(
    ("chosen", "shown"), [("en", "en"), ("zh-hans", "zh-hans"), ("xx", "zh-hans")]
)
def test_the_language_is_a_choice_that_stays(world, chosen, shown):
    client = client_of(world.reviewer)
    here = f"{reverse('standings')}?quarter=2024Q2"
    answer = client.post(reverse("set_language"), {"language": chosen, "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    answer = client.get(here)
    assert answer["Content-Language"] == shown
    with override(shown):
        assert str(escape(gettext("All lights"))) in answer.content.decode()


@pytest.mark.parametrize("where", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
@pytest.mark.parametrize("name", ["set_language", "login"])
def test_no_redirect_leads_off_the_site(world, name, where):
    sent = {"next": where, "language": "en", "username": "filer", "password": PASSWORD}
    answer = Client().post(reverse(name), sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


# The quarter

DEFAULTS = [
    (date(2022, 1, 1), "2022Q1"),  # nothing is due yet
    (date(2022, 4, 15), "2022Q1"),
    (date(2022, 7, 15), "2022Q1"),  # the filing date has not passed
    (date(2022, 7, 16), "2022Q2"),
    (date(2024, 10, 10), "2024Q2"),
    (date(2024, 10, 16), "2024Q3"),
    (date(2026, 1, 15), "2025Q3"),
    (date(2026, 1, 16), "2025Q4"),
    (date(2031, 5, 5), "2025Q4"),  # never beyond the plan
]


@pytest.mark.parametrize(("day", "quarter"), DEFAULTS)
def test_pages_open_on_the_latest_quarter_that_was_due(world, settings, day, quarter):
    settings.BUSINESS_DATE = day
    client = client_of(world.reviewer)
    for name in ("home", "standings", "counties"):
        assert client.get(reverse(name)).context["selection"].quarter.code == quarter
    answer = client.get(reverse("task", args=[world.targets["1-1"].task_id]))
    assert answer.context["selection"].quarter.code == quarter


@pytest.mark.parametrize("name", WITH_QUARTER)
def test_the_quarter_asked_for_is_shown(world, name):
    answer = client_of(world.reviewer).get(reverse(name), {"quarter": "2023q1"})
    assert answer.context["selection"].quarter.code == "2023Q1"
    assert '<option value="2023Q1" selected>' in answer.content.decode()


def test_what_has_not_opened_cannot_be_chosen(world):
    page = client_of(world.reviewer).get(reverse("home")).content.decode()
    offered = re.findall(r'<option value="(\d{4}Q\d)"', page)
    assert offered[0] == "2024Q3"
    assert offered[-1] == "2022Q1"
    assert len(offered) == 11


NONSENSE = [
    "x",
    "2024",
    "2024Q5",
    "2024Q0",
    "2024Q4",
    "2030Q1",
    "2021Q4",
    "\x00",
    "２０２４Q1",
    "-1",
]


@pytest.mark.parametrize("asked", [*NONSENSE, "9" * 5000])
def test_a_quarter_that_there_is_not_is_not_found(world, asked):
    client = client_of(world.reviewer)
    for name in [*WITH_QUARTER, "summary"]:
        assert client.get(reverse(name), {"quarter": asked}).status_code == 404, name


# Nothing loaded yet


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", [*PLAIN, "filing", "queue", "summary"])
def test_an_empty_database_breaks_no_page(db, name, role):
    client = client_of(make_user("somebody", role, None), "en")
    answer = client.get(reverse(name))
    allowed = {"filing": role == Role.FILER, "queue": role == Role.REVIEWER}.get(name, True)
    expected = (200 if name in EMPTY_TOO else 404) if allowed else 403
    assert answer.status_code == expected
    if name == "home":
        assert "load_task_list" in answer.content.decode()


# Refusals


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("where", "status", "words"),
    [
        (
            "/nowhere/",
            404,
            "There is nothing at this address, or it belongs to another organization.",
        ),
        (
            "/tasks/999999/",
            404,
            "There is nothing at this address, or it belongs to another organization.",
        ),
        (
            "/filing/",
            403,
            "Your role does not include this function. Whoever administers the site can say who "
            "has it.",
        ),
    ],
)
def test_a_refusal_says_why_and_leads_home(world, language, where, status, words):
    answer = client_of(world.reviewer, language).get(where)
    page = answer.content.decode()
    assert answer.status_code == status
    with override(language):
        assert str(escape(gettext(words))) in page
    assert f'href="{reverse("home")}"' in page


def test_a_stranger_learns_nothing_of_what_exists(world):
    there, not_there = (reverse("task", args=[pk]) for pk in (world.targets["1-1"].task_id, 99999))
    for where in (there, not_there, "/nowhere/"):
        answer = Client().get(where)
        assert answer.status_code in {302, 404}
        assert "课程思政" not in answer.content.decode()


def test_a_page_that_was_open_too_long_says_so(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.reviewer)
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("logout"))
    assert answer.status_code == 403
    with override("en"):
        assert gettext("The page was open too long") in answer.content.decode()


# Logging in

LANDING = [
    ("filer", "filing"),
    ("county", "filing"),
    ("reviewer", "home"),
    ("inspector", "home"),
    ("administrator", "home"),
]


@pytest.mark.parametrize(("username", "name"), LANDING)
def test_where_a_login_lands(world, username, name):
    answer = Client().post(reverse("login"), {"username": username, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse(name))


def test_a_login_leads_on_to_what_was_asked_for(world):
    where = f"{reverse('standings')}?quarter=2024Q2"
    login = Client().get(where)["Location"]
    answer = Client().post(login, {"username": "filer", "password": PASSWORD, "next": where})
    assert answer["Location"] == where


@pytest.mark.parametrize(
    ("username", "password"),
    [("filer", "wrong"), ("unknown", PASSWORD), ("", ""), ("a\x00", PASSWORD), ("长" * 5000, "x")],
)
def test_a_wrong_login_stays_outside(world, username, password):
    client = Client()
    answer = client.post(reverse("login"), {"username": username, "password": password})
    assert answer.status_code == 200
    assert client.get(reverse("home")).status_code == 302


# Every page that a person can reach

LINK = re.compile(r'(?:href|hx-get|action)="([^"#]*)')


def every_page(client: Client, start: str = "", most: int = 5) -> dict[str, str]:
    """The pages that the links lead to, from the overview on; at most so many of a kind."""
    found: dict[str, str] = {}
    kinds: Counter[tuple[str, ...]] = Counter()
    waiting = [start or reverse("home")]
    while waiting:
        where = waiting.pop()
        if where in found or kinds[_kind(where)] >= most:
            continue
        kinds[_kind(where)] += 1
        answer = client.get(where)
        assert answer.status_code == 200, where
        if not answer["Content-Type"].startswith("text/html"):
            found[where] = ""
            continue
        found[where] = answer.content.decode()
        waiting += [link for link in _links(found[where]) if _is_followed(link)]
    return found


def _kind(where: str) -> tuple[str, ...]:
    """The view that an address leads to, and what it is asked."""
    path, _mark, asked = where.partition("?")
    return resolve(path).view_name, *sorted(one.partition("=")[0] for one in asked.split("&"))


def _links(page: str) -> list[str]:
    posts = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page)
    return [unescape(one) for one in LINK.findall(page) if one not in posts]


def _is_followed(link: str) -> bool:
    """Not the files, the other workbooks, the many orders of a list, nor /admin/."""
    if not link.startswith("/") or link.startswith(("/static/", "/admin/", "/password/")):
        return False
    return not any(word in link for word in ("sort=", "export=", "page="))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead_and_no_words_are_raw(world, role, language):
    partner = Organization.objects.create(name="市财政局", place=3)
    Responsibility.objects.create(
        task=world.targets["1-1"].task,
        role=Responsibility.SHARED,
        place=1,
        words="市财政局",
        organization=partner,
    )
    found = every_page(client_of(person(world, role), language))
    assert len(found) > (10 if role == "nobody" else 20)
    for where, page in found.items():
        assert not re.search(r"%\(|%[sd]\b|\{\{|\{%|None\b|Traceback", page), where
        assert where.startswith("/")


def test_what_a_county_wrote_is_in_no_page_of_another(world):
    world.filed("8-1", "2024Q3", world.counties[1], value=Decimal(1), done="机密进展")
    quarter = f"{reverse('home')}?quarter=2024Q3"
    pages = every_page(client_of(world.county_filer), quarter, most=EVERY_ONE)
    assert any("2024Q3" in where for where in pages)
    assert not any("机密进展" in page for page in pages.values())
    leads = every_page(client_of(world.filer), quarter, most=30)
    assert any("机密进展" in page for page in leads.values())
