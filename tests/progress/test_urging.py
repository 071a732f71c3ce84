"""Urging (催办): from the lists, once a day, and the replies in order."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from departments.models import Role
from progress import urging
from progress.models import Reply, Report, Urge
from progress.refusals import Overtaken
from progress.waiting import waiting_for
from tasks.models import Responsibility
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db
Q = "2024Q2"


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    world = make_world()
    world.accepted("1-1", Q, value=Decimal(2))
    return world


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(world: World, standing, user=None, message="请抓紧") -> urging.Urged:
    matters = [urging.of_standing(standing)]
    return urging.urge(user=user or world.inspector, matters=matters, message=message)


def address(name: str) -> str:
    return f"{reverse(name)}?quarter={Q}"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("filer", False),
        ("county_filer", False),
        ("reviewer", True),
        ("inspector", True),
        ("administrator", False),
    ],
)
@pytest.mark.parametrize("page", ["overdue", "lagging", "silent", "due-soon", "unfiled"])
def test_who_urges_from_which_list(world, name, may, page):
    rows = {
        "overdue": world.standing("4-1", Q),
        "lagging": world.standing("1-1", Q),
        "silent": world.standing("27-0", Q),
        "due-soon": world.standing("20-1", Q),
        "unfiled": world.report("8-1", Q, world.counties[0]),
    }
    client = client_of(getattr(world, name))
    page_text = client.get(address(page)).content.decode()
    assert ('name="chosen"' in page_text) is may
    answer = client.post(address(page), {"chosen": [rows[page].pk], "message": "请抓紧"})
    assert answer.status_code == (302 if may else 403)
    if not may:
        assert not Urge.objects.exists()
        return
    urge = Urge.objects.get()
    owner = {"unfiled": world.counties[0], "due-soon": world.labour}.get(page, world.education)
    assert (urge.organization, urge.by, urge.message) == (owner, getattr(world, name), "请抓紧")
    assert urge.day == TODAY
    assert urge.is_about_report is (page == "unfiled")
    assert (urge.cause == "due_soon") is (page == "due-soon")
    assert answer["Location"] == address(page)


def test_many_rows_at_once_each_to_who_answers_for_it(world):
    reports = Report.objects.filter(quarter=world.quarter(Q), target=world.targets["8-1"])
    pks = list(reports.values_list("pk", flat=True))
    sent = {"chosen": pks, "phrase": "unfiled", "message": "另：电话说明"}
    client_of(world.reviewer).post(address("unfiled"), sent)
    assert {one.organization for one in Urge.objects.all()} == set(world.counties)
    first, second = Urge.objects.values_list("message", flat=True)[:2]
    assert first == second
    assert first.endswith("\n另：电话说明")
    page = client_of(world.reviewer).get(address("unfiled"))
    row = next(one for one in page.context["table"].rows if one.record.pk == pks[0])
    assert row.record.urged == 1


def test_the_same_thing_is_urged_once_a_day(world, settings):
    standing = world.standing("1-1", Q)
    assert len(send(world, standing).now) == 1
    again = send(world, standing, world.reviewer, "再催")
    assert (again.now, [one.by for one in again.before]) == ([], [world.inspector])
    answer = client_of(world.reviewer).post(
        address("lagging"), {"chosen": [standing.pk], "message": "再催"}, follow=True
    )
    assert world.inspector.name in answer.content.decode()
    assert Urge.objects.get().message == "请抓紧"
    settings.BUSINESS_DATE = date(2024, 10, 11)
    assert len(send(world, standing).now) == 1


def test_a_light_and_a_report_are_two_things(world):
    send(world, world.standing("8-1", Q, world.counties[0]))
    matters = [urging.of_report(world.report("8-1", Q, world.counties[0]))]
    assert len(urging.urge(user=world.reviewer, matters=matters, message="请报").now) == 1


def test_what_is_no_longer_late_is_left_alone(world):
    standing = world.standing("1-1", Q)
    world.accepted("1-1", Q, value=Decimal(8))
    answer = client_of(world.reviewer).post(
        address("lagging"), {"chosen": [standing.pk], "message": "请抓紧"}, follow=True
    )
    assert answer.status_code == 200
    assert list(answer.context["messages"])
    assert not Urge.objects.exists()


def test_what_nobody_leads_has_nobody_to_urge(world):
    standing = world.standing("1-1", Q)
    Responsibility.objects.filter(task=standing.target.task).update(role="shared")
    standing = world.standing("1-1", Q)
    assert send(world, standing).nobodys
    assert not Urge.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"message": "请抓紧"},
        {"chosen": ["x"], "message": "请抓紧"},
        {"chosen": ["1"]},
        {"chosen": ["1"], "message": "  "},
        {"chosen": ["1"], "message": "a\x00b"},
        {"chosen": ["1"], "phrase": "rude"},
        {"chosen": ["1"], "message": "长" * 2001},
    ],
)
def test_what_cannot_be_sent_stays_on_the_page(world, sent):
    answer = client_of(world.reviewer).post(address("lagging"), sent)
    assert answer.status_code == 422
    assert not Urge.objects.exists()


# Replies


REPLIERS = {
    "filer": True,
    "county_filer": False,
    "reviewer": False,
    "inspector": False,
    "administrator": False,
}


@pytest.mark.parametrize(("name", "may"), REPLIERS.items())
def test_who_replies(world, name, may):
    urge = send(world, world.standing("1-1", Q)).now[0]
    user = getattr(world, name)
    assert waiting_for(user).urges == int(may)
    if not may:
        with pytest.raises(PermissionDenied):
            urging.reply(urge=urge, user=user, seen=0, text="已部署")
        assert not Reply.objects.exists()
        return
    urging.reply(urge=urge, user=user, seen=0, text=" 已部署 ")
    urging.reply(urge=urge, user=user, seen=1, text="已完成招标")
    assert list(urge.replies.values_list("text", flat=True)) == ["已部署", "已完成招标"]
    assert waiting_for(user).urges == 0
    for reader in (world.reviewer, world.inspector):
        page = client_of(reader).get(reverse("urge", args=[urge.pk])).content.decode()
        assert page.index("已部署") < page.index("已完成招标")
        assert "已完成招标" in client_of(reader).get(reverse("urges")).content.decode()


def test_of_two_colleagues_at_once_the_second_is_told_and_keeps_what_was_typed(world):
    urge = send(world, world.standing("1-1", Q)).now[0]
    colleague = make_user("colleague", Role.FILER, world.education)
    urging.reply(urge=urge, user=colleague, seen=0, text="我先答")
    with pytest.raises(Overtaken):
        urging.reply(urge=urge, user=world.filer, seen=0, text="我也答")
    client = client_of(world.filer)
    where = reverse("urge", args=[urge.pk])
    answer = client.post(where, {"seen": 0, "text": "我也答"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "我先答" in page
    assert "我也答</textarea>" in page
    assert 'name="seen" value="1"' in page
    assert client.post(where, {"seen": 1, "text": "我也答"}).status_code == 302
    assert urge.replies.count() == 2


@pytest.mark.parametrize("sent", [{"seen": 0}, {"seen": "x", "text": "好"}, {"text": "a\x00"}])
def test_what_is_no_reply_is_refused(world, sent):
    urge = send(world, world.standing("1-1", Q)).now[0]
    answer = client_of(world.filer).post(reverse("urge", args=[urge.pk]), sent)
    assert answer.status_code == 422
    assert not Reply.objects.exists()
