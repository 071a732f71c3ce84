"""Roles: which functions they open, and which objects their holders see."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.generic import View

from departments.access import AdministratorBackend, RoleRequiredMixin
from departments.models import Organization, Role, RoleGrant, User
from progress.access import visible_organizations
from progress.models import Report, Standing
from tasks.models import Responsibility, Task
from tests.progress.worlds import TODAY, World, make_user, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def person(world: World, name: str) -> User:
    if name == "nobody":
        return make_user("nobody", Role.FILER, None)
    if name == "colleague":
        return User.objects.create_user("colleague", organization=world.education)
    return getattr(world, name)


# Functions


class Guarded(RoleRequiredMixin, View):
    roles = (Role.REVIEWER, Role.INSPECTOR)

    def get(self, request: Any) -> HttpResponse:
        return HttpResponse("in")


@pytest.mark.parametrize(
    ("name", "enters"),
    [
        ("filer", False),
        ("county_filer", False),
        ("reviewer", True),
        ("inspector", True),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_a_role_opens_its_functions(world, name, enters):
    request = RequestFactory().get("/")
    request.user = person(world, name)
    if enters:
        assert Guarded.as_view()(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied):
            Guarded.as_view()(request)


def test_a_stranger_is_sent_to_the_login():
    request = RequestFactory().get("/somewhere/")
    request.user = AnonymousUser()
    answer = Guarded.as_view()(request)
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/somewhere/")


def test_several_roles_open_all_their_functions(world):
    RoleGrant.objects.create(user=world.filer, role=Role.REVIEWER)
    both = User.objects.get(pk=world.filer.pk)
    assert both.has_role(Role.FILER)
    assert both.has_role(Role.INSPECTOR, Role.REVIEWER)
    assert not both.has_role(Role.INSPECTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=both, role=Role.REVIEWER)


PERMISSIONS = [
    ("departments.change_organization", True),
    ("departments.add_user", True),
    ("tasks.delete_target", True),
    ("progress.change_quarter", False),
    ("progress.change_specialday", True),
    ("progress.add_phrase", True),
    ("progress.add_quarteract", False),
    ("progress.view_quarter", True),
    ("progress.add_quarter", False),
    ("progress.delete_quarter", False),
    ("progress.change_report", False),
    ("progress.view_report", False),
    ("progress.change_standing", False),
    ("progress.delete_event", False),
    ("auth.add_group", False),
    ("sessions.delete_session", False),
]


@pytest.mark.parametrize(("permission", "granted"), PERMISSIONS)
def test_what_an_administrator_may_edit(world, permission, granted):
    assert world.administrator.has_perm(permission) is granted
    for name in ("filer", "reviewer", "inspector", "nobody"):
        assert not person(world, name).has_perm(permission)


def test_who_may_not_log_in_any_more_has_no_permission(world):
    world.administrator.is_active = False
    assert not world.administrator.has_perm("departments.change_organization")
    assert not AdministratorBackend().has_module_perms(world.administrator, "departments")


@pytest.mark.parametrize(
    ("app", "shown"), [("departments", True), ("tasks", True), ("progress", True), ("auth", False)]
)
def test_which_apps_an_administrator_sees(world, app, shown):
    assert world.administrator.has_module_perms(app) is shown
    assert not world.reviewer.has_module_perms(app)


@pytest.mark.parametrize(
    ("name", "staff"),
    [("administrator", True), ("reviewer", False), ("filer", False), ("nobody", False)],
)
def test_who_may_enter_the_administration(world, name, staff):
    assert person(world, name).is_staff is staff


# Objects: the figures of make_world, each with 16 quarters

SEEN = {
    # tasks, targets whose standings one sees, targets whose reports one sees
    "filer": (
        {1, 4, 8, 22, 27},
        {("1-1", None), ("4-1", None), ("8-1", "each"), ("22-1", None), ("27-0", None)},
    ),
    "colleague": (
        {1, 4, 8, 22, 27},
        {("1-1", None), ("4-1", None), ("8-1", "each"), ("22-1", None), ("27-0", None)},
    ),
    "county_filer": (
        {4, 8, 23},
        {("4-1", None), ("8-1", "宛城区"), ("23-1", None), ("23-2", "宛城区")},
    ),
    "nobody": (set(), set()),
}


def expanded(world: World, owners: set[tuple[str, str | None]]) -> set[tuple[str, str | None]]:
    each = {(code, one.name) for code, who in owners if who == "each" for one in world.counties}
    return {(code, who) for code, who in owners if who != "each"} | each


@pytest.mark.parametrize("name", SEEN)
def test_what_a_filer_sees(world, name):
    user = person(world, name)
    tasks, owners = SEEN[name]
    assert set(Task.objects.visible_to(user).values_list("number", flat=True)) == tasks
    found = Standing.objects.visible_to(user).values_list("target__code", "organization__name")
    assert set(found) == expanded(world, owners)


@pytest.mark.parametrize("name", ["reviewer", "inspector", "administrator"])
@pytest.mark.parametrize("model", [Task, Report, Standing])
def test_who_reads_all_sees_all(world, name, model):
    assert model.objects.visible_to(person(world, name)).count() == model.objects.count()


REPORTS = {
    "filer": {"1-1": 1, "4-1": 3, "8-1": 3, "22-1": 1, "27-0": 1},
    "county_filer": {"4-1": 1, "8-1": 1, "23-2": 1},
    "nobody": {},
}


@pytest.mark.parametrize(("name", "organizations"), REPORTS.items())
def test_which_reports_a_filer_sees(world, name, organizations):
    rows = Report.objects.visible_to(person(world, name)).filter(quarter=world.quarter("2024Q2"))
    codes = list(rows.values_list("target__code", flat=True))
    assert {code: codes.count(code) for code in codes} == organizations


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("filer", {"1-1", "22-1", "27-0"}),
        ("county_filer", {"4-1", "8-1", "23-2"}),
        ("colleague", set()),
        ("nobody", set()),
        ("reviewer", set()),
        ("administrator", set()),
    ],
)
def test_which_reports_one_files(world, name, codes):
    rows = Report.objects.of_filer(person(world, name))
    assert set(rows.values_list("target__code", flat=True)) == codes


ORGANIZATIONS = [
    ("filer", {"市教育局", "宛城区", "卧龙区", "南召县"}),
    ("county_filer", {"市教育局", "市人力资源和社会保障局", "宛城区"}),
    ("nobody", set()),
]


@pytest.mark.parametrize(("name", "names"), ORGANIZATIONS)
def test_whose_pages_a_filer_may_open(world, name, names):
    found = visible_organizations(person(world, name))
    assert set(found.values_list("name", flat=True)) == names


def test_a_partner_named_beside_one_is_visible(world):
    """Who shares a task reads the other units' names there, and may open what they link to."""
    partner = Organization.objects.create(name="市财政局", place=3)
    Responsibility.objects.create(
        task=world.targets["1-1"].task,
        role=Responsibility.SHARED,
        place=1,
        words="市财政局",
        organization=partner,
    )
    assert partner in visible_organizations(world.filer)
    assert partner not in visible_organizations(world.county_filer)


def test_a_reviewer_opens_every_organization(world):
    assert visible_organizations(world.reviewer).count() == Organization.objects.count()
