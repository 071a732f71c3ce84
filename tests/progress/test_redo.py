"""A return's own due date, and lateness that no later act takes back."""

import importlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from nanyang_vet.kit import clock
from progress import filing, review
from progress.importing import load_reports
from progress.models import Event, Phrase, Report, SpecialDay
from progress.refusals import Refused
from tests.progress.test_review import logged_in
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q3"
DUE = date(2024, 10, 15)


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def stored(report: Report) -> Report:
    return Report.objects.for_page().get(pk=report.pk)


def submit(world: World, report: Report) -> Report:
    return filing.submit(report=report, user=world.filer, version=stored(report).version)


def send_back(world: World, report: Report, redo_by: date | None = None) -> Report:
    act = review.return_ if report.state == "submitted" else review.reopen
    version = stored(report).version
    how = {"reason": "请核对", "redo_by": redo_by}
    return act(report=report, user=world.reviewer, version=version, **how)  # type: ignore[arg-type]


PROPOSED = [
    # day of the return, days that the plan gives, what is proposed
    (date(2024, 10, 8), 5, DUE, "not before the filing date"),
    (date(2024, 10, 9), 5, DUE, "five working days end on it"),
    (date(2024, 10, 10), 5, date(2024, 10, 16), "and on the day after"),
    (date(2024, 10, 16), 1, date(2024, 10, 17), "the next working day"),
    (date(2024, 10, 18), 1, date(2024, 10, 21), "over a weekend"),
]


@pytest.mark.parametrize(("day", "days", "proposed", "why"), PROPOSED)
def test_what_is_proposed(world, settings, day, days, proposed, why):
    settings.BUSINESS_DATE = day
    world.plan.return_days = days
    world.plan.save()
    report = world.filed("1-1", NOW, value=Decimal(3))
    assert review.proposed_redo_by(world.quarter(NOW)) == proposed, why
    assert stored(send_back(world, report)).due_on == proposed


@pytest.mark.parametrize("state", ["submitted", "accepted"])
@pytest.mark.parametrize(("off", "taken"), [(-1, False), (0, True), (400, True)])
def test_the_new_date_is_today_or_later(world, state, off, taken):
    report = world.filed("1-1", NOW, state=state, value=Decimal(3))
    day = date.fromordinal(TODAY.toordinal() + off)
    if not taken:
        with pytest.raises(Refused):
            send_back(world, report, day)
        assert stored(report).state == state
        assert not Event.objects.exists()
        return
    send_back(world, report, day)
    assert (stored(report).state, stored(report).due_on) == ("returned", day)
    assert Event.objects.get().changes == {"redo_by": [None, day.isoformat()]}


LATE = [
    # submitted on, returned on with a new date, submitted again on, late in the end
    ("10-15", None, None, None, False),
    ("10-16", None, None, None, True),
    ("10-15", "10-16", "10-20", "10-20", False),
    ("10-15", "10-16", "10-20", "10-21", True),
    ("10-16", "10-17", "10-20", "10-18", True),
]


@pytest.mark.parametrize("first_state", ["submitted", "accepted"])
@pytest.mark.parametrize(("first", "back", "new", "again", "late"), LATE)
def test_lateness_is_never_washed_away(world, settings, first_state, first, back, new, again, late):
    def on(day: str) -> date:
        settings.BUSINESS_DATE = date.fromisoformat(f"2024-{day}")
        return settings.BUSINESS_DATE

    report = world.filed("1-1", NOW, state="draft", value=Decimal(3))
    on(first)
    submit(world, report)
    if back:
        on(back)
        if first_state == "accepted":
            report = stored(report)
            review.accept(report=report, user=world.reviewer, version=report.version)
        send_back(world, stored(report), date.fromisoformat(f"2024-{new}"))
        on(again)
        submit(world, report)
    assert stored(report).is_late is late
    report = stored(report)
    review.accept(report=report, user=world.reviewer, version=report.version)
    assert stored(report).is_late is late


def test_a_returned_report_is_overdue_after_its_own_day_everywhere(world, settings):
    report = world.filed("1-1", NOW, value=Decimal(3))
    send_back(world, report, date(2024, 10, 25))
    settings.BUSINESS_DATE = date(2024, 10, 26)
    report = stored(report)
    assert (report.days_late, report.quarter.days_left) == (1, -11)
    page = logged_in(world.reviewer).get(reverse("unfiled"), {"quarter": NOW}).content.decode()
    assert "2024-10-25" in page
    settings.BUSINESS_DATE = date(2024, 10, 25)
    late = Report.objects.overdue(settings.BUSINESS_DATE)
    assert not late.filter(pk=report.pk).exists(), "the quarter's day has passed, its own has not"
    page = logged_in(world.filer).get(reverse("filing"), {"quarter": NOW}).content.decode()
    assert "2024-10-25" in page


@pytest.mark.parametrize(("day", "late"), [(20, False), (21, True)])
def test_an_import_after_a_return_comes_when_it_comes(world, settings, day, late):
    """All other history is in time, whenever it was typed up."""
    report = world.filed("1-1", "2024Q2", value=Decimal(3))
    Report.objects.filter(pk=report.pk).update(was_late=False)
    send_back(world, report, date(2024, 10, 20))
    settings.BUSINESS_DATE = date(2024, 10, day)
    head = b"target,organization,quarter,value,numerator,denominator,status\n"
    load_reports(data=head + b"1-1,,2024Q2,4,,,accepted\n", plan=world.plan)
    assert (stored(report).state, stored(report).is_late) == ("accepted", late)
    handed_in = stored(report).submitted_at
    assert handed_in is not None
    assert clock.date_of(handed_in) == settings.BUSINESS_DATE


def test_what_the_migration_finds_late(world):
    moved = importlib.import_module("progress.migrations.0006_review_and_quarters")
    zone = timezone.get_default_timezone()
    in_time = datetime(2024, 10, 15, 23, 59, tzinfo=zone)
    late = datetime(2024, 10, 16, 0, 1, tzinfo=zone)
    first, second, third = (world.report(code, NOW) for code in ("1-1", "27-0", "20-1"))
    Report.objects.filter(pk=first.pk).update(state="submitted", submitted_at=in_time)
    Report.objects.filter(pk=second.pk).update(state="submitted", submitted_at=late)
    # Returned since: only its event tells that it came late.
    Event.objects.create(report=third, act="submitted", at=late, by=world.filer)
    moved.mark_what_was_late(apps, None)
    found = set(Report.objects.filter(was_late=True).values_list("pk", flat=True))
    assert found == {second.pk, third.pk}


# The page

TAKEN = {"version": 1, "reason": "请核对", "phrases": [], "redo_by": "2024-10-20"}
REFUSED = [
    {"reason": "", "phrases": []},
    {"redo_by": "2024-10-09"},
    {"redo_by": "明天"},
    {"redo_by": "9999999"},
    {"phrases": ["x"]},
    {"phrases": [2**70]},
]


@pytest.mark.parametrize("bad", REFUSED)
def test_what_the_form_refuses_stays_on_the_page(world, bad):
    report = world.filed("1-1", NOW, value=Decimal(3))
    sent = TAKEN | {"version": report.version, "reason": "我的意见"} | bad
    answer = logged_in(world.reviewer).post(reverse("return", args=[report.pk]), sent)
    assert answer.status_code == 422
    assert bad.get("reason", "我的意见") in answer.content.decode()
    assert stored(report).state == "submitted"


@pytest.mark.parametrize("written", ["", "另请附合同。"])
def test_stock_phrases_and_own_words_are_joined(world, written):
    first, second = (Phrase.objects.create(text=one) for one in ("数据不实。", "缺佐证。"))
    hidden = Phrase.objects.create(text="旧话。", is_offered=False)
    client, report = logged_in(world.reviewer), world.filed("1-1", NOW, value=Decimal(3))
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert [one.text in page for one in (first, second, hidden)] == [True, True, False]
    sent = {"version": report.version, "reason": written, "redo_by": ""}
    chosen = {"phrases": [second.pk, first.pk]}
    answer = client.post(reverse("return", args=[report.pk]), sent | chosen)
    assert answer.status_code == 302
    said = "\n".join(one for one in ("数据不实。", "缺佐证。", written) if one)
    assert Event.objects.get().reason == said
    assert stored(report).redo_by == date(2024, 10, 16), "the one that the page proposes"


def test_an_unknown_year_says_so(world, settings):
    settings.BUSINESS_DATE = date(2031, 3, 3)
    report = world.filed("1-1", NOW, value=Decimal(3))
    address = reverse("report", args=[report.pk])
    client = logged_in(world.reviewer)
    assert "The holidays of 2031 have not been entered" in client.get(address).content.decode()
    SpecialDay.objects.create(day=date(2031, 10, 1), name="国庆节")
    assert "have not been entered" not in client.get(address).content.decode()
