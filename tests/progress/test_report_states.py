"""States x acts x roles of a report: the whole product, against a table written out.

To add an act: a function in ACTS, its states in LEADS_TO and its people in MAY.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from departments.models import User
from progress import filing, review
from progress.filing import Content, NotOpen, Stale, TaskClosed
from progress.models import Closure, Event, Report
from tests.progress.worlds import PASSWORD, TODAY, World, make_world

pytestmark = pytest.mark.django_db
STATES = Report.State.values
THREE = Content(value=Decimal(3))
LOCKED, COMING, TASK_CLOSED, OPEN = "quarter locked", "quarter not open", "task closed", "open"


@dataclass(frozen=True)
class Act:
    """An act on a report that somebody saw at `version`, as the views call it."""

    do: Callable[[Report, User, int], object]
    of_filers: bool


def _save(report: Report, user: User, version: int) -> object:
    return filing.save_draft(report=report, user=user, version=version, content=THREE)


def _submit(report: Report, user: User, version: int) -> object:
    return filing.submit(report=report, user=user, version=version)


def _withdraw(report: Report, user: User, version: int) -> object:
    return filing.withdraw(report=report, user=user, version=version)


def _accept(report: Report, user: User, version: int) -> object:
    return review.accept(report=report, user=user, version=version)


def _return(report: Report, user: User, version: int) -> object:
    return review.return_(report=report, user=user, version=version, reason="请核对")


def _reopen(report: Report, user: User, version: int) -> object:
    return review.reopen(report=report, user=user, version=version, reason="有误")


ACTS = {
    "save": Act(_save, of_filers=True),
    "submit": Act(_submit, of_filers=True),
    "withdraw": Act(_withdraw, of_filers=True),
    "accept": Act(_accept, of_filers=False),
    "return": Act(_return, of_filers=False),
    "reopen": Act(_reopen, of_filers=False),
}

# From which state an act leads to which one; every other pair is refused.
LEADS_TO = {
    ("unfiled", "save"): "draft",
    ("draft", "save"): "draft",
    ("returned", "save"): "returned",
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "withdraw"): "draft",
    ("submitted", "accept"): "accepted",
    ("submitted", "return"): "returned",
    ("accepted", "reopen"): "returned",
}

# Who does it. A filer of another unit is told that there is no such report, as the pages are.
MAY = {
    "save": {"filer"},
    "submit": {"filer"},
    "withdraw": {"filer"},
    "accept": {"reviewer"},
    "return": {"reviewer"},
    "reopen": {"reviewer"},
}
ROLES = ("filer", "other filer", "reviewer", "inspector", "administrator", "nobody")

# Which acts a circumstance leaves: reviewers settle what was filed for a task before it was closed.
LEFT = {
    OPEN: set(ACTS),
    LOCKED: set(),
    COMING: {"accept", "return", "reopen"},
    TASK_CLOSED: {"accept", "return", "reopen"},
}


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    world = make_world()
    User.objects.create_user("nobody", PASSWORD)
    return world


def person(world: World, role: str) -> User:
    return User.objects.get(username={"other filer": "county"}.get(role, role))


def arranged(world: World, state: str, circumstance: str) -> Report:
    """A report of 市教育局 in that state, and the circumstance around it."""
    quarter = "2024Q4" if circumstance == COMING else "2024Q3"
    report = world.report("1-1", quarter)
    report.state, report.value, report.version = state, Decimal(2), report.version + 1
    report.save()
    if circumstance == LOCKED:
        world.plan.quarters.update(is_locked=True)
    if circumstance == TASK_CLOSED:
        Closure.objects.create(
            task=report.target.task, state="granted", asked_by=world.filer, asked_at=timezone.now()
        )
    return report


def attempt(act: str, report: Report, user: User) -> str:
    """What comes of it: the new state, or the kind of refusal."""
    seen = Report.objects.for_page()
    try:
        if ACTS[act].of_filers:
            # The filing pages look among the reports of one's own organization.
            found = seen.of_filer(user).filter(pk=report.pk).first()
            if found is None:
                raise Http404
        else:
            found = seen.get(pk=report.pk)
        ACTS[act].do(found, user, report.version)
    except (PermissionDenied, Http404):
        return "not theirs"
    except TaskClosed:
        return "closed"
    except NotOpen:
        return "not open"
    except Stale:
        return "stale"
    return str(Report.objects.values_list("state", flat=True).get(pk=report.pk))


def expected(act: str, state: str, role: str, circumstance: str) -> str:
    if role not in MAY[act]:
        return "not theirs"
    if act in LEFT[circumstance]:
        return LEADS_TO.get((state, act), "stale")
    if not ACTS[act].of_filers:
        return "stale"
    return "closed" if circumstance == TASK_CLOSED else "not open"


@pytest.mark.parametrize(("act", "circumstance"), list(product(ACTS, LEFT)))
def test_every_state_by_every_role(world, act, circumstance):
    found, wanted = {}, {}
    people = {role: person(world, role) for role in ROLES}
    for state, role in product(STATES, ROLES):
        Closure.objects.all().delete()
        world.plan.quarters.update(is_locked=False)
        report = arranged(world, state, circumstance)
        Event.objects.all().delete()
        before = Report.objects.values().get(pk=report.pk)
        case = f"{state} by {role}"
        found[case] = attempt(act, report, people[role])
        wanted[case] = expected(act, state, role, circumstance)
        is_done = (state, act) in LEADS_TO and wanted[case] == LEADS_TO[state, act]
        assert Event.objects.count() == is_done, case
        assert (Report.objects.values().get(pk=report.pk) == before) is not is_done, case
    assert found == wanted
