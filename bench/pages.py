"""What a page costs with many reports filed, against the same page with hardly any."""

from decimal import Decimal
from functools import partial
from http import HTTPStatus
from io import StringIO

from django.core.management import call_command
from django.test import Client

from bench.timing import best_of
from departments.models import Role, RoleGrant, User
from progress import standings
from progress.models import Report
from progress.plans import current_plan

PAGES = ["/", "/tasks/", "/standings/", "/reports/", "/counties/", "/departments/"]


def measure() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_task_list", "fixtures/task-list.txt", verbosity=0, stdout=StringIO())
    user = User.objects.create_user("bench", None)
    RoleGrant.objects.create(user=user, role=Role.REVIEWER)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    few = _times(client)
    filed = Report.objects.filter(target__kind="total").update(state="accepted", value=Decimal(1))
    plan = current_plan()
    if plan is not None:
        standings.rebuild(plan)
    many = _times(client)
    for page in PAGES:
        ratio = many[page] / few[page]
        print(f"{page:<14} {filed} reports filed: {ratio:.2f} x the time with none")


def _times(client: Client) -> dict[str, float]:
    return {page: best_of(partial(_get, client, page)) for page in PAGES}


def _get(client: Client, page: str) -> None:
    status = client.get(page).status_code
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{page} answered {status}")
