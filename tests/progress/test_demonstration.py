"""The demonstration: made up, labelled, the same every time, and nowhere but in a demonstration."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import translation

from departments.demonstration import (
    COUNTY_FILER,
    DEMO_PASSWORD,
    FILER,
    INSPECTOR,
    REVIEWER,
    demo_accounts,
)
from departments.models import Group, Role, User
from progress import standings
from progress.demo import words
from progress.demo.figures import Story, portions
from progress.demo.loading import NotADemonstration, load_demonstration
from progress.demo.stages import ACCEPTED, UNFILED, Duty, stage_of
from progress.judging import Goal, Kind
from progress.models import (
    Acknowledgement,
    Closure,
    Delivery,
    Event,
    Evidence,
    Extension,
    Notice,
    Reply,
    Report,
    Standing,
    Urge,
)
from progress.periods import Period, periods_between
from tasks.models import Plan, Responsibility
from tests.progress.worlds import TODAY

LATEST = Q(quarter__year=2024, quarter__number=2)
OPEN = Q(quarter__year=2024, quarter__number=3)


@pytest.fixture
def demo(db, settings) -> Plan:
    settings.DEMO, settings.BUSINESS_DATE = True, TODAY
    return load_demonstration().plan


def test_a_real_installation_gets_nothing(db, settings):
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        load_demonstration()
    with translation.override("en"), pytest.raises(CommandError, match="DJANGO_ENV=demo"):
        call_command("load_demo")
    assert not User.objects.exists()
    assert not Plan.objects.exists()


def test_loading_it_again_changes_nothing(demo):
    before = list(Report.objects.order_by("pk").values())
    events, people = Event.objects.count(), list(User.objects.values())
    notices = list(Notice.objects.values())
    assert load_demonstration().reports == 0
    assert list(Report.objects.order_by("pk").values()) == before
    assert (Event.objects.count(), list(User.objects.values())) == (events, people)
    assert list(Notice.objects.values()) == notices
    assert standings.differences(demo) == []


def test_the_inboxes_hold_notices_and_nothing_leaves_the_site(demo):
    for name, kinds in ((FILER, {"due", "returned"}), (COUNTY_FILER, {"due", "returned"})):
        mine = Notice.objects.visible_to(User.objects.get(username=name))
        assert set(mine.values_list("kind", flat=True)) >= kinds
    assert not Delivery.objects.exists()


def test_what_it_shows(demo):
    _has_every_light()
    _has_reports_in_every_state()
    _is_labelled()
    _is_dated_by_the_business_date()
    _leaves_groups_without_members()
    _has_something_in_every_follow_up_list()


def _has_something_in_every_follow_up_list():
    filers = [User.objects.get(username=name) for name in (FILER, COUNTY_FILER)]
    for filer in filers:
        assert Acknowledgement.objects.of_filer(filer).waiting().exists()
        assert Urge.objects.answerable_by(filer).unanswered().exists()
        assert Evidence.objects.of_filer(filer).exists()
    assert Reply.objects.exists()
    asked = Extension.objects.values_list("state", flat=True)
    assert set(asked) == {"asked", "granted", "refused"}
    assert set(Closure.objects.values_list("state", flat=True)) == {"asked", "granted"}
    digests = Evidence.objects.values_list("sha256", flat=True)
    assert len(set(digests)) < len(digests)  # the reviewer is shown a file used twice


def _has_every_light():
    latest = Standing.objects.filter(LATEST)
    departments = set(latest.filter(organization=None).values_list("reason", flat=True))
    counties = set(latest.exclude(organization=None).values_list("reason", flat=True))
    assert departments == {"met", "on_pace", "lagging", "far_behind", "overdue", "no_data"}
    assert counties == {
        "met",
        "on_pace",
        "lagging",
        "far_behind",
        "no_data",
        "not_applicable",
    }
    assert Standing.objects.filter(quarter__year=2022, reason="overdue").count() > 5
    best, worst = (
        latest.filter(organization__name=name, light="blue").count()
        for name in ("西峡县", "官庄工区")
    )
    assert best > worst


def _has_reports_in_every_state():
    states = Counter(Report.objects.filter(LATEST).values_list("state", flat=True))
    assert set(states) == {"unfiled", "draft", "submitted", "accepted", "returned"}
    running = set(Report.objects.filter(OPEN).values_list("state", flat=True))
    assert running == {"unfiled", "draft", "submitted", "returned"}
    assert Report.objects.overdue(TODAY).filter(LATEST).count() > 5
    assert not Report.objects.filter(quarter__opens_on__gt=TODAY, version__gt=0).exists()
    assert any(report.is_late for report in Report.objects.for_page())
    county = User.objects.get(username=COUNTY_FILER)
    mine = Report.objects.of_filer(county).filter(OPEN)
    assert mine.filter(state="submitted").exists()
    returned = mine.get(state="returned")
    assert returned.events.get(act="returned").reason.startswith(words.LABEL)
    reviewer = User.objects.get(username=REVIEWER)
    waiting = Report.objects.reviewable_by(reviewer)
    assert waiting.filter(OPEN, organization=county.organization).exists()
    assert waiting.count() == Report.objects.filter(state="submitted").count()


def _is_labelled():
    for report in Report.objects.exclude(state="unfiled"):
        said = [getattr(report, name) for name in Report.WORDS]
        assert all(not text or text.startswith(words.LABEL) for text in said)
        assert any(said)
    reasons = Event.objects.exclude(reason="").values_list("reason", flat=True)
    assert all(reason.startswith(words.LABEL) for reason in reasons)


def _is_dated_by_the_business_date():
    latest = Event.objects.order_by("-at")[0]
    assert latest.at.date() <= TODAY
    for report in Report.objects.accepted():
        assert report.submitted_at is not None
        assert report.decided_at is not None
        assert report.submitted_at < report.decided_at


def _leaves_groups_without_members():
    assert Group.objects.get(name="中职学校").members.exists()
    empty = Group.objects.filter(members=None)
    assert Responsibility.objects.filter(group__in=empty, members=None).exists()


def test_every_account_logs_in(demo, client):
    for account in demo_accounts():
        assert client.login(username=account.username, password=DEMO_PASSWORD)
        user = User.objects.get(username=account.username)
        assert user.roles == {account.role}
        assert str(user.organization) == account.organization
        assert str(account.label)
        assert str(account.what)
    assert {account.role for account in demo_accounts()} == set(Role)


def test_an_account_that_was_spoilt_is_put_right(demo):
    filer = User.objects.get(username=FILER)
    filer.set_password("other-Password-1")
    filer.is_active = False
    filer.save()
    load_demonstration()
    filer.refresh_from_db()
    assert filer.is_active
    assert filer.check_password(DEMO_PASSWORD)
    assert User.objects.get(username=INSPECTOR).has_role(Role.INSPECTOR)


STARTS_ON, DEADLINE = Period(2022, 1).starts_on, Period(2025, 4).ends_on
QUARTERS = periods_between(STARTS_ON, DEADLINE)


@pytest.mark.parametrize("code", ["1-1", "1-2", "3-1", "10-4", "99-9"])
@pytest.mark.parametrize("whole", [True, False])
def test_totals_never_fall_and_stay_near_what_is_required(code, whole):
    goal = Goal(Kind.TOTAL, Decimal(20), STARTS_ON, DEADLINE, whole)
    story = Story(code, "市教育局", goal, is_share=False)
    values = [story.at(period).value or Decimal(0) for period in QUARTERS]
    assert values == sorted(values)
    assert 0 <= values[0] <= values[-1] <= 22
    assert not whole or all(value == int(value) for value in values)


@pytest.mark.parametrize("portion", ["1", "0.5", "0.001"])
def test_shares_have_a_denominator_that_holds_the_numerator(portion):
    goal = Goal(Kind.RATIO, Decimal(60), STARTS_ON, DEADLINE, whole=False)
    for period in QUARTERS:
        figure = Story("16-1", "市教育局", goal, True).at(period, Decimal(portion))
        assert figure.numerator is not None
        assert figure.denominator is not None
        assert 0 <= figure.numerator <= figure.denominator
        assert figure.denominator >= 1


def test_portions_add_up():
    parts = portions(["邓州市", "宛城区", "某县"])
    assert abs(sum(parts.values(), Decimal(0)) - 1) < Decimal("0.0001")
    assert sorted(parts, key=parts.__getitem__) == ["某县", "宛城区", "邓州市"]


@pytest.mark.parametrize(
    ("duty", "stages"),
    [
        (Duty("26-0", "市委组织部", Kind.COMPLETION, "%", Period(2023, 1), 5), {UNFILED}),
        (Duty("23-1", "市财政局", Kind.STANDARD, "%", Period(2024, 2), 0), {UNFILED}),
        (Duty("23-1", "市财政局", Kind.STANDARD, "%", Period(2023, 4), 2), {UNFILED, ACCEPTED}),
        (Duty("1-1", "市教育局", Kind.TOTAL, "所", Period(2022, 1), 9), {UNFILED, ACCEPTED}),
        (Duty("1-1", "市教育局", Kind.TOTAL, "所", Period(2024, 3), -1), {"draft"}),
    ],
)
def test_stages(duty, stages):
    assert stage_of(duty) in stages
