"""Acknowledging (签收): who has to, by when, once, and who may."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from departments.models import Organization, Role, RoleGrant
from progress import acknowledging
from progress.models import Acknowledgement
from progress.plans import bring_up_to_date
from progress.waiting import waiting_for
from tests.progress.worlds import TODAY, World, make_user, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.BUSINESS_DATE = TODAY


@pytest.fixture
def world(db) -> World:
    return make_world()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows(organization: Organization) -> list[Acknowledgement]:
    return list(Acknowledgement.objects.filter(organization=organization).order_by("task__number"))


def numbers(organization: Organization) -> list[int]:
    return [one.task.number for one in rows(organization)]


def test_leads_co_responsible_units_and_members_of_groups_are_bound(world):
    assert numbers(world.education) == [1, 4, 8, 22, 27]
    assert numbers(world.labour) == [20, 23]
    assert numbers(world.counties[1]) == [4, 8, 23]
    assert {one.due_on for one in Acknowledgement.objects.all()} == {date(2024, 10, 18)}, (
        "the seventh working day"
    )


def test_the_day_follows_the_plans_setting_until_somebody_has_acknowledged(world):
    first, second, *_rest = rows(world.education)
    acknowledging.acknowledge(user=world.filer, chosen=[first.pk])
    world.plan.acknowledge_days = 3
    world.plan.save()
    bring_up_to_date()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_on, second.due_on) == (date(2024, 10, 18), date(2024, 10, 14))


@pytest.mark.parametrize(("day", "late"), [(18, False), (19, True)])
def test_the_last_day_counts_and_the_next_one_is_late(world, settings, day, late):
    row = rows(world.education)[0]
    settings.BUSINESS_DATE = date(2024, 10, day)
    overdue = Acknowledgement.objects.overdue(settings.BUSINESS_DATE)
    assert overdue.filter(pk=row.pk).exists() is late
    assert row.is_late is late
    acknowledging.acknowledge(user=world.filer, chosen=[row.pk])
    row.refresh_from_db()
    assert row.is_late is late
    settings.BUSINESS_DATE += timedelta(days=30)
    assert row.is_late is late, "it was acknowledged when it was"


def test_who_is_bound_no_more_need_not_and_what_was_acknowledged_stays(world):
    third = world.counties[2]
    done, *_open = rows(third)
    user = make_user("third", Role.FILER, third)
    acknowledging.acknowledge(user=user, chosen=[done.pk])
    world.county_group.members.remove(third)
    bring_up_to_date()
    assert rows(third) == [done]
    world.county_group.members.add(third)
    bring_up_to_date()
    assert numbers(third) == [4, 8, 23]
    assert Acknowledgement.objects.get(pk=done.pk).by == user


def test_many_at_once_with_name_time_and_note(world):
    chosen = [one.pk for one in rows(world.education)[:3]]
    assert waiting_for(world.filer).acknowledgements == 5
    result = acknowledging.acknowledge(user=world.filer, chosen=chosen, note=" 已安排 ")
    assert [one.pk for one in result.now] == chosen
    assert result.before == []
    for one in Acknowledgement.objects.filter(pk__in=chosen):
        assert (one.by, one.note) == (world.filer, "已安排")
        assert one.at is not None
    assert waiting_for(world.filer).acknowledgements == 2


def test_of_two_at_once_the_second_is_told(world):
    row, other, *_rest = rows(world.education)
    colleague = make_user("colleague", Role.FILER, world.education)
    acknowledging.acknowledge(user=world.filer, chosen=[row.pk])
    answer = client_of(colleague).post(
        reverse("acknowledge"), {"chosen": [row.pk, other.pk]}, follow=True
    )
    assert world.filer.name in answer.content.decode()
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.by, other.by) == (world.filer, colleague)


@pytest.mark.parametrize("name", ["county_filer", "reviewer", "inspector", "administrator"])
def test_nobody_acknowledges_for_another_organization(world, name):
    row = rows(world.education)[0]
    with pytest.raises(PermissionDenied):
        acknowledging.acknowledge(user=getattr(world, name), chosen=[row.pk])
    assert (
        client_of(getattr(world, name))
        .post(reverse("acknowledge"), {"chosen": [row.pk]})
        .status_code
        == 403
    )
    row.refresh_from_db()
    assert row.at is None


BAD = ["", "x", "-1", "1.5", "9" * 40, "1\x00", "１"]


@pytest.mark.parametrize("chosen", BAD)
def test_what_is_no_choice_is_refused(world, chosen):
    answer = client_of(world.filer).post(reverse("acknowledge"), {"chosen": [chosen]})
    assert answer.status_code == 422
    assert not Acknowledgement.objects.exclude(at=None).exists()


def test_the_list_opens_on_those_who_have_not(world, settings):
    client = client_of(world.reviewer)
    acknowledging.acknowledge(user=world.filer, chosen=[one.pk for one in rows(world.education)])
    total = Acknowledgement.objects.count()

    def shown(**asked: str) -> int:
        return client.get(reverse("acknowledgements"), asked).context["row_count"]

    assert [shown(), shown(state="done"), shown(state="all")] == [total - 5, 5, total]
    assert shown(state="overdue") == 0
    settings.BUSINESS_DATE = date(2024, 10, 19)
    assert shown(state="overdue") == total - 5


def test_a_filer_sees_its_own_and_those_of_tasks_that_it_leads(world):
    seen = Acknowledgement.objects.visible_to(world.county_filer)
    assert {one.organization for one in seen} == {world.counties[0]}
    seen = Acknowledgement.objects.visible_to(world.filer)
    assert {one.task.number for one in seen} == {1, 4, 8, 22, 27}
    assert world.counties[0] in {one.organization for one in seen}


def test_a_reviewer_who_files_too_acknowledges_for_their_own_organization(world):
    RoleGrant.objects.create(user=world.filer, role=Role.REVIEWER)
    mine, theirs = rows(world.education)[0], rows(world.labour)[0]
    with pytest.raises(PermissionDenied):
        acknowledging.acknowledge(user=world.filer, chosen=[mine.pk, theirs.pk])
    mine.refresh_from_db()
    assert mine.at is None
