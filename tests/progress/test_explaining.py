"""Why a light is as it is: a sentence for every reason, its figures, its reports, its rule."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from progress.explaining import explain, explainable
from progress.judging import RULES_VERSION
from progress.models import Standing
from progress.plans import bring_up_to_date
from tasks.models import Checkpoint, Target
from tests.progress.worlds import TODAY, World, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@dataclass(frozen=True)
class Case:
    """What is filed, whose light is looked at, and which figures its sentence has to name."""

    verdict: tuple[str, str]
    code: str
    quarter: str
    filed: dict[str, Any] | None
    named: tuple[str, ...]
    filed_for: str = ""
    county: bool = False

    def standing(self, world: World) -> Standing:
        owner = world.counties[0] if self.county else None
        if self.filed is not None:
            world.accepted(self.code, self.filed_for or self.quarter, owner, **self.filed)
        return world.standing(self.code, self.quarter, owner)


NA = {"not_applicable": True, "not_applicable_why": "无"}
THREE_OF_TEN = {"numerator": Decimal(3), "denominator": Decimal(10)}
NINE_OF_40 = {"numerator": Decimal(9), "denominator": Decimal(40)}
CASES = [
    Case(("blue", "met"), "1-1", "2024Q2", {"value": Decimal(9)}, ("9 所", "8 所")),
    Case(
        ("green", "on_pace"),
        "1-1",
        "2024Q2",
        {"value": Decimal(4)},
        ("4 所", "8 所", "2025-12-31", "2024"),
    ),
    Case(
        ("yellow", "lagging"),
        "20-1",
        "2024Q3",
        {"value": Decimal(60_000)},
        ("60,000 人次", "74,794 人次", "100,000 人次", "2024-12-31", "2024"),
    ),
    Case(
        ("red", "far_behind"),
        "1-1",
        "2024Q2",
        {"value": Decimal(1)},
        ("1 所", "4 所", "8 所", "2025-12-31"),
    ),
    Case(
        ("red", "overdue"),
        "23-1",
        "2023Q4",
        NINE_OF_40,
        ("22.5%", "30%", "2023-12-31"),
    ),
    Case(("red", "overdue"), "4-1", "2023Q1", None, ("30%", "2022-12-31")),
    Case(("red", "no_data"), "1-1", "2024Q2", None, ("4 所", "2024")),
    Case(("grey", "no_data"), "8-1", "2022Q1", None, ("2022",), county=True),
    Case(("grey", "no_data"), "23-1", "2024Q2", None, ("30%", "2024-12-31")),
    Case(("grey", "not_applicable"), "8-1", "2024Q2", NA, (), county=True),
    Case(("grey", "not_applicable"), "23-2", "2024Q2", NA, (), county=True),
    Case(("blue", "met"), "22-1", "2023Q2", {"value": Decimal(1)}, ()),
    Case(("green", "on_pace"), "27-0", "2022Q1", {"value": Decimal(30)}, ("30%", "100%")),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.verdict[1]}")
def test_each_reason_has_its_sentence_and_names_its_figures(world, case, language):
    standing = case.standing(world)
    assert (standing.light, standing.reason) == case.verdict
    with override(language):
        why = explain(standing)
    assert [one for one in case.named if one not in why.sentence] == []
    assert "%(" not in why.sentence + why.rule
    assert why.sentence
    assert why.rule
    assert why.version == RULES_VERSION


@pytest.mark.parametrize("code", ["8-1", "23-2"])
def test_not_applicable_is_not_called_no_data(world, code):
    first = world.counties[0]
    world.accepted(code, "2024Q2", first, **NA)
    with override("en"):
        sentence = explain(world.standing(code, "2024Q2", first)).sentence
        assert sentence == gettext(
            "Not applicable: the latest accepted report says so, with its reason."
        )


def test_the_sentences_differ_from_reason_to_reason(world):
    sentences: dict[tuple[str, str], set[str]] = {}
    for case in sorted(CASES, key=lambda one: one.filed is not None):  # silence comes first
        if case.code in {"1-1", "8-1", "20-1", "4-1"}:
            with override("en"):
                words = explain(case.standing(world)).sentence.partition(":")[0]
            sentences.setdefault(case.verdict, set()).add(words)
    assert all(len(words) == 1 for words in sentences.values())
    assert len(set.union(*sentences.values())) == len(sentences)


# The reports, and who is missing


def test_the_reports_are_those_that_were_added_up(world):
    first, second, third = world.counties
    world.accepted("4-1", "2022Q1", first, **THREE_OF_TEN)
    latest = world.accepted("4-1", "2022Q3", first, **NINE_OF_40)
    other = world.accepted("4-1", "2022Q2", second, **THREE_OF_TEN)
    world.filed("4-1", "2022Q4", first, **THREE_OF_TEN)
    world.accepted("4-1", "2023Q1", second, **THREE_OF_TEN)
    why = explain(world.standing("4-1", "2022Q4"))
    assert why.reports == [latest, other]
    assert why.missing == [third.name]
    parts = sum(one.numerator or 0 for one in why.reports)
    wholes = sum(one.denominator or 0 for one in why.reports)
    assert world.standing("4-1", "2022Q4").actual == parts * 100 / wholes


def test_a_countys_light_has_only_its_own_reports(world):
    first, second, _third = world.counties
    own = world.accepted("8-1", "2024Q2", first, value=Decimal(1))
    world.accepted("8-1", "2024Q2", second, value=Decimal(1))
    assert explain(world.standing("8-1", "2024Q2", first)).reports == [own]


def test_a_yearly_light_has_no_report_of_another_year(world):
    world.accepted("20-1", "2023Q4", value=Decimal(100_000))
    assert explain(world.standing("20-1", "2024Q1")).reports == []
    assert len(explain(world.standing("20-1", "2023Q4")).reports) == 1


@pytest.mark.parametrize(
    ("code", "years"), [("20-1", [2022, 2023]), ("23-1", [2022, 2023]), ("1-1", []), ("4-1", [])]
)
def test_past_years_missed_stay_on_record(world, code, years):
    assert explain(world.standing(code, "2024Q2")).missed_years == years


def test_a_year_that_was_met_is_not_missed(world):
    world.accepted("20-1", "2022Q4", value=Decimal(100_000))
    assert explain(world.standing("20-1", "2024Q2")).missed_years == [2023]


# What it is short by, and the rule


@pytest.mark.parametrize(
    ("value", "short"), [(None, "4 所"), (0, "4 所"), (3, "1 所"), (4, ""), (9, "")]
)
def test_what_it_is_short_by(world, value, short):
    if value is not None:
        world.accepted("1-1", "2024Q2", value=Decimal(value))
    assert explain(world.standing("1-1", "2024Q2")).shortfall == short


@dataclass(frozen=True)
class Rule:
    code: str
    words: str
    rest: tuple[str, ...] = field(default=())


ROUNDED = "What is counted in whole pieces is rounded down."
RULES = [
    Rule(
        "1-1",
        "The expected value grows by days from the plan's first day to the deadline, in a "
        "straight line.",
        (ROUNDED,),
    ),
    Rule(
        "20-1",
        "The expected value grows by days from nought on 1 January to the required number on "
        "31 December.",
        (ROUNDED,),
    ),
    Rule(
        "23-1",
        "A standard is to be kept in full every year, and is settled with its last quarter.",
    ),
    Rule("22-1", "A milestone is expected on its day, not before."),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_rule_is_that_of_the_kind(world, rule):
    with override("en"):
        found = explain(world.standing(rule.code, "2024Q2")).rule
        assert found.startswith(gettext(rule.words))
        assert all(gettext(one) in found for one in rule.rest)
        assert (gettext(ROUNDED) in found) is bool(rule.rest)


def test_checkpoints_and_the_threshold_are_named(world):
    world.accepted("1-1", "2024Q2", value=Decimal(1))
    Checkpoint.objects.create(target=world.targets["1-1"], year=2023, quarter=4, value=Decimal(6))
    world.plan.lagging_share = Decimal("0.65")
    world.plan.save()
    bring_up_to_date()
    with override("en"):
        rule = explain(world.standing("1-1", "2024Q2")).rule
        assert (
            gettext("The expected value follows the checkpoints that the bureau has set.") in rule
        )
    assert "65%" in rule


@pytest.mark.parametrize(
    ("code", "filed", "with_checkpoint", "coarse"),
    [
        ("8-1", None, False, True),
        ("8-1", 0, False, True),
        ("8-1", 1, False, False),
        ("8-1", None, True, False),
        ("1-1", None, False, False),
    ],
)
def test_one_piece_asks_for_checkpoints(world, code, filed, with_checkpoint, coarse):
    owner = world.counties[0] if code == "8-1" else None
    if filed is not None:
        world.accepted(code, "2024Q2", owner, value=Decimal(filed))
    if with_checkpoint:
        Checkpoint.objects.create(
            target=world.targets[code], year=2023, quarter=4, value=Decimal(1)
        )
    assert explain(world.standing(code, "2024Q2", owner)).coarse is coarse


# The page


@pytest.mark.parametrize("whole_page", [True, False])
def test_the_page_and_the_dialog_say_the_same(world, whole_page):
    report = world.accepted("4-1", "2022Q4", world.counties[0], **NINE_OF_40)
    standing = world.standing("4-1", "2022Q4")
    client = Client(headers={} if whole_page else {"HX-Request": "true"})
    client.force_login(world.reviewer)
    page = client.get(reverse("why", args=[standing.pk])).content.decode()
    assert ("<html" in page) is whole_page
    why = explain(standing)
    assert why.sentence in page
    assert why.rule in page
    assert reverse("report", args=[report.pk]) in page
    assert world.counties[1].name in page


def test_explaining_reads_the_same_with_and_without_what_was_fetched(world):
    for code in ("1-1", "4-1", "20-1", "22-1", "23-1", "27-0"):
        plain = world.standing(code, "2024Q2")
        fetched = explainable(Standing.objects.all()).get(pk=plain.pk)
        assert explain(fetched) == explain(plain)


def test_every_light_of_every_quarter_can_be_explained(world):
    Target.objects.filter(code="20-1").update(first_year=2023, deadline=date(2025, 12, 31))
    bring_up_to_date()
    for standing in explainable(Standing.objects.all()):
        assert explain(standing).sentence
