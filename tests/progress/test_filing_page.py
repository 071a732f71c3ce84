"""My filing over HTTP: what each button stores, and what comes back when something is wrong."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, override

from departments.models import Role
from progress import filing
from progress.filing import Content
from progress.models import Event, Report
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"
MINE = ["1-1", "22-1", "27-0"]
COUNTYS = ["4-1", "8-1", "23-2"]


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    return logged_in(world.filer)


def logged_in(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def fields(report: Report, **typed: object) -> dict[str, str]:
    """What a browser sends for one card; what is not named is blank."""
    blank = {"version": report.version, "done": "", "problems": "", "next_steps": ""}
    blank |= {"value": ""} if not report.target.is_share else {"numerator": "", "denominator": ""}
    return {f"r{report.pk}-{name}": str(value) for name, value in (blank | typed).items()}


def send(client: Client, act: str, *cards: dict[str, str], quarter: str = NOW, **extra: str) -> Any:
    sent = {"act": act, **extra}
    for card in cards:
        sent |= card
    return client.post(f"{reverse('filing')}?quarter={quarter}", sent)


def stored(report: Report) -> dict[str, Any]:
    return dict(Report.objects.values().get(pk=report.pk))


def fresh(report: Report) -> Report:
    return Report.objects.for_page().get(pk=report.pk)


# The buttons


def test_the_page_shows_what_is_owed_and_what_is_not(world, client):
    text = client.get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    ids = {int(one) for one in re.findall(r'id="r(\d+)"', text)}
    assert ids == {world.report(code, NOW).pk for code in MINE}
    context = client.get(reverse("filing")).context
    owed = [card.report.target.code for _task, cards in context["owed"] for card in cards]
    assert owed == MINE


def test_save_keeps_every_card_and_submits_none(world, client):
    one, last = world.report("1-1", NOW), world.report("27-0", NOW)
    answer = send(
        client, "save", fields(one, value="3"), fields(last, value="12.5%", done="推进中")
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('filing')}?quarter={NOW}"
    assert [(stored(r)["value"], stored(r)["state"]) for r in (one, last)] == [
        (Decimal(3), "draft"),
        (Decimal("12.5"), "draft"),
    ]
    assert stored(last)["done"] == "推进中"


def test_the_button_of_one_card_saves_the_others_too(world, client):
    one, last = world.report("1-1", NOW), world.report("27-0", NOW)
    answer = send(client, f"submit-{one.pk}", fields(one, value="3"), fields(last, value="12"))
    assert answer["Location"].endswith(f"#r{one.pk}")
    assert (stored(one)["state"], stored(last)["state"]) == ("submitted", "draft")
    assert stored(one)["submitted_at"] is not None


def test_save_of_one_card_submits_nothing(world, client):
    one = world.report("1-1", NOW)
    answer = send(client, f"save-{one.pk}", fields(one, value="3"))
    assert answer.status_code == 302
    assert stored(one)["state"] == "draft"


def test_submit_all_hands_in_what_is_filled_in(world, client):
    one, mile, last = (world.report(code, NOW) for code in MINE)
    answer = send(
        client, "submit-all", fields(one, value="0"), fields(mile), fields(last, done="只有文字")
    )
    assert answer.status_code == 302
    assert [stored(report)["state"] for report in (one, mile, last)] == [
        "submitted",
        "unfiled",
        "draft",
    ]


def test_submit_all_takes_drafts_of_before_and_corrected_ones(world, client):
    """What was sent back goes in again only once somebody has corrected it."""
    one = world.filed("1-1", NOW, state="draft", value=Decimal(2))
    last = world.filed("27-0", NOW, state="returned", value=Decimal(2))
    send(client, "submit-all", fields(one, value="2"), fields(last, value="2"))
    assert [stored(report)["state"] for report in (one, last)] == ["submitted", "returned"]
    send(client, "submit-all", fields(last, value="3"))
    assert stored(last)["state"] == "submitted"


FILED = [
    ("1-1", {"value": "0"}, {"value": Decimal(0), "not_applicable": False}),
    ("1-1", {"value": "１２"}, {"value": Decimal(12)}),
    ("1-1", {"value": "", "done": "无"}, {"value": None, "state": "draft"}),
    ("22-1", {"value": "1"}, {"value": Decimal(1)}),
    ("22-1", {"value": "0"}, {"value": Decimal(0)}),
    (
        "1-1",
        {"not_applicable": "on", "not_applicable_why": "不涉及"},
        {"value": None, "not_applicable": True, "not_applicable_why": "不涉及"},
    ),
    ("1-1", {"value": "3", "not_applicable_why": "多余"}, {"not_applicable_why": ""}),
]


@pytest.mark.parametrize(("code", "typed", "kept"), FILED)
def test_what_is_typed_is_what_is_kept(world, client, code, typed, kept):
    report = world.report(code, NOW)
    assert send(client, "save", fields(report, **typed)).status_code == 302
    row = stored(report)
    assert {name: row[name] for name in kept} == kept


def test_blanks_make_no_draft(world, client):
    report = world.report("1-1", NOW)
    assert send(client, "save", fields(report)).status_code == 302
    assert stored(report)["state"] == "unfiled"
    assert not Event.objects.exists()


# What is wrong is told by its field; the rest is kept

WRONG = [
    ("1-1", {"value": "很多"}, "value"),
    ("1-1", {"value": "1.5"}, "value"),
    ("1-1", {"value": "-1"}, "value"),
    ("1-1", {"value": "1,2"}, "value"),
    ("1-1", {"value": "35%"}, "value"),
    ("1-1", {"value": "NaN"}, "value"),
    ("1-1", {"value": "Infinity"}, "value"),
    ("1-1", {"value": "1e3"}, "value"),
    ("1-1", {"value": "9" * 12}, "value"),
    ("1-1", {"value": "9" * 5000}, "value"),
    ("1-1", {"value": "3\x00"}, "value"),
    ("1-1", {"done": "长" * 2001}, "done"),
    ("1-1", {"done": "a\x00b"}, "done"),
    ("1-1", {"not_applicable": "on"}, "not_applicable_why"),
    ("1-1", {"not_applicable": "on", "not_applicable_why": "无", "value": "3"}, "value"),
    ("1-1", {"version": ""}, "version"),
    ("1-1", {"version": "一"}, "version"),
    ("1-1", {"version": "-1"}, "version"),
    ("1-1", {"version": "9" * 30}, "version"),
    ("1-1", {"version": "0\x00"}, "version"),
    ("22-1", {"value": "2"}, "value"),
    ("22-1", {"value": "是"}, "value"),
    ("27-0", {"value": "100.01"}, "value"),
    ("27-0", {"value": "1.00001"}, "value"),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("code", "typed", "at"), WRONG)
def test_a_wrong_card_is_told_and_the_others_are_saved(world, client, language, code, typed, at):
    client.cookies["django_language"] = language
    wrong = world.report(code, NOW)
    right = world.report("27-0" if code != "27-0" else "1-1", NOW)
    answer = send(client, "submit-all", fields(wrong, **typed), fields(right, value="7"))
    assert answer.status_code == 422
    assert stored(wrong)["state"] == "unfiled"
    assert stored(right)["state"] == "submitted"
    (card,) = answer.context["troubled"]
    assert card.report.pk == wrong.pk
    assert list(card.form.errors) == [at]
    page = answer.content.decode()
    with override(language):
        said = [gettext("Some fields need mending. What you typed is still on the page.")]
        said += [card.form.errors[at][0]] if at != "version" else []
    assert [words for words in said if str(escape(words)) not in page] == []
    for value in typed.values():
        assert "\x00" in value or str(escape(value)) in page


SHARES = [
    ({"numerator": "6", "denominator": "5"}, "numerator"),
    ({"numerator": "5", "denominator": "0"}, "denominator"),
    ({"numerator": "x", "denominator": "5"}, "numerator"),
    ({"numerator": "5", "denominator": "5"}, None),
    ({"numerator": "0", "denominator": "5"}, None),
]


@pytest.mark.parametrize(("typed", "at"), SHARES)
def test_the_two_parts_of_a_share(world, typed, at):
    report = world.report("4-1", NOW, world.counties[0])
    answer = send(logged_in(world.county_filer), "save", fields(report, **typed))
    assert answer.status_code == (422 if at else 302)
    assert stored(report)["state"] == ("unfiled" if at else "draft")
    if at:
        assert list(answer.context["troubled"][0].form.errors) == [at]


@pytest.mark.parametrize("code", MINE)
def test_submitting_nothing_says_what_is_missing(world, client, code):
    report = world.report(code, NOW)
    answer = send(client, f"submit-{report.pk}", fields(report))
    assert answer.status_code == 422
    with override("en"):
        words = gettext("Fill in a figure before submitting, or tick “not applicable” and say why.")
    assert escape(words) in answer.content.decode()
    assert stored(report)["state"] == "unfiled"


# Two people at one card


def test_a_stale_card_keeps_what_was_typed_and_names_who_was_first(world, client):
    report, other = world.report("1-1", NOW), world.report("27-0", NOW)
    colleague = make_user("colleague", Role.FILER, world.education)
    filing.save_draft(report=report, user=colleague, version=0, content=Content(value=Decimal(5)))
    sent = fields(report, value="4", done="我写的话"), fields(other, value="7")
    answer = send(client, "submit-all", *sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert str(colleague) in page
    assert "我写的话" in page
    assert 'value="4"' in page
    assert stored(report)["value"] == Decimal(5)
    assert stored(other)["state"] == "submitted"
    again = fields(fresh(report), value="4", done="我写的话")
    assert f'value="{fresh(report).version}"' in page
    assert send(client, "save", again).status_code == 302
    assert stored(report)["value"] == Decimal(4)


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_what_was_handed_in_meanwhile_is_not_overwritten(world, client, state):
    report = world.filed("1-1", NOW, state=state, value=Decimal(5))
    answer = send(client, "save", fields(report, value="4", version=0))
    assert answer.status_code == 409
    assert 'value="4"' in answer.content.decode()
    assert (stored(report)["value"], stored(report)["state"]) == (Decimal(5), state)


def test_a_quarter_locked_meanwhile_gives_back_what_was_typed(world, client):
    report = world.report("1-1", NOW)
    world.plan.quarters.update(is_locked=True)
    answer = send(client, f"submit-{report.pk}", fields(report, value="4", done="我写的话"))
    assert answer.status_code == 409
    assert "我写的话" in answer.content.decode()
    assert stored(report)["state"] == "unfiled"


def test_the_same_page_sent_ten_times_stores_one(world, client):
    report = world.report("1-1", NOW)
    statuses = {
        send(client, f"submit-{report.pk}", fields(report, value="3")).status_code
        for _ in range(10)
    }
    assert statuses == {302}
    assert [one.act for one in Event.objects.order_by("pk")] == ["saved", "submitted"]


# Foreign and malformed


def everything() -> list[dict[str, Any]]:
    return [dict(one) for one in Report.objects.order_by("pk").values()]


def test_foreign_reports_change_nothing(world, client):
    before = everything()
    foreign = [
        world.report("8-1", NOW, world.counties[0]),
        world.report("20-1", NOW),
        world.report("1-1", "2024Q2"),
    ]
    answer = send(client, "submit-all", *(fields(one, value="1") for one in foreign))
    assert answer.status_code == 302
    for one in foreign:
        send(client, f"submit-{one.pk}", fields(one, value="1"))
    assert everything() == before
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [
        {"state": "accepted"},
        {"organization": "1"},
        {"is_owed": ""},
        {"submitted_at": "2020-01-01"},
        {"pk": "1"},
        {"numerator": "1", "denominator": "2"},
    ],
)
def test_extra_fields_change_nothing(world, client, extra):
    report = world.report("1-1", NOW)
    sent = fields(report, value="3", **extra)
    assert send(client, "save", sent, **extra).status_code == 302
    row, untouched = stored(report), stored(world.report("27-0", NOW))
    assert (row["state"], row["value"], row["numerator"]) == ("draft", Decimal(3), None)
    assert row["organization_id"] == world.education.pk
    assert row["is_owed"] is True
    assert row["submitted_at"] is None
    assert untouched["state"] == "unfiled"


ODD_ACTS = [
    "",
    "submit-",
    "submit-0",
    "submit--1",
    "submit-一",
    "submit-１２",
    "submit-" + "9" * 40,
    "submit-1\x00",
    "delete-all",
    "\x00",
    "x" * 10_000,
]


@pytest.mark.parametrize("act", ODD_ACTS)
def test_an_odd_act_only_saves(world, client, act):
    report = world.report("1-1", NOW)
    assert send(client, act, fields(report, value="3")).status_code == 302
    assert stored(report)["state"] == "draft"


def test_a_page_without_cards_is_harmless(world, client):
    before = everything()
    assert client.post(reverse("filing"), {}).status_code == 302
    assert client.post(reverse("filing"), b"\xff\x00", content_type="text/plain").status_code == 302
    assert everything() == before


@pytest.mark.parametrize("quarter", ["2030Q1", "2024Q4", "2021Q4", "x", "\x00", "2024Q3'"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_quarter_that_cannot_be_filed_is_not_found(world, client, quarter, method):
    report = world.report("1-1", NOW)
    address = f"{reverse('filing')}?{urlencode({'quarter': quarter})}"
    if method == "post":
        answer = client.post(address, fields(report, value="3"))
    else:
        answer = client.get(address)
    assert answer.status_code == 404
    assert stored(report)["state"] == "unfiled"


def test_no_open_quarter_says_so(world, client):
    world.plan.quarters.update(is_locked=True)
    answer = client.get(reverse("filing"))
    with override("en"):
        assert gettext("No quarter is open for filing now.") in answer.content.decode()
    assert client.post(reverse("filing"), {"act": "save"}).status_code == 404
