"""A form sent after the session has ended comes back to be sent again, and nowhere else."""

import re
from html import unescape
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from departments import kept_forms
from departments.kept_forms import KeptForm, unwrapped
from progress.models import Report
from tests.progress.worlds import PASSWORD, TODAY, World, make_world

HERE = "http://testserver"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def typed(report: Report, **more: str) -> dict[str, str]:
    texts = {"version": "0", "value": "4", "done": "第一行\r\n<“二”>"} | more
    return {"act": "save"} | {f"r{report.pk}-{name}": text for name, text in texts.items()}


def kept_in(answer: Any) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


def hidden_in(answer: Any) -> dict[str, str]:
    page = answer.content.decode()
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {unescape(name): unescape(value) for name, value in pairs}


def log_in(client: Client, username: str, kept: str, password: str = PASSWORD) -> Any:
    sent = {"username": username, "password": password, "kept": kept}
    return client.post(reverse("login"), sent)


def test_what_was_typed_comes_back_and_is_stored(world):
    report, client = world.report("1-1", "2024Q3"), Client()
    where = f"{reverse('filing')}?quarter=2024Q3"
    first = client.post(where, typed(report))
    assert first.status_code == 401
    wrong = log_in(client, "filer", kept_in(first), "wrong")
    page = log_in(client, "filer", kept_in(wrong))
    assert page.status_code == 200
    assert f'action="{where}"' in page.content.decode()
    assert client.post(where, hidden_in(page)).status_code == 302
    report.refresh_from_db()
    assert (report.value, report.done) == (4, "第一行\r\n<“二”>")


def test_another_person_files_nothing_of_it(world):
    report, client = world.report("1-1", "2024Q3"), Client()
    where = f"{reverse('filing')}?quarter=2024Q3"
    page = log_in(client, "county", kept_in(client.post(where, typed(report))))
    answer = client.post(where, hidden_in(page), follow=True)
    report.refresh_from_db()
    assert report.state == "unfiled"
    assert any("1" in str(one) for one in answer.context["messages"])


def test_who_is_logged_in_in_another_tab_goes_on(world):
    client = Client()
    kept = kept_in(client.post(reverse("filing"), typed(world.report("1-1", "2024Q3"))))
    client.force_login(world.filer)
    assert hidden_in(log_in(client, "filer", kept))["act"] == "save"


LEFT = [
    ("filing", {}, "no field"),
    ("accept", {"version": "1"}, "nothing to type"),
    ("evidence-add", {"name": "x"}, "for files"),
    ("logout", {"x": "1"}, "no form of ours"),
    ("filing", {"x": "x" * (kept_forms.LONGEST + 1)}, "too long"),
]


@pytest.mark.parametrize(("name", "sent", "why"), LEFT, ids=[one[2] for one in LEFT])
def test_what_is_not_kept_goes_to_the_login_as_ever(world, name, sent, why):
    report = world.report("1-1", "2024Q3")
    args = [report.pk] if name in {"accept", "evidence-add"} else []
    answer = Client().post(reverse(name, args=args), sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_nothing_that_was_not_wrapped_here_is_unwrapped(settings):
    good = KeptForm("/filing/", [("a", "1")]).wrapped()
    assert unwrapped(good) == KeptForm("/filing/", [("a", "1")])
    for bad in ["", "x", good[:-1], good + "x", signing.dumps(["//evil.example/", []])]:
        assert unwrapped(bad) is None


# A token that is no longer good


def strict(world: World) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.filer)
    return client


@pytest.mark.parametrize("token", ["", "x", "a" * 64])
def test_an_old_token_from_our_own_page_asks_once_more(world, token):
    client, report = strict(world), world.report("1-1", "2024Q3")
    client.get(reverse("filing"))
    sent = typed(report) | {"csrfmiddlewaretoken": token}
    answer = client.post(reverse("filing"), sent, headers={"Origin": HERE})
    assert answer.status_code == 403
    page = hidden_in(answer)
    assert page[f"r{report.pk}-value"] == "4"
    assert page["csrfmiddlewaretoken"] != token
    assert client.post(reverse("filing"), page, headers={"Origin": HERE}).status_code == 302


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_nothing_from_elsewhere_is_kept(world, origin):
    client = strict(world)
    headers = {"Origin": origin} if origin else {}
    report = world.report("1-1", "2024Q3")
    answer = client.post(reverse("filing"), typed(report), headers=headers)
    assert answer.status_code == 403
    assert "第一行" not in answer.content.decode()
