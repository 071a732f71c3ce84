"""In whose hands reports are, for how long, and the bureau's own delays."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from departments.models import Organization, User
from progress import filing, review
from progress.filing import Content
from progress.holding import Holder, decisions_of, held, held_so_far, open_quarters, shares
from progress.models import Report
from progress.workdays import workdays
from tests.progress.test_review import logged_in
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def lived(world: World, settings) -> Report:
    """Handed in on the 8th, returned on the 9th, corrected on the 17th, waiting since."""
    report = world.report("1-1", NOW)
    settings.BUSINESS_DATE = date(2024, 10, 8)
    content = Content(value=Decimal(3))
    report = filing.save_draft(report=report, user=world.filer, version=0, content=content)
    report = filing.submit(report=report, user=world.filer, version=report.version)
    settings.BUSINESS_DATE = date(2024, 10, 9)
    report = review.return_(
        report=report, user=world.reviewer, version=report.version, reason="请核对"
    )
    settings.BUSINESS_DATE = date(2024, 10, 17)
    report = filing.submit(report=report, user=world.filer, version=report.version)
    settings.BUSINESS_DATE = date(2024, 10, 25)
    return Report.objects.for_page().get(pk=report.pk)


def test_the_days_with_each_side(world, settings):
    report = lived(world, settings)
    found = held_so_far(report, report.events.all(), workdays())
    assert found is not None
    # 1-8 and 9-17 October with the unit; 8-9 and 17-25 with the reviewers.
    assert (found.filer.days, found.filer.working) == (15, 8)
    assert (found.bureau.days, found.bureau.working) == (9, 7)
    assert (found.now, found.since) == ("bureau", date(2024, 10, 17))
    assert (found.longest_review, found.was_slow) == (6, True)
    page = logged_in(world.filer).get(reverse("report", args=[report.pk])).content.decode()
    assert "With the filing unit: 15 days" in page
    assert "over the limit of 5 working days" in page


def test_the_bureaus_own_delays(world, settings):
    report = lived(world, settings)
    review.accept(report=report, user=world.reviewer, version=report.version)
    found = decisions_of(world.quarter(NOW), world.inspector, workdays())
    assert (found.count, found.slow) == (2, 1)


def open_reports(user: User) -> list[Any]:
    return list(held(user, workdays(), open_quarters()))


def test_what_is_in_nobodys_hands_is_not_in_the_list(world):
    everything = {one.pk for one in open_reports(world.reviewer)}
    accepted = world.accepted("1-1", NOW, value=Decimal(3))
    world.plan.quarters.filter(year=2022).update(is_locked=True)
    Report.objects.filter(target=world.targets["27-0"]).update(is_owed=False)
    left = {one.pk for one in open_reports(world.reviewer)}
    gone = Report.objects.filter(pk__in=everything - left)
    kinds = {
        (one.quarter.year == 2022, one.target.code == "27-0", one.pk == accepted.pk) for one in gone
    }
    assert all(any(kind) for kind in kinds)
    assert {any(kind[n] for kind in kinds) for n in range(3)} == {True}
    coming = world.quarter("2024Q4")
    assert not any(one.quarter_id == coming.pk for one in open_reports(world.reviewer))


def test_by_kind_of_holder(world):
    first = world.counties[0]
    Organization.objects.filter(pk=world.counties[1].pk).update(kind=Organization.Kind.INSTITUTION)
    world.filed("1-1", NOW, value=Decimal(3))
    found = {one.pk: one for one in open_reports(world.reviewer)}
    cases = [
        (world.report("1-1", NOW), Holder.BUREAU, TODAY),
        (world.report("27-0", NOW), Holder.LEAD, date(2024, 10, 1)),
        (world.report("8-1", NOW, first), Holder.COUNTY, date(2024, 10, 1)),
        (world.report("8-1", NOW, world.counties[1]), Holder.INSTITUTION, date(2024, 10, 1)),
    ]
    for report, holder, since in cases:
        assert (found[report.pk].holder, found[report.pk].held_since) == (holder, since)
    assert not found[cases[1][0].pk].is_beyond, "due on the 15th"
    assert found[world.report("27-0", "2024Q2").pk].is_beyond


def test_the_summary_counts_what_the_filters_leave(world):
    rows = held(world.reviewer, workdays(), open_quarters()).filter(
        quarter=world.quarter(NOW), target__code__in=["27-0", "1-1"]
    )
    (share,) = shares(rows, workdays())
    assert (share.holder, share.count, share.beyond) == (Holder.LEAD, 2, 0)
    assert (share.median.days, share.median.working) == (9, 3)
    assert (share.longest.days, share.longest.working) == (9, 3)


FILTERS = [
    ({"holder": "bureau"}, 1),
    ({"beyond": "1", "quarter": NOW}, 0),
    ({"quarter": NOW, "task": "1"}, 1),
    ({"quarter": "2022Q1", "beyond": "0"}, 0),
]


@pytest.mark.parametrize(("asked", "count"), FILTERS)
def test_filters(world, asked, count):
    world.filed("1-1", NOW, value=Decimal(3))
    page = logged_in(world.inspector).get(reverse("holding"), asked)
    assert page.context["row_count"] == count


def test_an_organization_sees_its_own_and_the_file_says_what_the_page_says(world):
    client = logged_in(world.county_filer)
    rows = [row.record for row in client.get(reverse("holding")).context["table"].rows]
    assert {one.organization for one in rows} == {world.counties[0]}
    answer = client.get(reverse("holding"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(answer.content)).active
    written = [row for row in sheet.values if row[1] == world.counties[0].name]
    assert len(written) == len(rows)
