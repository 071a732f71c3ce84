"""Loading reports of past quarters: both sides of every fault, and what a file writes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from nanyang_vet.kit import clock
from progress import standings
from progress.import_file import MAX_BYTES, ImportRefused
from progress.importing import Loaded, load_reports
from progress.models import Event, Report
from tasks.models import Plan, Target
from tests.progress.worlds import TODAY, World, make_task, make_world

HEAD = "target,organization,quarter,value,numerator,denominator,status"
GOOD = "1-1,,2023Q2,3,,,accepted"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def load(world: World, *lines: str, head: str = HEAD) -> Loaded:
    return load_reports(data=csv_of(*lines, head=head), plan=world.plan)


def faults(world: World, *lines: str, head: str = HEAD) -> list[tuple[int, str]]:
    """Line and column of each fault of a file, which must have written nothing."""
    before = list(Report.objects.order_by("pk").values())
    with pytest.raises(ImportRefused) as refusal:
        load(world, *lines, head=head)
    assert list(Report.objects.order_by("pk").values()) == before
    assert not Event.objects.exists()
    assert all(fault.message for fault in refusal.value.faults)
    return [(fault.line, fault.column) for fault in refusal.value.faults]


@dataclass(frozen=True)
class Case:
    """A line and the column of its one fault; None: the line is good."""

    line: str
    column: str | None


CASES = {
    "a city total, its lead left out": Case(GOOD, None),
    "its lead by name": Case("1-1,市教育局,2023Q2,3,,,accepted", None),
    "by another spelling": Case("1-1,市教体局,2023Q2,3,,,submitted", None),
    "by another width": Case("１-1, 市教体局 ,２０２３Q2,３,,,accepted", None),
    "a county by its name": Case("8-1,宛城区,2023Q2,1,,,accepted", None),
    "by its division code": Case("8-1,411302,2023Q2,1,,,accepted", None),
    "by its government": Case("8-1,宛城区政府,2023Q2,1,,,accepted", None),
    "an unknown target": Case("9-9,,2023Q2,3,,,accepted", "target"),
    "no target": Case(",,2023Q2,3,,,accepted", "target"),
    "a target that became a date": Case("1月1日,,2023Q2,3,,,accepted", "target"),
    "an unknown organization": Case("1-1,市气象局,2023Q2,3,,,accepted", "organization"),
    "a group": Case("4-1,各县区政府,2022Q2,,1,3,accepted", "organization"),
    "nobody, where three file": Case("4-1,,2022Q2,,1,3,accepted", "organization"),
    "nobody, where each is judged": Case("8-1,,2022Q2,1,,,accepted", "organization"),
    "somebody else": Case("1-1,宛城区,2023Q2,3,,,accepted", "organization"),
    "a lead that does not file": Case("8-1,市教育局,2023Q2,1,,,accepted", "organization"),
    "small letters": Case("1-1,,2023q2,3,,,Accepted", None),
    "a fifth quarter": Case("1-1,,2023Q5,3,,,accepted", "quarter"),
    "no quarter": Case("1-1,,,3,,,accepted", "quarter"),
    "the plan's first": Case("1-1,,2022Q1,3,,,accepted", None),
    "before the plan": Case("1-1,,2021Q4,3,,,accepted", "quarter"),
    "after the plan": Case("1-1,,2026Q1,3,,,accepted", "quarter"),
    "the quarter that runs": Case("1-1,,2024Q4,3,,,accepted", None),
    "one that has not begun": Case("1-1,,2025Q1,3,,,accepted", "quarter"),
    "no number": Case("1-1,,2023Q2,three,,,accepted", "value"),
    "half a school": Case("1-1,,2023Q2,3.5,,,accepted", "value"),
    "below nought": Case("1-1,,2023Q2,-1,,,accepted", "value"),
    "nought": Case("1-1,,2023Q2,0,,,accepted", None),
    "not finite": Case("1-1,,2023Q2,NaN,,,accepted", "value"),
    "ten thousands": Case("20-1,,2023Q2,7.2万,,,accepted", None),
    "no value": Case("1-1,,2023Q2,,,,accepted", "value"),
    "a value with a numerator": Case("1-1,,2023Q2,3,1,,accepted", "numerator"),
    "a value with a denominator": Case("1-1,,2023Q2,3,,1,accepted", "denominator"),
    "a share": Case("4-1,宛城区,2022Q2,,1,3,accepted", None),
    "a whole share": Case("4-1,宛城区,2022Q2,,3,3,accepted", None),
    "more than a whole": Case("4-1,宛城区,2022Q2,,4,3,accepted", "numerator"),
    "of nothing": Case("4-1,宛城区,2022Q2,,0,0,accepted", "denominator"),
    "no numerator": Case("4-1,宛城区,2022Q2,,,3,accepted", "numerator"),
    "no denominator": Case("4-1,宛城区,2022Q2,,1,,accepted", "denominator"),
    "a share with a value too": Case("4-1,宛城区,2022Q2,33,1,3,accepted", "value"),
    "a standard share": Case("23-1,,2022Q4,,300,1000,accepted", None),
    "all of it": Case("27-0,,2023Q2,100,,,accepted", None),
    "with its sign": Case("27-0,,2023Q2,45%,,,accepted", None),
    "more than all": Case("27-0,,2023Q2,100.1,,,accepted", "value"),
    "a milestone done": Case("22-1,,2023Q2,1,,,accepted", None),
    "not yet done": Case("22-1,,2023Q2,0,,,accepted", None),
    "twice done": Case("22-1,,2023Q2,2,,,accepted", "value"),
    "a draft": Case("1-1,,2023Q2,3,,,draft", "status"),
    "no status": Case("1-1,,2023Q2,3,,,", "status"),
    "six cells": Case("1-1,,2023Q2,3,,accepted", ""),
    "eight cells": Case("20-1,,2023Q2,72,000,,,accepted", ""),
    "a grouped number in quotes": Case('20-1,,2023Q2,"72,000",,,accepted', None),
    "an open quote": Case('1-1,"市教育局,2023Q2,3,,,accepted', ""),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_line(world, case):
    if case.column is None:
        assert load(world, case.line).new == 1
    else:
        assert faults(world, case.line) == [(2, case.column)]


def test_every_fault_of_every_line_is_named(world):
    found = faults(
        world,
        GOOD,
        "9-9,市气象局,2023Q9,x,,,draft",
        "4-1,宛城区,2021Q1,5,3,2,accepted",
        "",
        GOOD,
        "too,few",
    )
    assert found == [
        (3, "quarter"),
        (3, "status"),
        (3, "target"),
        (4, "numerator"),
        (4, "quarter"),
        (4, "value"),
        (6, ""),
        (7, ""),
    ]


def test_a_fault_says_where_and_how_to_mend_it(world):
    with pytest.raises(ImportRefused) as refusal:
        load(world, GOOD, "8-1,市教育局,2023Q2,1,,,accepted")
    assert str(refusal.value) == (
        "Line 3, column organization: “市教育局” does not file target 8-1;"
        " it is filed by: 宛城区、卧龙区、南召县."
    )


def test_two_names_of_one_duty_are_a_double(world):
    assert faults(world, "1-1,,2023Q2,3,,,accepted", "1-1,市教育局,2023Q2,4,,,accepted") == [
        (3, "")
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.upper(), None),
        ("status,value,numerator,denominator,quarter,target,organization", None),
        (HEAD.replace("quarter", "period"), [1, 1]),
        (HEAD.removesuffix(",status"), [1]),
        (f"{HEAD},note", [1]),
        (f"{HEAD},value", [1]),
        (HEAD.replace(",", ";"), [1] * 8),
    ],
)
def test_heads(world, head, expected):
    names = head.lower().split(",")
    cells = dict(zip(HEAD.split(","), GOOD.split(","), strict=True))
    line = ",".join(cells.get(name, "") for name in names)
    if expected is None:
        assert load(world, line, head=head).new == 1
    else:
        assert [line for line, _column in faults(world, line, head=head)] == expected


WORDS = "8-1,宛城区,2023Q2,1,,,accepted"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (csv_of(WORDS), None),
        (b"\xef\xbb\xbf" + csv_of(WORDS), None),
        (csv_of(WORDS).replace(b"\n", b"\r\n"), None),
        (csv_of(WORDS).replace(b"\n", b"\r"), None),
        (csv_of(WORDS).decode().encode("gb18030"), None),
        (csv_of(WORDS, ",,,,,,"), None),
        (csv_of(WORDS).decode().encode("utf-16"), 0),
        (csv_of(WORDS).replace("宛".encode(), b"\xff\xff"), 0),
        (csv_of(WORDS, "1-1,,2023Q1,\0,,,accepted"), 3),
        (b"", 0),
        (b"\xef\xbb\xbf\r\n", 0),
        (HEAD.encode(), 0),
        (csv_of(",,,,,,"), 0),
        (b"x" * (MAX_BYTES + 1), 0),
        (csv_of('8-1,"' + "x" * 140_000 + '",2023Q2,1,,,accepted'), 2),
    ],
    ids=lambda value: str(value)[:12],
)
def test_files(world, data, line):
    if line is None:
        assert load_reports(data=data, plan=world.plan).new == 1
        return
    with pytest.raises(ImportRefused) as refusal:
        load_reports(data=data, plan=world.plan)
    assert [fault.line for fault in refusal.value.faults] == [line]


def test_a_locked_quarter_takes_nothing(world):
    world.plan.quarters.filter(year=2023, number=2).update(is_locked=True)
    assert faults(world, GOOD) == [(2, "quarter")]
    assert load(world, GOOD.replace("2023Q2", "2023Q1")).new == 1


def test_before_its_first_year_nothing_is_owed(world):
    Target.objects.filter(code="20-1").update(first_year=2023)
    assert load(world, "20-1,,2023Q1,5,,,accepted").new == 1
    Event.objects.all().delete()
    Report.objects.filter(target__code="20-1", quarter__year=2022).delete()
    assert faults(world, "20-1,,2022Q4,5,,,accepted") == [(2, "quarter")]


def test_a_code_that_two_tasks_use_is_ambiguous(world):
    task = make_task(world.plan, 99, world.education, [], "再培育8所。")
    Target.objects.filter(code="27-0").update(code="1-1", task=task)
    assert faults(world, GOOD) == [(2, "target")]


def test_the_same_code_in_another_plan_does_not_disturb(world):
    Plan.objects.create(name="旧清单", starts_on=date(2020, 1, 1), ends_on=date(2021, 12, 31))
    old = Plan.objects.get(name="旧清单")
    task = make_task(old, 1, world.education, [], "旧任务")
    Target.objects.create(
        task=task,
        code="1-1",
        place=1,
        measure="旧",
        kind="total",
        comparator="exact",
        low=1,
        unit="所",
        deadline=old.ends_on,
    )
    assert load(world, GOOD).new == 1


def test_what_is_accepted_counts_at_once(world):
    loaded = load(world, "1-1,,2023Q2,9,,,accepted", "20-1,,2023Q4,200000,,,submitted")
    assert loaded == Loaded(new=2, replaced=0, unchanged=0, submitted=1, accepted=1)
    assert world.standing("1-1", "2023Q1").reason == "no_data"
    assert world.standing("1-1", "2023Q2").reason == "met"
    assert world.standing("1-1", "2025Q4").actual == 9
    assert world.standing("20-1", "2023Q4").reason == "overdue"
    assert standings.differences(world.plan) == []


def test_each_line_leaves_one_event(world):
    load(world, GOOD)
    event = Event.objects.get()
    assert (event.act, event.by, clock.date_of(event.at)) == ("imported", None, TODAY)
    assert event.report == world.report("1-1", "2023Q2")
    assert event.changes == {"value": [None, "3"], "state": ["unfiled", "accepted"]}


def test_history_is_in_time_however_late_it_was_typed_up(world):
    load(world, GOOD, "1-1,,2024Q3,5,,,submitted")
    past, current = world.report("1-1", "2023Q2"), world.report("1-1", "2024Q3")
    assert clock.date_of(past.submitted_at) == date(2023, 7, 15)
    assert clock.date_of(past.decided_at) == TODAY
    assert clock.date_of(current.submitted_at) == TODAY
    assert (past.is_late, current.is_late) == (False, False)
    assert (past.version, current.decided_at) == (1, None)


def test_a_report_filed_late_stays_late_when_its_figure_is_replaced(world, settings):
    settings.BUSINESS_DATE = date(2024, 9, 1)
    world.filed("1-1", "2024Q2", value=Decimal(4))
    settings.BUSINESS_DATE = TODAY
    load(world, "1-1,,2024Q2,5,,,accepted")
    assert world.report("1-1", "2024Q2").is_late


@dataclass(frozen=True)
class Again:
    """A report in `state` with value 3, then a line; afterwards the state, value and outcome."""

    state: str
    line: str
    state_after: str
    value_after: int
    outcome: str


AGAIN = {
    "the same": Again("accepted", "3,,,accepted", "accepted", 3, "unchanged"),
    "accepted stays": Again("accepted", "3,,,submitted", "accepted", 3, "unchanged"),
    "still waiting": Again("submitted", "3.0,,,submitted", "submitted", 3, "unchanged"),
    "now accepted": Again("submitted", "3,,,accepted", "accepted", 3, "replaced"),
    "corrected": Again("accepted", "4,,,accepted", "accepted", 4, "replaced"),
    "corrected, to review": Again("accepted", "4,,,submitted", "submitted", 4, "replaced"),
    "over a draft": Again("draft", "4,,,submitted", "submitted", 4, "new"),
    "over the same draft": Again("draft", "3,,,submitted", "submitted", 3, "new"),
    "over a return": Again("returned", "3,,,accepted", "accepted", 3, "new"),
}


@pytest.mark.parametrize("case", AGAIN.values(), ids=AGAIN)
def test_over_what_was_filed(world, case):
    held = world.filed("1-1", "2023Q2", state=case.state, value=Decimal(3), done="已完成")
    loaded = load(world, f"1-1,,2023Q2,{case.line}")
    report = world.report("1-1", "2023Q2")
    assert (report.state, report.value) == (case.state_after, case.value_after)
    assert getattr(loaded, case.outcome) == 1
    assert loaded.new + loaded.replaced + loaded.unchanged == 1
    assert report.done == "已完成"
    assert report.version == held.version + (case.outcome != "unchanged")
    assert Event.objects.count() == (case.outcome != "unchanged")
    assert standings.differences(world.plan) == []


def test_a_replacement_records_old_and_new(world):
    world.accepted("1-1", "2023Q2", not_applicable=True, not_applicable_why="没有")
    load(world, "1-1,,2023Q2,4,,,submitted")
    assert Event.objects.get().changes == {
        "value": [None, "4"],
        "not_applicable": [True, False],
        "not_applicable_why": ["没有", ""],
        "state": ["accepted", "submitted"],
    }
    assert world.standing("1-1", "2023Q2").actual is None


def test_the_cost_does_not_grow_with_the_lines(world):
    def count(lines: list[str]) -> int:
        with CaptureQueriesContext(connection) as found:
            load(world, *lines)
        return len(found)

    def quarters(year: int, value: int) -> list[str]:
        return [f"1-1,,{year}Q{number},{value},,,accepted" for number in range(1, 5)]

    few = count(quarters(2022, 1)[:1])
    assert count(quarters(2023, 2) + quarters(2022, 3)) <= few + 3
