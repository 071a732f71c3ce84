"""What the filing page asks before it submits: a second look, a sentence, one of two figures."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from progress import filing
from progress.models import Report
from tests.progress.worlds import TODAY, World, make_world

NOW, BEFORE = "2024Q3", "2024Q2"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    return logged_in(world.filer)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def press(client: Client, act: str, *cards: tuple[Report, dict[str, str]], at: str = NOW) -> Any:
    sent = {"act": act}
    for report, typed in cards:
        version = Report.objects.get(pk=report.pk).version
        texts = {"version": str(version), **typed}
        sent |= {f"r{report.pk}-{name}": text for name, text in texts.items()}
    return client.post(f"{reverse('filing')}?quarter={at}", sent)


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def echoed(answer: Any, report: Report) -> str:
    """What the page that came back carries as read back."""
    card = next(one for one in answer.context["troubled"] if one.report.pk == report.pk)
    return str(card.form["echoed"].value())


# Read back in full


@pytest.mark.parametrize("typed", ["7.2万", "７２０００", "+72000", "0.00072亿", "72，000"])
def test_an_unusual_figure_is_read_back_first(world, client, typed):
    report = world.report("1-1", NOW)
    answer = press(client, f"submit-{report.pk}", (report, {"value": typed}))
    assert answer.status_code == 422
    assert f"You typed “{typed}”, that is 72,000 所." in answer.content.decode()
    assert (fresh(report).state, fresh(report).value) == ("draft", 72_000)
    again = {"value": typed, "echoed": echoed(answer, report)}
    assert press(client, f"submit-{report.pk}", (report, again)).status_code == 302
    assert fresh(report).state == "submitted"


@pytest.mark.parametrize("typed", ["72000", "72,000", " 72000 ", "0"])
def test_plain_digits_need_no_second_press(world, client, typed):
    report = world.report("1-1", NOW)
    assert press(client, f"submit-{report.pk}", (report, {"value": typed})).status_code == 302
    assert fresh(report).state == "submitted"


def test_another_figure_than_the_one_read_back_is_read_back_again(world, client):
    report = world.report("1-1", NOW)
    first = press(client, f"submit-{report.pk}", (report, {"value": "7.2万"}))
    typed = {"value": "72万", "echoed": echoed(first, report)}
    assert press(client, f"submit-{report.pk}", (report, typed)).status_code == 422
    assert fresh(report).value == 720_000


def test_a_share_is_read_back_by_its_parts(world):
    report = world.report("4-1", NOW, world.counties[0])
    client = logged_in(world.county_filer)
    typed = {"numerator": "1万", "denominator": "２万"}
    answer = press(client, f"submit-{report.pk}", (report, typed))
    page = answer.content.decode()
    assert "“1万”, that is 10,000." in page
    assert "“２万”, that is 20,000." in page
    typed["echoed"] = echoed(answer, report)
    assert press(client, f"submit-{report.pk}", (report, typed)).status_code == 302


def test_the_button_for_everything_leaves_out_what_wants_a_look(world, client):
    one, last = world.report("1-1", NOW), world.report("27-0", NOW)
    cards = (one, {"value": "7.2万"}), (last, {"value": "12"})
    answer = press(client, "submit-all", *cards)
    assert answer.status_code == 422
    assert [card.report.target.code for card in answer.context["troubled"]] == ["1-1"]
    assert (fresh(one).state, fresh(last).state) == ("draft", "submitted")
    again = one, {"value": "7.2万", "echoed": echoed(answer, one)}
    assert press(client, "submit-all", again).status_code == 302
    assert fresh(one).state == "submitted"


# A sentence for what is odd


def test_a_smaller_total_needs_a_sentence(world, client):
    world.accepted("1-1", BEFORE, value=Decimal(6))
    report = world.report("1-1", NOW)
    answer = press(client, f"submit-{report.pk}", (report, {"value": "5"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The running total is smaller than last time: 6 所 in 2024 Q2, 5 所 now." in page
    assert (fresh(report).state, fresh(report).value) == ("draft", 5)
    typed = {"value": "5", "explanation": "两所合并"}
    assert press(client, f"submit-{report.pk}", (report, typed)).status_code == 302
    assert (fresh(report).state, fresh(report).explanation) == ("submitted", "两所合并")
    for_review = logged_in(world.reviewer).get(reverse("report", args=[report.pk]))
    assert "两所合并" in for_review.content.decode()
    assert "The running total is smaller" in for_review.content.decode()


@pytest.mark.parametrize(("before", "now", "asked"), [(6, 6, False), (6, 5, True), (0, 5, False)])
def test_no_way_leads_around_the_sentence(world, before, now, asked):
    world.filed("1-1", BEFORE, value=Decimal(before))
    report = world.filed("1-1", NOW, state="draft", value=Decimal(now), explanation=" \n")
    by = {"report": report, "user": world.filer, "version": report.version}
    if not asked:
        assert filing.submit(**by).state == "submitted"
        return
    with pytest.raises(filing.ExplanationMissing) as missing:
        filing.submit(**by)
    assert len(missing.value.doubts) == 1
    assert fresh(report).state == "draft"


def test_not_applicable_is_explained_by_its_own_reason(world):
    world.accepted("1-1", BEFORE, value=Decimal(6))
    none = {"not_applicable": True, "not_applicable_why": "机构改革"}
    report = world.filed("1-1", NOW, state="draft", **none)
    filing.submit(report=report, user=world.filer, version=report.version)


def test_the_button_for_everything_names_what_is_odd(world, client):
    world.accepted("27-0", BEFORE, value=Decimal(50))
    one, last = world.report("1-1", NOW), world.report("27-0", NOW)
    answer = press(client, "submit-all", (one, {"value": "3"}), (last, {"value": "5"}))
    assert [card.report.target.code for card in answer.context["troubled"]] == ["27-0"]
    assert (fresh(one).state, fresh(last).state) == ("submitted", "draft")


# Same as last time


def test_a_tick_repeats_figure_and_words(world, client):
    world.accepted("1-1", BEFORE, value=Decimal(6), done="按计划", problems="经费")
    report = world.report("1-1", NOW)
    typed = {"value": "", "problems": "土地", "same_as_last": "on"}
    assert press(client, f"submit-{report.pk}", (report, typed)).status_code == 302
    found = fresh(report)
    assert (found.state, found.value) == ("submitted", 6)
    assert (found.done, found.problems, found.explanation) == ("按计划", "土地", "")


OLD = "截至2024年第2季度末，建成6所"
CHECK = "please check the times and numbers in them."


@pytest.mark.parametrize(
    ("before", "typed", "noted"),
    [(OLD, "", True), ("无", "", False), (OLD, "截至9月底，建成6所", False), ("", "", False)],
)
@pytest.mark.parametrize("act", ["save", "submit"])
def test_words_of_last_quarter_are_noted_on_the_card(world, client, act, before, typed, noted):
    world.accepted("1-1", BEFORE, value=Decimal(6), done=before)
    report = world.report("1-1", NOW)
    sent = {"value": "", "done": typed, "same_as_last": "on"}
    press(client, f"{act}-{report.pk}", (report, sent))
    assert fresh(report).done == (typed or before)
    page = client.get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    assert (CHECK in page) is noted


def test_a_card_that_saves_itself_notes_them_too(world, client):
    world.accepted("1-1", BEFORE, value=Decimal(6), done=OLD)
    report = world.report("1-1", NOW)
    sent = {f"r{report.pk}-{k}": v for k, v in {"version": "0", "value": "6", "done": OLD}.items()}
    where = reverse("filing-draft", args=[report.pk])
    assert CHECK in client.post(where, sent).content.decode()


@pytest.mark.parametrize("figures", [{"value": "6"}, {"value": "６"}])
def test_the_tick_beside_the_same_figure_is_no_conflict(world, client, figures):
    world.accepted("1-1", BEFORE, value=Decimal(6))
    report = world.report("1-1", NOW)
    press(client, "save", (report, figures | {"same_as_last": "on"}))
    assert fresh(report).value == 6


OTHER = [
    {"value": "7"},
    {"value": "0"},
    {"value": "六"},
    {"not_applicable": "on", "not_applicable_why": "无"},
]


@pytest.mark.parametrize("figures", OTHER)
def test_the_tick_beside_another_figure_changes_nothing(world, client, figures):
    world.accepted("1-1", BEFORE, value=Decimal(6))
    report = world.report("1-1", NOW)
    answer = press(client, "save", (report, figures | {"same_as_last": "on"}))
    assert answer.status_code == 422
    assert fresh(report).state == "unfiled"


def test_what_did_not_apply_is_repeated_with_its_reason(world, client):
    world.accepted("1-1", BEFORE, not_applicable=True, not_applicable_why="不涉及")
    report = world.report("1-1", NOW)
    press(client, "save", (report, {"value": "", "same_as_last": "on"}))
    assert (fresh(report).not_applicable, fresh(report).not_applicable_why) == (True, "不涉及")


@pytest.mark.parametrize(
    ("code", "last", "offered"),
    [
        ("8-1", "2024Q2", True),
        ("8-1", "2023Q4", True),
        ("23-2", "2024Q2", True),
        ("23-2", "2023Q4", False),
        ("8-1", None, False),
    ],
)
def test_where_the_tick_is_offered(world, code, last, offered):
    """Not across the new year where a year begins at nought."""
    county = world.counties[0]
    if last:
        world.accepted(code, last, county, value=Decimal(3))
    report, client = world.report(code, NOW, county), logged_in(world.county_filer)
    page = client.get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    assert (f'name="r{report.pk}-same_as_last"' in page) is offered
    press(client, "save", (report, {"value": "", "same_as_last": "on"}))
    assert (fresh(report).value == 3) is offered
