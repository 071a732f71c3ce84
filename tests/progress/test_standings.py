"""Standings in the database: the rulings' examples, and that what is stored is what is judged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from departments.models import Organization
from nanyang_vet.kit.signals import master_data_changed
from progress import review, standings
from progress.models import Report, Standing
from progress.plans import bring_up_to_date
from tasks.models import Checkpoint, Plan, Target
from tests.progress.test_review import at_once
from tests.progress.worlds import TODAY, World, make_target, make_world


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def share(part: int, whole: int) -> dict[str, Any]:
    return {"numerator": Decimal(part), "denominator": Decimal(whole)}


def light(standing: Standing) -> tuple[str, str]:
    return standing.light, standing.reason


def all_rows(plan: Plan) -> list[dict[str, Any]]:
    rows = Standing.objects.filter(quarter__plan=plan).order_by("pk").values()
    return [dict(one) for one in rows]


# Adding up


def test_a_city_value_is_the_sum_of_the_counties(world):
    task = world.targets["4-1"].task
    make_target(task, "4-2", Target.Kind.TOTAL, 12, "所", collected_from=world.county_group)
    bring_up_to_date()
    target = Target.objects.get(code="4-2")
    for county, value in zip(world.counties, (3, 4, 5), strict=True):
        report = Report.objects.for_page().get(
            target=target, organization=county, quarter=world.quarter("2024Q2")
        )
        report.state, report.value = "accepted", Decimal(value)
        report.save()
        standings.refresh(report)
    city = Standing.objects.get(target=target, quarter=world.quarter("2024Q2"))
    reports = Report.objects.accepted().filter(target=target, quarter=world.quarter("2024Q2"))
    assert city.actual == sum(report.value for report in reports if report.value) == 12
    assert light(city) == ("blue", "met")
    assert city.missing == []


def test_a_city_share_is_sum_over_sum_and_not_a_mean(world):
    first, second, third = world.counties
    world.accepted("4-1", "2022Q3", first, **share(1, 1))
    world.accepted("4-1", "2022Q3", second, **share(0, 9))
    city = world.standing("4-1", "2022Q3")
    assert city.actual == 10  # the mean of 100% and 0% would be 50
    assert city.missing == [third.name]
    assert light(city) == ("red", "far_behind")
    world.accepted("4-1", "2022Q3", third, **share(5, 10))
    city = world.standing("4-1", "2022Q3")
    assert city.actual == 30
    assert city.missing == []
    assert light(city) == ("blue", "met")


def test_the_latest_value_of_each_counts(world):
    first, second, _third = world.counties
    world.accepted("4-1", "2022Q1", first, **share(1, 10))
    world.accepted("4-1", "2022Q2", first, **share(4, 10))
    world.accepted("4-1", "2022Q1", second, **share(2, 10))
    assert world.standing("4-1", "2022Q1").actual == 15
    assert world.standing("4-1", "2022Q2").actual == 30
    assert world.standing("4-1", "2023Q4").actual == 30


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_accepted_values_count(world, state):
    world.filed("1-1", "2024Q2", state=state, value=Decimal(9))
    assert world.standing("1-1", "2024Q2").actual is None
    assert light(world.standing("1-1", "2024Q2")) == ("red", "no_data")


def test_nought_is_a_value_and_not_applicable_is_none(world):
    first, second, third = world.counties
    world.accepted("8-1", "2024Q2", first, value=Decimal(0))
    world.accepted("8-1", "2024Q2", second, not_applicable=True, not_applicable_why="无")
    found = [world.standing("8-1", "2024Q2", one) for one in (first, second, third)]
    assert [one.actual for one in found] == [0, None, None]
    assert [light(one) for one in found] == [
        ("green", "on_pace"),
        ("grey", "not_applicable"),
        ("grey", "no_data"),
    ]


# Kinds


def test_a_running_total_climbs_with_the_days(world):
    world.accepted("1-1", "2022Q4", value=Decimal(2))
    # After 364, 545, 729, 1095 and all 1460 days, rounded down: nobody is late with a third.
    expected = {"2022Q4": 1, "2023Q2": 2, "2023Q4": 3, "2024Q4": 6, "2025Q4": 8}
    found = {quarter: world.standing("1-1", quarter) for quarter in expected}
    assert {quarter: one.expected for quarter, one in found.items()} == expected
    assert {quarter: one.light for quarter, one in found.items()} == {
        "2022Q4": "green",
        "2023Q2": "green",
        "2023Q4": "red",
        "2024Q4": "red",
        "2025Q4": "red",
    }
    assert light(found["2025Q4"]) == ("red", "overdue")


YEARLY = [
    ("2023Q3", "2023Q3", 100_000, ("blue", "met")),
    ("2023Q3", "2023Q3", 99_999, ("green", "on_pace")),
    ("2023Q3", "2023Q4", 99_999, ("red", "overdue")),
    ("2023Q3", "2024Q1", 100_000, ("red", "no_data")),
    ("2023Q1", "2023Q4", 100_000, ("blue", "met")),
]


@pytest.mark.parametrize(("filed", "seen", "value", "verdict"), YEARLY)
def test_a_yearly_amount_counts_within_its_year(world, filed, seen, value, verdict):
    world.accepted("20-1", filed, value=Decimal(value))
    assert light(world.standing("20-1", seen)) == verdict


STANDARD = [
    ("2023Q3", None, "2023Q3", ("grey", "no_data")),
    ("2023Q4", None, "2023Q4", ("red", "overdue")),
    ("2023Q4", (29, 100), "2023Q4", ("red", "overdue")),
    ("2023Q4", (30, 100), "2023Q4", ("blue", "met")),
    ("2023Q4", (30, 100), "2024Q1", ("grey", "no_data")),
    ("2023Q4", (30, 100), "2024Q4", ("red", "overdue")),
]


@pytest.mark.parametrize(("filed", "parts", "seen", "verdict"), STANDARD)
def test_a_standard_is_settled_with_the_years_last_quarter(world, filed, parts, seen, verdict):
    if parts:
        world.accepted("23-1", filed, **share(*parts))
    assert light(world.standing("23-1", seen)) == verdict


def test_each_county_is_judged_for_itself(world):
    first, second, third = world.counties
    world.accepted("23-2", "2023Q4", first, value=Decimal(3_000_000))
    world.accepted("23-2", "2023Q4", second, value=Decimal(2_999_999))
    found = {one: light(world.standing("23-2", "2023Q4", one)) for one in world.counties}
    assert found == {
        first: ("blue", "met"),
        second: ("red", "overdue"),
        third: ("red", "overdue"),
    }
    assert not Standing.objects.filter(target=world.targets["23-2"], organization=None).exists()


MILESTONE = [
    (None, "2023Q1", ("grey", "no_data")),
    (None, "2023Q2", ("red", "overdue")),
    (0, "2023Q1", ("green", "on_pace")),
    (0, "2023Q2", ("red", "overdue")),
    (1, "2023Q1", ("blue", "met")),
    (1, "2024Q1", ("blue", "met")),
]


@pytest.mark.parametrize(("value", "seen", "verdict"), MILESTONE)
def test_a_milestone_is_due_on_its_day(world, value, seen, verdict):
    if value is not None:
        world.accepted("22-1", "2023Q1", value=Decimal(value))
    assert light(world.standing("22-1", seen)) == verdict


COMPLETION = [
    (51, "yellow"),
    (52, "yellow"),
    (62, "yellow"),
    (63, "green"),
    (43, "red"),
    (44, "yellow"),
]


@pytest.mark.parametrize(("value", "colour"), COMPLETION)
def test_a_completion_climbs_to_a_hundred(world, value, colour):
    """At the end of 2024Q2 911 of 1460 days are gone: 62.4% is due, and 43.7% is 0.7 of it."""
    world.accepted("27-0", "2024Q2", value=Decimal(value))
    assert world.standing("27-0", "2024Q2").light == colour


# What is stored is what is judged


def filled(world: World) -> World:
    world.accepted("1-1", "2023Q1", value=Decimal(3))
    world.accepted("4-1", "2022Q4", world.counties[0], **share(1, 3))
    world.accepted("8-1", "2024Q1", world.counties[1], value=Decimal(1))
    world.accepted("20-1", "2024Q1", value=Decimal(20_000))
    return world


def test_rebuilding_changes_nothing(world):
    before = all_rows(filled(world).plan)
    standings.rebuild(world.plan)
    bring_up_to_date()
    assert all_rows(world.plan) == before
    assert standings.differences(world.plan) == []


TAMPERED = [
    ("light", "green"),
    ("reason", "on_pace"),
    ("actual", Decimal(99)),
    ("expected", Decimal(0)),
    ("required", Decimal(1)),
    ("deadline", date(2030, 1, 1)),
    ("due_soon_from", date(2020, 1, 1)),
    ("missing", ["某县"]),
]


@pytest.mark.parametrize(("field", "value"), TAMPERED)
def test_a_tampered_row_is_found_and_mended(world, field, value):
    row = filled(world).standing("4-1", "2023Q2")
    true = getattr(row, field)
    assert true != value
    Standing.objects.filter(pk=row.pk).update(**{field: value})
    (found,) = standings.differences(world.plan)
    assert (found.target, found.organization, found.quarter) == ("4-1", None, "2023Q2")
    assert (found.field, found.stored, found.judged) == (field, value, true)
    standings.rebuild(world.plan)
    row.refresh_from_db()
    assert getattr(row, field) == true
    assert standings.differences(world.plan) == []


def test_a_missing_row_and_one_too_many_are_found(world):
    county = world.counties[0]
    world.standing("8-1", "2024Q2", county).delete()
    extra = world.standing("1-1", "2024Q2")
    extra.pk, extra.organization = None, county
    extra.save()
    found = [(one.target, one.organization, one.field) for one in standings.differences(world.plan)]
    assert sorted(found) == [("1-1", county.name, "standing"), ("8-1", county.name, "standing")]
    standings.rebuild(world.plan)
    assert standings.differences(world.plan) == []


def test_the_command_that_verifies_fails_on_a_tampered_row(world):
    call_command("verify_standings")
    Standing.objects.filter(pk=world.standing("1-1", "2024Q2").pk).update(light="blue")
    with pytest.raises(BaseException) as failed:  # noqa: PT011 - CommandError or SystemExit
        call_command("verify_standings")
    assert type(failed.value).__name__ in {"CommandError", "SystemExit"}


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_for_one_target_at_once_are_both_counted():
    world = make_world()
    reports = [
        world.filed("4-1", "2022Q4", county, **share(3, 10)) for county in world.counties[:2]
    ]
    outcomes = at_once(
        *(
            lambda report=report: review.accept(
                report=report, user=world.reviewer, version=report.version
            )
            for report in reports
        )
    )
    assert outcomes == ["done", "done"]
    assert world.standing("4-1", "2022Q4").missing == [world.counties[2].name]
    assert standings.differences(world.plan) == []


# Master data


def _deadline(world: World) -> None:
    world.targets["1-1"].deadline = date(2024, 3, 31)
    world.targets["1-1"].save()


def _number(world: World) -> None:
    world.targets["1-1"].low = Decimal(3)
    world.targets["1-1"].save()


def _checkpoint(world: World) -> None:
    Checkpoint.objects.create(target=world.targets["1-1"], year=2023, quarter=4, value=Decimal(6))


def _threshold(world: World) -> None:
    world.plan.lagging_share = Decimal("0.50")
    world.plan.save()


CHANGES = [
    (_deadline, 3, ("yellow", "lagging"), ("red", "overdue")),
    (_number, 3, ("yellow", "lagging"), ("blue", "met")),
    (_checkpoint, 3, ("yellow", "lagging"), ("red", "far_behind")),
    (_threshold, 2, ("red", "far_behind"), ("yellow", "lagging")),
]


@pytest.mark.parametrize(("change", "value", "before", "after"), CHANGES)
def test_a_change_of_master_data_judges_anew(world, change, value, before, after):
    """At the end of 2024Q2 4 of 8 schools are due: 3 of them lag, 2 are far behind."""
    world.accepted("1-1", "2024Q2", value=Decimal(value))
    assert light(world.standing("1-1", "2024Q2")) == before
    change(world)
    assert standings.differences(world.plan)
    master_data_changed.send(sender=Target)
    assert standings.differences(world.plan) == []
    assert light(world.standing("1-1", "2024Q2")) == after


def test_a_checkpoint_bends_the_expected_line(world):
    assert world.standing("1-1", "2023Q4").expected == 3
    Checkpoint.objects.create(target=world.targets["1-1"], year=2023, quarter=4, value=Decimal(6))
    master_data_changed.send(sender=Checkpoint)
    assert world.standing("1-1", "2023Q4").expected == 6
    assert world.standing("1-1", "2025Q4").expected == 8
    assert standings.differences(world.plan) == []


def test_a_new_member_is_missing_until_it_files_and_a_former_one_counts_no_more(world):
    for county in world.counties:
        world.accepted("4-1", "2022Q4", county, **share(3, 10))
    assert light(world.standing("4-1", "2022Q4")) == ("blue", "met")
    fourth = Organization.objects.create(name="方城县", adcode="411322", kind="county", place=20)
    world.county_group.members.add(fourth)
    master_data_changed.send(sender=Organization)
    assert world.standing("4-1", "2022Q4").missing == ["方城县"]
    world.accepted("4-1", "2022Q4", fourth, **share(0, 10))
    assert world.standing("4-1", "2022Q4").actual == Decimal("22.5")
    world.county_group.members.remove(fourth)
    master_data_changed.send(sender=Organization)
    assert world.standing("4-1", "2022Q4").actual == 30
    assert not Standing.objects.filter(organization=fourth).exists()
    assert standings.differences(world.plan) == []
