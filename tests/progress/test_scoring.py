"""Scores (考核) by a plan's own rules, item by item, and objections to single items."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from departments.models import Role
from progress import objecting, review
from progress.models import Objection, Report, ScoreRule
from progress.refusals import Overtaken, Refused
from progress.scoring import Rule, scores
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db
Q = "2024Q2"
RULES: dict[str, Decimal | int] = {
    "base": 100,
    "met": 2,
    "overdue": -5,
    "lagging": -1,
    "no_data": -3,
    "unfiled": -1,
    "late": Decimal("-0.5"),
    "returned": -1,
}


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def ruled(world: World, most: dict[str, int] | None = None) -> World:
    for matter, points in RULES.items():
        ScoreRule.objects.create(
            plan=world.plan, matter=matter, points=points, most=(most or {}).get(matter)
        )
    return world


def score_of(world: World, organization=None, quarter: str = Q):
    owner = organization or world.counties[0]
    return next(
        one for one in scores(world.plan, world.quarter(quarter)) if one.organization == owner
    )


def cases(world: World, organization=None, quarter: str = Q) -> dict[str, int]:
    lines = score_of(world, organization, quarter).lines
    return {matter: count for matter, _rule, count, _points in lines if count}


def test_without_rules_nothing_is_scored(world):
    assert scores(world.plan, world.quarter(Q)) == []
    page = client_of(world.reviewer).get(reverse("scores"), {"quarter": Q})
    assert page.context["row_count"] == 0


@pytest.mark.parametrize(
    ("points", "most", "count", "expected"),
    [
        (-1, None, 0, 0),
        (-1, None, 7, -7),
        (-1, 3, 2, -2),
        (-1, 3, 3, -3),
        (-1, 3, 4, -3),
        (2, 5, 3, 5),
        (2, 0, 3, 0),
        (Decimal("-0.5"), None, 3, Decimal("-1.5")),
    ],
)
def test_points_and_the_most_they_come_to(points, most, count, expected):
    came = Rule(Decimal(points), None if most is None else Decimal(most)).count(count)
    assert came == expected
    assert not str(came).startswith("-0") or came


def test_the_items_of_a_county(world):
    """宛城区 owes 4-1, 8-1 and 23-2 (a standard, owed with the last quarter alone)."""
    ruled(world)
    first = world.counties[0]
    assert cases(world) == {"unfiled": 4}  # 8-1, and 4-1 which is overdue, in both quarters
    world.accepted("8-1", Q, first, value=Decimal(1))
    assert cases(world) == {"met": 1, "unfiled": 3, "late": 1}  # the world files it today


def test_lights_count_as_of_the_quarter_and_reports_for_its_year(world):
    ruled(world)
    world.accepted("1-1", "2024Q1", value=Decimal(2))
    report = world.report("1-1", "2024Q1")
    Report.objects.filter(pk=report.pk).update(was_late=True)
    assert cases(world, world.education, "2024Q1")["late"] == 1
    assert cases(world, world.education, "2024Q2")["late"] == 1
    assert "late" not in cases(world, world.education, "2023Q4")


def test_every_return_counts(world):
    ruled(world)
    for _time in range(2):
        report = world.filed("1-1", Q, value=Decimal(2))
        review.return_(report=report, user=world.reviewer, version=report.version, reason="请核对")
    assert cases(world, world.education)["returned"] == 2


def test_the_working_adds_up_and_never_falls_below_nought(world):
    ruled(world)
    score = score_of(world, world.education)
    assert score.total == score.base + sum(points for *_rest, points in score.lines)
    ScoreRule.objects.filter(matter="no_data").update(points=-1000)
    assert score_of(world, world.education).total == 0


def test_the_citys_lights_are_the_leads_and_the_number_of_duties_stands_beside(world):
    ruled(world)
    every = scores(world.plan, world.quarter(Q))
    judged = {one.organization: one.judged for one in every}
    assert judged[world.education] == 4  # 1-1, 4-1, 22-1, 27-0
    assert judged[world.counties[0]] == 2  # 8-1, 23-2
    totals = [one.total for one in every]
    assert totals == sorted(totals, reverse=True)


# Objections


def key(world: World) -> str:
    return f"no_data:{world.targets['27-0'].pk}::2024Q2"


def object_to(world: World, user=None, which=None, reason="已报送，系统未计入"):
    return objecting.object_to(
        user=user or world.filer,
        quarter=world.quarter(Q),
        key=which or key(world),
        reason=reason,
    )


def test_an_upheld_item_is_struck_and_a_dismissed_one_stands(world):
    ruled(world)
    before = score_of(world, world.education).total
    objection = object_to(world)
    assert score_of(world, world.education).total == before
    objecting.decide(objection=objection, user=world.reviewer, upholds=False, reason="未见材料")
    assert score_of(world, world.education).total == before
    again = object_to(world)
    objecting.decide(objection=again, user=world.reviewer, upholds=True, reason="属实")
    assert score_of(world, world.education).total == before + 3
    assert [one.decision for one in Objection.objects.order_by("pk")] == ["未见材料", "属实"]
    with pytest.raises(Overtaken):
        object_to(world)


@pytest.mark.parametrize("name", ["county_filer", "reviewer", "inspector", "administrator"])
def test_nobody_objects_for_another_organization(world, name):
    ruled(world)
    with pytest.raises(PermissionDenied):
        object_to(world, user=getattr(world, name))


@pytest.mark.parametrize("which", ["", "no_data:0::2024Q2", "met:1::2024Q2", "x" * 300])
def test_only_to_an_item_that_there_is_and_that_costs(world, which):
    ruled(world)
    world.accepted("1-1", Q, value=Decimal(9))
    which = which.replace("met:1", f"met:{world.targets['1-1'].pk}")
    with pytest.raises(PermissionDenied):
        object_to(world, which=which or "-")


@pytest.mark.parametrize("reason", ["", " 　"])
def test_objecting_and_deciding_need_a_reason(world, reason):
    ruled(world)
    with pytest.raises(Refused):
        object_to(world, reason=reason)
    objection = object_to(world)
    with pytest.raises(Refused):
        objecting.decide(objection=objection, user=world.reviewer, upholds=True, reason=reason)


def test_colleagues_object_once_and_one_reviewer_decides(world):
    ruled(world)
    objection = object_to(world)
    with pytest.raises(Overtaken, match="filer先生"):
        object_to(world)
    objecting.decide(objection=objection, user=world.reviewer, upholds=True, reason="属实")
    other = make_user("second", Role.REVIEWER, world.education)
    with pytest.raises(Overtaken, match="reviewer先生"):
        objecting.decide(objection=objection, user=other, upholds=False, reason="不属实")
    assert Objection.objects.get().state == "granted"


def test_nobody_decides_on_their_own(world):
    ruled(world)
    both = make_user("both", Role.FILER, world.education)
    both.grants.create(role=Role.REVIEWER)
    objection = object_to(world, user=both)
    with pytest.raises(PermissionDenied):
        objecting.decide(objection=objection, user=both, upholds=True, reason="属实")


# The pages


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("name", "rows"), [("reviewer", 5), ("filer", 1), ("county_filer", 1)])
def test_who_sees_which_scores(world, name, rows):
    ruled(world)
    page = client_of(getattr(world, name)).get(reverse("scores"), {"quarter": Q})
    assert page.context["row_count"] == rows
    assert ("rank" in page.context["table"].columns.names()) is (name == "reviewer")


def test_objecting_on_the_page_and_the_bureaus_answer(world):
    ruled(world)
    filer, reviewer = client_of(world.filer), client_of(world.reviewer)
    page = filer.get(reverse("score", args=[world.education.pk]), {"quarter": Q})
    address = f"{reverse('object')}?quarter={Q}&key={key(world)}".replace(":", "%3A")
    assert address.replace("&", "&amp;") in page.content.decode()
    assert filer.post(address, {"reason": ""}).status_code == 422
    assert filer.post(address, {"reason": "已报送"}).status_code == 302
    assert filer.post(address, {"reason": "已报送"}).status_code == 409
    objection = Objection.objects.get()
    where = reverse("decide-objection", args=[objection.pk])
    assert reviewer.post(where, {"act": "grant", "reason": "属实"}).status_code == 302
    assert reviewer.post(where, {"act": "refuse", "reason": "不属实"}).status_code == 409
    objection.refresh_from_db()
    assert objection.state == "granted"
