"""What happened to a report, as its page tells it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from progress import filing, review
from progress.comparing import last_filed
from progress.filing import Content
from progress.history import history, standing_of
from progress.models import Event
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def test_a_whole_life_in_order(world):
    report = world.report("1-1", NOW)
    report = filing.save_draft(
        report=report, user=world.filer, version=0, content=Content(value=Decimal(3))
    )
    report = filing.submit(report=report, user=world.filer, version=report.version)
    review.return_(report=report, user=world.reviewer, version=report.version, reason="请补充")
    report = filing.save_draft(
        report=report,
        user=world.filer,
        version=report.version,
        content=Content(value=Decimal(4), done="已补充"),
    )
    report = filing.submit(report=report, user=world.filer, version=report.version)
    report = review.accept(report=report, user=world.reviewer, version=report.version)
    review.reopen(report=report, user=world.reviewer, version=report.version, reason="有误")
    found = history(report)
    assert [one.event.act for one in found] == [
        "saved",
        "submitted",
        "returned",
        "saved",
        "submitted",
        "accepted",
        "reopened",
    ]
    assert [one.event.by for one in found] == [
        *[world.filer] * 2,
        world.reviewer,
        *[world.filer] * 2,
        *[world.reviewer] * 2,
    ]
    assert [one.event.reason for one in found if one.event.reason] == ["请补充", "有误"]
    assert [len(one.changes) for one in found] == [1, 0, 1, 2, 0, 0, 1]
    assert [(one.old, one.new) for one in found[2].changes] == [("—", "2024-10-16")]


SHOWN = [
    ("value", [None, "0"], ("—", "0")),
    ("value", ["0.0000", "1200000.0000"], ("0", "1,200,000")),
    ("value", ["12.5000", None], ("12.5", "—")),
    ("numerator", ["1", "2"], ("1", "2")),
    ("not_applicable", [False, True], ("no", "yes")),
    ("done", ["", "好"], ("—", "好")),
    ("done", ["=1+1", "<b>"], ("=1+1", "<b>")),
    ("value", ["abc", "NaN"], ("abc", "NaN")),
]


@pytest.mark.parametrize(("name", "pair", "shown"), SHOWN)
def test_old_and_new_as_people_read_them(world, name, pair, shown):
    report = world.report("1-1", NOW)
    filing.record(report, Event.Act.SAVED, world.filer, changes={name: pair})
    with override("en"):
        ((change,),) = (entry.changes for entry in history(report))
    assert (change.old, change.new) == shown
    assert change.label


def test_an_import_has_no_person(world):
    report = world.report("1-1", NOW)
    filing.record(report, Event.Act.IMPORTED, None, changes={"value": [None, "3"]})
    (entry,) = history(report)
    assert entry.event.by is None
    client = Client()
    client.force_login(world.reviewer)
    assert client.get(reverse("report", args=[report.pk])).status_code == 200


def test_the_page_escapes_what_was_typed(world):
    report = world.filed("1-1", NOW, value=Decimal(3), done="<script>alert(1)</script>")
    filing.record(
        report, Event.Act.SAVED, world.filer, changes={"done": ["", "<script>alert(2)</script>"]}
    )
    client = Client()
    client.force_login(world.reviewer)
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;alert(2)" in page


@pytest.mark.parametrize(
    ("code", "of_county", "shown_for"),
    [("8-1", True, "county"), ("4-1", True, "city"), ("1-1", False, "city")],
)
def test_the_light_a_report_bears_on(world, code, of_county, shown_for):
    owner = world.counties[0] if of_county else None
    standing = standing_of(world.report(code, "2024Q2", owner))
    expected = world.counties[0] if shown_for == "county" else None
    assert standing is not None
    assert standing.organization == expected
    assert (standing.target.code, standing.quarter.code) == (code, "2024Q2")


@pytest.mark.parametrize(
    ("state", "found"),
    [("accepted", True), ("submitted", True), ("draft", False), ("returned", False)],
)
def test_the_last_time_is_what_was_handed_in_before(world, state, found):
    earlier = world.filed("1-1", "2023Q4", state=state, value=Decimal(2))
    world.filed("1-1", NOW, value=Decimal(4))
    assert last_filed(world.report("1-1", "2024Q2")) == (earlier if found else None)
    assert last_filed(world.report("1-1", "2023Q4")) is None


def test_the_last_time_is_the_latest_and_ones_own(world):
    first, second, _third = world.counties
    world.accepted("8-1", "2023Q3", first, value=Decimal(0))
    latest = world.accepted("8-1", "2023Q4", first, value=Decimal(1))
    world.accepted("8-1", "2024Q1", second, value=Decimal(1))
    assert last_filed(world.report("8-1", "2024Q2", first)) == latest
