"""Who leads a task, changed in /admin/: always exactly one, in whichever direction it moves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from progress import standings
from tasks.models import Responsibility, Target, Task
from tests.progress.worlds import TODAY, World, make_world
from tests.test_admin import sent_by_a_browser


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


def shared_task(world: World) -> Task:
    """Task 1, with a second unit that shares it."""
    task = world.targets["1-1"].task
    Responsibility.objects.create(
        task=task, role="shared", place=1, words=world.labour.name, organization=world.labour
    )
    return task


def send(client: Client, task: Task, *roles: str) -> Any:
    address = reverse("admin:tasks_task_change", args=[task.pk])
    sent = sent_by_a_browser(client, address)
    sent |= {f"responsibilities-{n}-role": role for n, role in enumerate(roles)}
    return client.post(address, sent)


def test_the_lead_moves_down_and_back_up(world, client):
    task = shared_task(world)
    assert send(client, task, "shared", "lead").status_code == 302
    assert Task.objects.with_responsibilities().get(pk=task.pk).lead == world.labour
    assert send(client, task, "lead", "shared").status_code == 302
    assert Task.objects.with_responsibilities().get(pk=task.pk).lead == world.education
    assert standings.differences(world.plan) == []


@pytest.mark.parametrize("roles", [("lead", "lead"), ("shared", "shared")])
def test_two_leads_or_none_are_refused(world, client, roles):
    task = shared_task(world)
    answer = send(client, task, *roles)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert Task.objects.with_responsibilities().get(pk=task.pk).lead == world.education


@pytest.mark.parametrize(
    ("deadline", "stored"), [("2025-12-31", True), ("2026-01-01", False), ("2021-12-31", False)]
)
def test_a_milestone_lies_within_the_plan_and_is_numbered(world, client, deadline, stored):
    task = world.targets["27-0"].task
    address = reverse("admin:tasks_task_change", args=[task.pk])
    sent = sent_by_a_browser(client, address)
    prefix = "targets-2"
    sent |= {
        f"{prefix}-TOTAL_FORMS": 1,
        f"{prefix}-0-measure": "出台办法",
        f"{prefix}-0-deadline": deadline,
        f"{prefix}-0-task": task.pk,
    }
    answer = client.post(address, sent)
    found = list(Target.objects.filter(task=task, kind="milestone").values_list("code", flat=True))
    assert (answer.status_code, found) == ((302, ["27-M1"]) if stored else (200, []))
