"""The queue: its order, its flags and filters, and many accepted at once."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from departments.models import Organization, Role
from progress import filing, review
from progress.evidence import add_evidence
from progress.models import Event, Report
from tests.evidence_files import pdf, upload
from tests.progress.test_review import at_once, logged_in
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW, BEFORE = "2024Q3", "2024Q2"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def since(report: Report, day: date) -> Report:
    """As handed in at noon of that day."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())
    Report.objects.filter(pk=report.pk).update(submitted_at=at)
    return report


def queue(world: World, **asked: str) -> list[Any]:
    page = logged_in(world.reviewer).get(reverse("queue"), asked)
    return [row.record for row in page.context["table"].rows]


def test_over_the_limit_first_then_red_then_the_longest_waiting(world):
    first, second, third = world.counties
    red = since(world.filed("20-1", BEFORE, value=Decimal(1)), date(2024, 10, 9))
    grey = since(world.filed("23-2", BEFORE, first, value=Decimal(1)), date(2024, 10, 8))
    longer = since(world.filed("23-2", BEFORE, second, value=Decimal(1)), date(2024, 9, 30))
    over = since(world.filed("23-2", BEFORE, third, value=Decimal(1)), date(2024, 9, 26))
    assert queue(world) == [over, red, longer, grey]
    assert [one.is_over for one in queue(world)] == [True, False, False, False]


LIMITS = [
    # waiting since, days that the plan gives, over it on 2024-10-10, a Thursday after the holidays
    (date(2024, 9, 30), 3, False),
    (date(2024, 9, 29), 3, True),
    (date(2024, 9, 29), 4, False),
    (date(2024, 9, 28), 4, True),
    (date(2024, 10, 8), 1, True),
    (date(2024, 10, 9), 1, False),
]


@pytest.mark.parametrize(("day", "days", "over"), LIMITS)
def test_the_limit_counts_working_days(world, day, days, over):
    world.plan.review_days = days
    world.plan.save()
    since(world.filed("1-1", BEFORE, value=Decimal(1)), day)
    assert [one.is_over for one in queue(world)] == [over]
    assert len(queue(world, look="over")) == over


def test_what_was_imported_waits_since_it_was_loaded(world):
    report = since(world.filed("1-1", BEFORE, value=Decimal(1)), date(2024, 7, 15))
    loaded = {"act": "imported", "changes": {"state": ["unfiled", "submitted"]}}
    Event.objects.create(report=report, at=timezone.now(), **loaded)
    assert [one.is_over for one in queue(world)] == [False]


def test_the_same_file_on_another_report_is_flagged(world):
    first, second, _third = world.counties
    clerks = [make_user(f"clerk{n}", Role.FILER, one) for n, one in enumerate((first, second))]
    mine, theirs = (world.report("8-1", NOW, one) for one in (first, second))
    other = world.report("23-2", NOW, first)
    for report, clerk, words in [
        (mine, clerks[0], "same"),
        (theirs, clerks[1], "same"),
        (other, clerks[0], "else"),
    ]:
        add_evidence(report=report, user=clerk, upload=upload("a.pdf", pdf(words)))
    Report.objects.update(state="unfiled")
    Report.objects.filter(pk__in=[mine.pk, theirs.pk, other.pk]).update(state="submitted")
    assert {one.pk: one.evidence_again for one in queue(world)} == {
        mine.pk: True,
        theirs.pk: True,
        other.pk: False,
    }
    assert {one.pk for one in queue(world, look="again")} == {mine.pk, theirs.pk}
    theirs.evidence.update(removed_at=timezone.now(), removed_by=clerks[1])
    assert not any(one.evidence_again for one in queue(world))


def test_filters_of_kind_and_of_what_was_sent_back(world):
    county = world.filed("8-1", NOW, world.counties[0], value=Decimal(1))
    department = world.filed("1-1", NOW, value=Decimal(1))
    Report.objects.filter(pk=department.pk).update(redo_by=date(2024, 10, 20))
    assert queue(world, kind=Organization.Kind.COUNTY) == [county]
    assert queue(world, look="sent") == [department]


def test_the_download_has_a_column_for_each_figure(world):
    world.accepted("1-1", "2024Q1", value=Decimal(2))
    world.filed("1-1", BEFORE, value=Decimal(5))
    answer = logged_in(world.reviewer).get(reverse("queue"), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    head = next(n for n, row in enumerate(rows) if "Last time" in row)
    row = dict(zip(rows[head], rows[head + 1], strict=True))
    assert (row["Target"], row["Value"], row["Last time"]) == ("1-1", 5, 2)
    assert row["Waiting, in working days"] == 0


# Many at once


def seen(*reports: Report) -> list[str]:
    return [f"{one.pk}-{one.version}" for one in reports]


def test_many_are_accepted_and_what_moved_on_is_left_and_named(world):
    waiting = [world.filed(code, NOW, value=Decimal(1)) for code in ("1-1", "27-0", "20-1")]
    moved = waiting[2]
    chosen = seen(*waiting)
    review.return_(report=moved, user=world.reviewer, version=moved.version, reason="请核对")
    answer = logged_in(world.reviewer).post(reverse("queue"), {"seen": chosen}, follow=True)
    states = dict(Report.objects.filter(version__gt=0).values_list("target__code", "state"))
    assert states == {"1-1": "accepted", "27-0": "accepted", "20-1": "returned"}
    page = answer.content.decode()
    assert "2 reports accepted" in page
    assert str(moved) in page or f"20-1 {world.labour}" in page
    assert str(world.reviewer) in page


def test_ones_own_are_never_among_them(world):
    both = make_user("both", Role.REVIEWER, world.education)
    own, other = (world.filed(code, NOW, value=Decimal(1)) for code in ("1-1", "27-0"))
    filing.record(own, "saved", both)
    many = review.accept_many(user=both, seen=[(own.pk, own.version), (other.pk, other.version)])
    assert (many.done, many.own, many.moved_on) == ([other], [own], [])
    with pytest.raises(PermissionDenied):
        review.accept_many(user=world.filer, seen=[(own.pk, own.version)])


BAD: list[list[str]] = [[], ["x"], ["1"], ["1-"], ["-1"], ["1-1-1"], ["9" * 30 + "-1"], ["１-1"]]


@pytest.mark.parametrize("chosen", [*BAD, [f"{n}-1" for n in range(201)]])
def test_a_malformed_choice_accepts_nothing(world, chosen):
    world.filed("1-1", NOW, value=Decimal(1))
    answer = logged_in(world.reviewer).post(reverse("queue"), {"seen": chosen})
    assert answer.status_code == 422
    assert not Report.objects.accepted().exists()


def test_nothing_is_ticked_beforehand(world):
    world.filed("1-1", NOW, value=Decimal(1))
    page = logged_in(world.reviewer).get(reverse("queue")).content.decode()
    assert 'name="seen"' in page
    assert "checked" not in page


@pytest.mark.django_db(transaction=True)
def test_many_against_one_at_the_same_moment():
    world = make_world()
    report = world.filed("1-1", NOW, value=Decimal(2))
    fresh = Report.objects.for_page().get(pk=report.pk)
    many: list[review.ManyAccepted] = []
    pairs = [(report.pk, report.version)]
    outcomes = at_once(
        lambda: review.return_(
            report=fresh, user=world.reviewer, version=fresh.version, reason="请核对"
        ),
        lambda: many.append(review.accept_many(user=world.reviewer, seen=pairs)),
    )
    assert outcomes == ["done", "done"]
    assert (many[0].done, many[0].moved_on) == ([], [report])


# On to the next one


def test_a_decision_leads_on_to_the_next_of_the_same_queue(world):
    first, second = (world.filed(code, NOW, value=Decimal(1)) for code in ("1-1", "27-0"))
    since(first, date(2024, 10, 8))
    world.filed("20-1", NOW, value=Decimal(1))
    client, back = logged_in(world.reviewer), "?back=lead%3D" + str(world.education.pk)
    page = client.get(reverse("report", args=[first.pk]) + back)
    assert (page.context["place"].number, page.context["place"].length) == (1, 2)
    sent = {"version": first.version, "then": "next"}
    answer = client.post(reverse("accept", args=[first.pk]) + back, sent)
    assert answer["Location"] == reverse("report", args=[second.pk]) + back
    sent = {"version": second.version, "then": "next", "reason": "请核对"}
    answer = client.post(reverse("return", args=[second.pk]) + back, sent)
    assert answer["Location"].startswith(reverse("queue")), "the last one of this queue"
