"""Own judgements (研判): who states them, what they stand beside, and where the two differ."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from progress import outlooks
from progress.models import Outlook, Quarter, Standing
from progress.refusals import Overtaken, Refused
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db
Q = "2024Q2"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def say(world: World, code: str = "1-1", user=None, version=0, level="at_risk", words="征地未完成"):
    return outlooks.state(
        target=world.targets[code],
        quarter=world.quarter(Q),
        user=user or world.filer,
        version=version,
        level=level,
        words=words,
    )


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


SPEAKERS = {"1-1": {"filer"}, "8-1": {"county_filer"}, "20-1": set()}


@pytest.mark.parametrize(
    "name", ["filer", "county_filer", "reviewer", "inspector", "administrator"]
)
@pytest.mark.parametrize("code", SPEAKERS)
def test_who_speaks_of_what(world, code, name):
    user = getattr(world, name)
    if name in SPEAKERS[code]:
        said = say(world, code, user)
        assert said.organization == (world.counties[0] if code == "8-1" else None)
        assert (said.by, said.level, said.words) == (user, "at_risk", "征地未完成")
        return
    with pytest.raises(PermissionDenied):
        say(world, code, user)
    assert not Outlook.objects.exists()


def test_it_never_changes_a_light_and_the_latest_one_holds(world):
    before = list(Standing.objects.order_by("pk").values())
    first = say(world)
    second = say(world, version=first.pk, level="off_course")
    assert list(Standing.objects.order_by("pk").values()) == before
    target, quarter = world.targets["1-1"], world.quarter(Q)
    assert outlooks.latest(target, None, quarter) == second
    assert Outlook.objects.count() == 2


def test_of_two_colleagues_the_second_is_told(world):
    say(world)
    with pytest.raises(Overtaken, match="filer先生"):
        say(world, level="on_course")
    assert Outlook.objects.count() == 1


@pytest.mark.parametrize(
    ("is_locked", "words", "may"), [(False, "有", True), (True, "有", False), (False, " 　", False)]
)
def test_a_locked_quarter_or_no_grounds_is_refused(world, is_locked, words, may):
    Quarter.objects.filter(pk=world.quarter(Q).pk).update(is_locked=is_locked)
    if may:
        assert say(world, words=words)
    else:
        with pytest.raises(Refused):
            say(world, words=words)


# light of 1-1 at the end of 2024Q2 by what was accepted, own judgement, more hopeful?
BESIDE = [
    (8, "on_course", None),
    (8, "at_risk", False),
    (4, "on_course", None),
    (4, "off_course", False),
    (3, "on_course", True),
    (3, "at_risk", None),
    (3, "off_course", False),
    (1, "on_course", True),
    (1, "at_risk", True),
    (1, "off_course", None),
]


@pytest.mark.parametrize(("value", "level", "hopeful"), BESIDE)
def test_where_the_two_differ(world, value, level, hopeful):
    world.accepted("1-1", Q, value=Decimal(value))
    say(world, level=level)
    shown = outlooks.with_outlook(Standing.objects.filter(quarter=world.quarter(Q)))
    differing = outlooks.disagreement(shown)
    assert differing.exists() is (hopeful is not None)
    assert outlooks.disagrees(world.standing("1-1", Q), level) is (hopeful is not None)
    assert outlooks.disagreement(shown, hopeful=True).exists() is (hopeful is True)
    assert outlooks.disagreement(shown, hopeful=False).exists() is (hopeful is False)


def test_grey_says_nothing_to_differ_from(world):
    county = world.counties[0]
    assert world.standing("8-1", Q, county).light == "grey"
    say(world, "8-1", world.county_filer, level="off_course")
    shown = outlooks.with_outlook(Standing.objects.filter(quarter=world.quarter(Q)))
    assert not outlooks.disagreement(shown).exists()


# The pages


def send(world: World, user=None, **sent):
    address = reverse("outlook", args=[world.targets["1-1"].pk]) + f"?quarter={Q}"
    sent = {"version": 0, "level": "at_risk", "words": "征地未完成"} | sent
    return client_of(user or world.filer).post(address, sent)


def test_stated_on_the_page_and_seen_in_the_list(world):
    world.accepted("1-1", Q, value=Decimal(1))
    assert send(world).status_code == 302
    for user, count in [(world.reviewer, 1), (world.filer, 1), (world.county_filer, 0)]:
        page = client_of(user).get(reverse("outlooks"), {"quarter": Q, "against": "hopeful"})
        assert page.context["row_count"] == count
        assert ("征地未完成" in page.content.decode()) is bool(count)
    answer = client_of(world.reviewer).get(reverse("outlooks"), {"quarter": Q, "export": "xlsx"})
    assert answer.status_code == 200


@pytest.mark.parametrize("sent", [{"level": ""}, {"level": "x"}, {"words": ""}, {"version": "x"}])
def test_what_is_missing_is_named_and_nothing_is_stored(world, sent):
    assert send(world, **sent).status_code == 422
    assert not Outlook.objects.exists()


def test_a_stale_page_keeps_what_was_typed(world):
    say(world)
    answer = send(world, words="资金已到位")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "资金已到位" in page
    assert f'value="{Outlook.objects.get().pk}"' in page
