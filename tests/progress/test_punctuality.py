"""Punctuality (按时率): what came in time of all that was due; and the next dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from progress import review
from progress.models import Report
from progress.next_dates import next_dates
from progress.punctuality import Record, records, together
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def of(world: World, code: str, user=None) -> Record:
    """宛城区's record of one quarter; it owes 4-1 and 8-1, and 23-2 with the year's last one."""
    found = records(world.counties[0], user or world.reviewer, [world.quarter(code)])
    return found[0]


def counts(record: Record) -> tuple[int, int, int, int, int]:
    return record.owed, record.on_time, record.late, record.missing, record.returned


def test_each_report_is_counted_once(world):
    first = world.counties[0]
    assert counts(of(world, "2024Q2")) == (2, 0, 0, 2, 0)
    report = world.filed("8-1", "2024Q2", first, value=Decimal(1))
    assert counts(of(world, "2024Q2")) == (2, 0, 1, 1, 0)  # after the filing date
    Report.objects.filter(pk=report.pk).update(was_late=False)
    assert counts(of(world, "2024Q2")) == (2, 1, 0, 1, 0)
    report.refresh_from_db()
    review.return_(report=report, user=world.reviewer, version=report.version, reason="请核对")
    assert counts(of(world, "2024Q2")) == (2, 0, 0, 1, 1)  # to be corrected by a later day


def test_what_is_not_due_yet_is_not_missing(world, settings):
    assert counts(of(world, "2024Q3")) == (2, 0, 0, 0, 0)
    assert of(world, "2024Q3").share is None
    settings.BUSINESS_DATE = date(2024, 10, 15)
    assert of(world, "2024Q3").missing == 0
    settings.BUSINESS_DATE = date(2024, 10, 16)
    assert of(world, "2024Q3").missing == 2


def test_shares_are_of_what_was_due(world):
    assert Record(None, 5, 3, 1, 0, 0).share == Fraction(3, 4)
    both = together([Record(None, 2, 2, 0, 0, 1), Record(None, 2, 0, 1, 1, 2)])
    assert (both.on_time, both.due, both.returned, both.share) == (2, 4, 3, Fraction(1, 2))
    assert together([]).share is None


def test_only_what_one_may_see(world):
    assert of(world, "2024Q2", world.county_filer).owed == 2
    # The lead of 4-1 and 8-1 reads what the county files on them, another county's filer nothing.
    assert counts(of(world, "2024Q4", world.reviewer))[0] == 3
    assert counts(of(world, "2024Q4", world.filer))[0] == 2


def test_next_dates_name_what_is_not_met(world, settings):
    world.accepted("8-1", "2024Q2", world.counties[0], value=Decimal(1))
    quarter = world.quarter("2024Q2")
    shown = quarter.standings.filter(organization=world.counties[0]).for_page()
    (only,) = next_dates(shown)
    assert (only.day, [target.code for target, _count in only.targets]) == (
        date(2024, 12, 31),
        ["23-2"],
    )
    settings.BUSINESS_DATE = date(2024, 12, 31)
    assert next_dates(shown)
    settings.BUSINESS_DATE = date(2025, 1, 1)
    assert next_dates(shown) == []


def test_the_page_shows_both(world):
    client = Client()
    client.force_login(world.county_filer)
    page = client.get(reverse("organization", args=[world.counties[0].pk]))
    assert page.context["punctuality"].missing > 0
    assert "2024-10-15" in page.content.decode()
