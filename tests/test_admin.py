"""Master data in /admin/: who may edit them, what is read-only, and that an edit is judged."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Group, Organization, Role, RoleGrant, User
from progress import standings
from progress.models import Acknowledgement, Phrase, Quarter, Report, SpecialDay, Standing
from tasks.models import Checkpoint, Plan, Responsibility, Target, Task
from tests.progress.worlds import PASSWORD, TODAY, World, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    return logged_in(world.administrator)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def object_of(world: World, model: str) -> Any:
    """One object of the model."""
    return {
        "departments_group": world.county_group,
        "departments_organization": world.counties[0],
        "departments_user": world.filer,
        "progress_phrase": Phrase.objects.get_or_create(text="请附合同。")[0],
        "progress_specialday": SpecialDay.objects.get_or_create(day=TODAY, name="公休")[0],
        "tasks_plan": world.plan,
        "tasks_target": world.targets["1-1"],
        "tasks_task": world.targets["1-1"].task,
    }[model]


MODELS = [
    "departments_group",
    "departments_organization",
    "departments_user",
    "progress_phrase",
    "progress_specialday",
    "tasks_plan",
    "tasks_target",
    "tasks_task",
]


def change_address(world: World, model: str) -> str:
    return reverse(f"admin:{model}_change", args=[object_of(world, model).pk])


def sent_by_a_browser(client: Client, address: str) -> dict[str, Any]:
    """The fields of the page as they are, the forms of its tables included."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            if bound.field.disabled:
                continue
            value = bound.value()
            if isinstance(value, list | tuple | set):
                sent[bound.html_name] = [getattr(one, "pk", one) for one in value]
            elif value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


def save(client: Client, address: str, **changed: Any) -> Any:
    """Send the page with some fields changed; `__` in a name stands for the dash of a prefix."""
    sent = sent_by_a_browser(client, address)
    sent |= {name.replace("__", "-"): value for name, value in changed.items()}
    answer = client.post(address, sent)
    if answer.status_code == 200:
        context = answer.context
        raise AssertionError([context["errors"], sent])
    return answer


# Who

PAGES = ["changelist", "add", "change", "history", "delete"]
NOT_ADDED = {("progress_quarter", "add"), ("progress_quarter", "delete")}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("model", MODELS)
def test_an_administrator_opens_every_page_and_others_none(world, client, model, page):
    with_key = page in {"change", "history", "delete"}
    address = reverse(
        f"admin:{model}_{page}", args=[object_of(world, model).pk] if with_key else []
    )
    expected = 403 if (model, page) in NOT_ADDED else 200
    assert client.get(address).status_code == expected
    for user in (world.filer, world.county_filer, world.reviewer, world.inspector):
        answer = logged_in(user).get(address)
        assert answer.status_code == 302
        assert reverse("admin:login") in answer["Location"]


@pytest.mark.parametrize("model", MODELS)
def test_nobody_else_saves(world, client, model):
    address = change_address(world, model)
    sent = sent_by_a_browser(client, address)
    for user in (world.filer, world.reviewer, world.inspector):
        answer = logged_in(user).post(address, sent | {"name": "改名", "username": "x"})
        assert answer.status_code == 302
        assert reverse("admin:login") in answer["Location"]
    assert not Organization.objects.filter(name="改名").exists()
    assert not Plan.objects.filter(name="改名").exists()


@pytest.mark.parametrize("model", MODELS)
def test_saving_a_page_unchanged_changes_nothing(world, client, model):
    tables = (Organization, Group, User, Quarter, Plan, Task, Target, Responsibility, Standing)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    save(client, change_address(world, model))
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


@pytest.mark.parametrize("words", ["宛城", "%", "'"])
@pytest.mark.parametrize("model", MODELS)
def test_searching_breaks_nothing(client, model, words):
    answer = client.get(reverse(f"admin:{model}_changelist"), {"q": words})
    assert answer.status_code in {200, 302}


# What is read-only


def test_the_official_words_are_read_only(world, client):
    task = world.targets["1-1"].task
    before = (task.text, task.units_text)
    save(client, change_address(world, "tasks_task"), text="改写", units_text="某局")
    task.refresh_from_db()
    assert (task.text, task.units_text) == before
    target = world.targets["1-1"]
    save(client, change_address(world, "tasks_target"), phrase="改写", start=0, end=1)
    phrase = Target.objects.values_list("phrase", "start", "end").get(pk=target.pk)
    assert phrase == (target.phrase, target.start, target.end)


@pytest.mark.parametrize("model", ["report", "standing", "event"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_what_was_reported_is_not_in_the_administration(client, model, page):
    assert client.get(f"/admin/progress/{model}/").status_code == 404
    assert client.get(f"/admin/progress/{model}/add/").status_code == 404


# An edit is judged at once


def light(world: World, code: str, quarter: str = "2024Q2") -> str:
    return world.standing(code, quarter).light


def test_an_earlier_deadline_is_judged_at_once(world, client):
    world.accepted("1-1", "2024Q2", value=Decimal(4))
    assert light(world, "1-1") == "green"
    save(client, change_address(world, "tasks_target"), deadline="2024-03-31")
    assert light(world, "1-1") == "red"
    assert standings.differences(world.plan) == []


def test_a_checkpoint_is_judged_at_once(world, client):
    world.accepted("1-1", "2024Q2", value=Decimal(4))
    row = {"TOTAL_FORMS": 1, "0__year": 2024, "0__quarter": 2, "0__value": 8}
    row["0__target"] = world.targets["1-1"].pk
    fields = {f"checkpoints__{name}": value for name, value in row.items()}
    save(client, change_address(world, "tasks_target"), **fields)
    assert Checkpoint.objects.count() == 1
    assert light(world, "1-1") == "red"
    assert standings.differences(world.plan) == []


def test_a_threshold_is_judged_at_once(world, client):
    world.accepted("1-1", "2024Q2", value=Decimal(3))
    assert light(world, "1-1") == "yellow"
    save(client, change_address(world, "tasks_plan"), lagging_share="0.90")
    assert light(world, "1-1") == "red"
    assert standings.differences(world.plan) == []


def test_a_new_lead_takes_over_at_once(world, client):
    save(
        client,
        change_address(world, "tasks_task"),
        responsibilities__0__organization=world.labour.pk,
    )
    rows = Report.objects.filter(target=world.targets["1-1"])
    assert set(rows.values_list("organization", flat=True)) == {world.labour.pk}
    assert standings.differences(world.plan) == []


def test_a_new_member_owes_at_once_and_a_former_one_no_more(world, client):
    address = change_address(world, "departments_group")
    first, *others = world.counties
    save(client, address, members=[one.pk for one in others])
    assert not Report.objects.filter(organization=first).exists()
    assert not Standing.objects.filter(organization=first).exists()
    save(client, address, members=[one.pk for one in world.counties])
    assert Report.objects.filter(organization=first).exists()
    assert standings.differences(world.plan) == []


def test_a_target_without_reports_can_be_deleted_and_its_lights_go(world, client):
    target = world.targets["22-1"]
    Report.objects.filter(target=target).delete()
    address = reverse("admin:tasks_target_delete", args=[target.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Target.objects.filter(pk=target.pk).exists()
    assert not Standing.objects.filter(target=target.pk).exists()
    assert standings.differences(world.plan) == []


def test_a_quarter_is_looked_at_and_not_changed(world, client):
    """Locking and moving are named acts of a reviewer, on the quarter's own page."""
    address = reverse("admin:progress_quarter_change", args=[world.quarter("2024Q3").pk])
    assert client.get(address).status_code == 200
    sent = {"is_locked": "on", "opens_on": "2024-10-01", "due_on": "2024-10-31"}
    assert client.post(address, sent).status_code == 403
    quarter = world.quarter("2024Q3")
    assert (quarter.is_locked, quarter.due_on) == (False, datetime.date(2024, 10, 15))


def test_an_entered_holiday_moves_the_limits_that_still_run(world, client):
    before = set(Acknowledgement.objects.values_list("due_on", flat=True))
    sent = {"day": "2024-10-11", "name": "临时放假"}
    assert client.post(reverse("admin:progress_specialday_add"), sent).status_code == 302
    after = set(Acknowledgement.objects.values_list("due_on", flat=True))
    assert (before, after) == ({datetime.date(2024, 10, 18)}, {datetime.date(2024, 10, 21)})


def test_usual_reasons_are_edited_and_taken_off_the_list(client):
    sent = {"text": "请附合同。", "place": "1", "is_offered": "on"}
    assert client.post(reverse("admin:progress_phrase_add"), sent).status_code == 302
    phrase = Phrase.objects.offered().get(text="请附合同。")
    del sent["is_offered"]
    client.post(reverse("admin:progress_phrase_change", args=[phrase.pk]), sent)
    assert not Phrase.objects.offered().filter(pk=phrase.pk).exists()


# People


def test_an_account_with_its_role(world, client):
    answer = client.post(
        reverse("admin:departments_user_add"),
        {
            "username": "zhang",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "name": "张三",
            "organization": world.counties[0].pk,
            "phone": "",
            "email": "",
            "is_superuser": "on",
            "grants-TOTAL_FORMS": 1,
            "grants-INITIAL_FORMS": 0,
            "grants-0-role": Role.FILER,
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    user = User.objects.get(username="zhang")
    assert user.roles == {Role.FILER}
    assert (user.organization, user.is_superuser) == (world.counties[0], False)
    assert Client().login(username="zhang", password=PASSWORD)


def test_nobody_is_made_a_superuser_by_a_field(world, client):
    address = change_address(world, "departments_user")
    save(client, address, is_superuser="on", is_staff="on", user_permissions="1", groups="1")
    user = User.objects.get(pk=world.filer.pk)
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.user_permissions.exists()


def test_a_granted_role_opens_at_once(world, client):
    filer = logged_in(world.filer)
    assert filer.get(reverse("queue")).status_code == 403
    RoleGrant.objects.create(user=world.filer, role=Role.REVIEWER)
    assert filer.get(reverse("queue")).status_code == 200


def test_who_is_switched_off_is_out_at_once(world, client):
    filer = logged_in(world.filer)
    assert filer.get(reverse("home")).status_code == 200
    address = change_address(world, "departments_user")
    sent = sent_by_a_browser(client, address)
    sent.pop("is_active")
    assert client.post(address, sent).status_code == 302
    assert filer.get(reverse("home")).status_code == 302
    assert not Client().login(username="filer", password=PASSWORD)
