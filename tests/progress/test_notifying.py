"""Which notices a day leaves in whose inbox, and that none is made twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from departments.models import Organization
from progress import filing, notifying, review, urging
from progress.models import Delivery, Notice, NoticeRead, Standing
from progress.notice_wording import details, headline, message, path_of, subject
from tests.progress.worlds import TODAY, World, make_user, make_world

UNTIL = date(2024, 10, 15)
"""The filing date of 2024Q3."""


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    # Of the quarters before, nobody is to be reminded here.
    world.plan.quarters.filter(due_on__lt=TODAY).update(is_locked=True)
    return world


def made(day: date, kind: str, organization: Organization | None = None) -> list[Notice]:
    found = [one for one in notifying.make(day=day) if one.kind == kind]
    return [one for one in found if organization in (None, one.organization)]


def test_reports_that_are_due(world):
    world.filed("8-1", "2024Q3", world.counties[0], state="submitted", value=Decimal(1))
    found = made(UNTIL - timedelta(5), "due", world.counties[0])
    assert [one.facts for one in found] == [{"codes": ["4-1"], "due_on": "2024-10-15"}]
    assert (found[0].quarter, found[0].day) == (world.quarter("2024Q3"), UNTIL - timedelta(5))
    assert made(UNTIL - timedelta(4), "due") == []
    again = made(UNTIL - timedelta(2), "due", world.counties[0])
    with override("en"):
        assert "1 reports not handed in, 2 days left" in headline(again[0])


def test_one_notice_for_each_organization_and_quarter(world):
    found = made(TODAY, "due")
    assert len(found) == len({one.organization for one in found}) == 5


def test_what_is_handed_in_or_not_owed_is_no_matter(world):
    for code in ("4-1", "8-1"):
        world.filed(code, "2024Q3", world.counties[0], state="submitted", value=Decimal(1))
    reminded = {one.organization for one in made(TODAY, "due")}
    assert world.counties[0] not in reminded
    assert world.counties[1] in reminded


def test_reports_that_are_overdue(world):
    found = made(UNTIL + timedelta(1), "overdue", world.counties[0])
    assert found[0].facts["codes"] == ["4-1", "8-1"]
    with override("en"):
        assert "2 reports not handed in, 1 days overdue" in headline(found[0])
    assert made(UNTIL + timedelta(2), "overdue") == []
    assert len(made(UNTIL + timedelta(3), "overdue")) == 5


@pytest.mark.parametrize("change", [{"is_locked": True}, {"opens_on": UNTIL}])
def test_a_quarter_that_takes_no_reports_reminds_of_none(world, change):
    world.plan.quarters.filter(pk=world.quarter("2024Q3").pk).update(**change)
    assert made(TODAY, "due") == []
    assert bool(made(UNTIL + timedelta(1), "overdue")) is ("opens_on" in change)


def test_a_filing_date_that_was_moved_is_reminded_of_anew(world):
    assert made(UNTIL - timedelta(1), "due")
    world.plan.quarters.filter(due_on=UNTIL).update(due_on=UNTIL + timedelta(10))
    assert made(UNTIL, "due") == []
    assert made(UNTIL + timedelta(3), "due")


def test_a_report_that_was_returned_twice_is_told_of_twice(world):
    report = world.filed("1-1", "2024Q3", value=Decimal(3))
    for reason in ("数据不符", "仍然不符"):
        report.refresh_from_db()
        if report.state == "returned":
            assert made(TODAY, "returned") == []
            report = world.filed("1-1", "2024Q3", value=Decimal(4))
        review.return_(report=report, user=world.reviewer, version=report.version, reason=reason)
        (notice,) = made(TODAY, "returned")
        assert (notice.organization, notice.report) == (world.education, report)
        assert reason in details(notice)
        report.refresh_from_db()
        assert notice.facts["due_on"] == f"{report.redo_by}"
        assert path_of(notice) == f"{reverse('filing')}?quarter=2024Q3#r{report.pk}"


def test_an_urging_is_told_of_once_and_not_when_it_was_answered(world):
    one, other = (
        urging.of_report(world.report(code, "2024Q3", world.counties[0])) for code in ("4-1", "8-1")
    )
    urges = urging.urge(user=world.reviewer, matters=[one, other], message="请今日报送").now
    urging.reply(urge=urges[1], user=world.county_filer, seen=0, text="已报")
    (notice,) = made(TODAY, "urged")
    assert (notice.urge, notice.organization) == (urges[0], world.counties[0])
    assert "请今日报送" in details(notice)
    assert path_of(notice) == reverse("urge", args=[urges[0].pk])
    assert made(TODAY, "urged") == []


def test_targets_that_have_gone_red(world):
    """Red at the end of 2024Q2 and not of 2024Q1; a city's light is its lead's matter."""
    Standing.objects.update(light="green")
    now, before = world.quarter("2024Q2"), world.quarter("2024Q1")
    first, second, _third = world.counties
    rows = Standing.objects.filter(quarter__in=[now, before])
    rows.filter(quarter=now, target__code__in=["1-1", "20-1"]).update(light="red")
    rows.filter(target__code="20-1").update(light="red")
    rows.filter(quarter=now, target__code="8-1", organization__in=[first, second]).update(
        light="red"
    )
    rows.filter(quarter=before, target__code="8-1", organization=second).update(light="red")
    found = made(TODAY, "red")
    assert {one.organization: one.facts["codes"] for one in found} == {
        world.education: ["1-1"],
        first: ["8-1"],
    }
    assert made(TODAY + timedelta(1), "red") == []


def test_a_second_run_makes_nothing(world):
    assert notifying.make(day=TODAY)
    before = list(Notice.objects.values())
    assert notifying.make(day=TODAY) == []
    assert list(Notice.objects.values()) == before


def test_a_run_that_read_before_another_wrote_makes_nothing_twice(world, settings, monkeypatch):
    settings.EMAIL_ENABLED = True
    world.filer.email = "filer@example.cn"
    world.filer.save()
    stale = notifying.drafts(TODAY)
    notifying.make(day=TODAY)
    counts = Notice.objects.count(), Delivery.objects.count()
    monkeypatch.setattr(notifying, "drafts", lambda *_args: stale)
    assert notifying.make(day=TODAY) == []
    assert (Notice.objects.count(), Delivery.objects.count()) == counts


# Where they are sent


def test_active_filers_with_an_address_and_the_robot(world, settings):
    settings.EMAIL_ENABLED = True
    county = world.counties[0]
    county.robot_url = "https://oapi.dingtalk.com/robot/send?access_token=a"
    county.save()
    people = [
        ("one", "filer", "a@example.cn", True),
        ("same", "filer", "a@example.cn", True),
        ("gone", "filer", "gone@example.cn", False),
        ("none", "filer", "", True),
        ("boss", "inspector", "boss@example.cn", True),
    ]
    for name, role, email, is_active in people:
        user = make_user(name, role, county)
        user.email, user.is_active = email, is_active
        user.save()
    notifying.make(day=TODAY)
    rows = Delivery.objects.filter(notice__organization=county, notice__kind="due")
    assert [(one.channel, one.address.partition("#")[0]) for one in rows] == [
        ("email", "a@example.cn"),
        ("robot", "oapi.dingtalk.com"),
    ]


def test_what_is_no_longer_true_is_not_sent_any_more(world, settings):
    settings.EMAIL_ENABLED = True
    type(world.county_filer).objects.filter(pk=world.county_filer.pk).update(email="a@example.cn")
    notifying.make(day=UNTIL - timedelta(7))
    notifying.make(day=UNTIL - timedelta(3))
    states = Delivery.objects.filter(notice__kind="due").values_list("state", flat=True)
    assert list(states) == ["dropped", "pending"]
    for code in ("4-1", "8-1"):
        world.filed(code, "2024Q3", world.counties[0], state="submitted", value=Decimal(1))
    notifying.make(day=UNTIL - timedelta(3))
    assert set(states.all()) == {"dropped"}


def test_what_leaves_the_site_is_chinese_and_leads_back(world, settings):
    settings.SITE_URL = "https://ducha.example.gov.cn"
    (notice,) = made(TODAY, "due", world.counties[0])
    with override("en"):
        text, line = message(notice, TODAY + timedelta(1)), subject(notice, TODAY)
    assert text.splitlines()[-1].endswith("https://ducha.example.gov.cn/filing/?quarter=2024Q3")
    assert "宛城区" in text
    assert "4-1、8-1" in text
    assert "\n" not in line
    assert "2024年第3季度" in line


# The inbox


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reading_is_each_persons_own(world):
    notifying.make(day=TODAY)
    colleague = make_user("colleague", "inspector", world.counties[0])
    mine = Notice.objects.filter(organization=world.counties[0])
    sent = {"notice": mine[0].pk}
    assert client_of(world.county_filer).post(reverse("notices-read"), sent).status_code == 302
    assert mine.unread_by(world.county_filer).count() == mine.count() - 1
    assert mine.unread_by(colleague).count() == mine.count()
    page = client_of(colleague).get(reverse("notices"), {"unread": "yes"}).content.decode()
    assert page.count('class="notice unread"') == mine.count()


def test_going_on_marks_as_read_and_leads_to_where_it_is_done(world):
    notifying.make(day=TODAY)
    notice = Notice.objects.get(organization=world.education, kind="due")
    sent = {"notice": notice.pk, "go": "1"}
    answer = client_of(world.filer).post(reverse("notices-read"), sent)
    assert answer["Location"] == f"{reverse('filing')}?quarter=2024Q3"
    answer = client_of(world.inspector).post(reverse("notices-read"), sent)
    assert answer["Location"] == reverse("unfiled")
    assert NoticeRead.objects.filter(notice=notice).count() == 2


def test_all_are_read_at_once_and_only_ones_own(world):
    notifying.make(day=TODAY)
    client_of(world.county_filer).post(reverse("notices-read"), {"all": "1"})
    read = NoticeRead.objects.values_list("notice__organization", flat=True)
    assert set(read) == {world.counties[0].pk}
    assert not Notice.objects.visible_to(world.county_filer).unread_by(world.county_filer).exists()


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "９", "1" * 30, "\x001"])
def test_a_notice_that_there_is_not_is_not_found(world, number):
    answer = client_of(world.filer).post(reverse("notices-read"), {"notice": number})
    assert answer.status_code in {400, 404}


def test_anothers_notice_is_not_found(world):
    notifying.make(day=TODAY)
    foreign = Notice.objects.filter(organization=world.counties[1])[0]
    answer = client_of(world.county_filer).post(reverse("notices-read"), {"notice": foreign.pk})
    assert answer.status_code == 404
    assert not NoticeRead.objects.exists()


def test_the_bell_counts_what_is_unread(world):
    notifying.make(day=TODAY)
    client = client_of(world.county_filer)
    count = Notice.objects.filter(organization=world.counties[0]).count()
    assert f'class="count">{count}<' in client.get(reverse("tasks")).content.decode()
    client.post(reverse("notices-read"), {"all": "1"})
    page = client.get(reverse("tasks")).content.decode()
    assert 'class="bell"' in page
    assert f'class="count">{count}<' not in page.partition("menu-open")[0]


def test_what_is_done_with_counts_no_more(world):
    report = world.filed("1-1", "2024Q3", value=Decimal(3))
    review.return_(report=report, user=world.reviewer, version=report.version, reason="数据不符")
    (notice,) = made(TODAY, "returned")
    assert Notice.objects.unread_by(world.filer).filter(pk=notice.pk).exists()
    report.refresh_from_db()
    filing.submit(report=report, user=world.filer, version=report.version)
    assert not Notice.objects.unread_by(world.filer).filter(pk=notice.pk).exists()
    notice.refresh_from_db()
    assert notice.is_settled


def test_a_run_settles_what_matters_no_more(world):
    (before,) = made(UNTIL - timedelta(3), "due", world.labour)
    (after,) = made(UNTIL - timedelta(1), "due", world.labour)
    before.refresh_from_db()
    assert (before.is_settled, after.is_settled) == (True, False)  # said anew
    world.plan.quarters.update(is_locked=True)
    made(UNTIL, "due")
    after.refresh_from_db()
    assert after.is_settled


def test_a_return_and_an_urging_are_told_of_at_once(world):
    client = Client()
    client.force_login(world.reviewer)
    report = world.filed("1-1", "2024Q3", value=Decimal(3))
    sent = {"version": report.version, "reason": "数据不符"}
    assert client.post(reverse("return", args=[report.pk]), sent).status_code == 302
    kinds = Notice.objects.filter(organization=world.education).values_list("kind", flat=True)
    assert "returned" in kinds
    lagging = world.standing("4-1", "2024Q2")
    sent = {"chosen": [lagging.pk], "message": "请抓紧"}
    client.post(f"{reverse('overdue')}?quarter=2024Q2", sent)
    assert Notice.objects.filter(organization=world.education, kind="urged").exists()
