"""The demonstration into the database: only onto reports that nobody has touched yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from departments.demonstration import make_demo_accounts
from departments.loading import ensure_register
from departments.models import Group, Organization, User
from nanyang_vet.kit import clock
from progress import notifying, standings
from progress.demo.follow_up import follow_up
from progress.demo.words import LABEL
from progress.demo.writing import Writer, moment
from progress.models import Event, QuarterAct, Report
from tasks.loading import load_task_list
from tasks.models import Plan

TASK_LIST = settings.BASE_DIR / "fixtures" / "task-list.txt"
MEMBERS = {
    "职业院校": [
        "河南工业职业技术学院",
        "南阳农业职业学院",
        "南阳职业技术学院",
        "南阳科技职业学院",
        "南阳第二中等职业学校",
        "南阳第五中等职业学校",
    ],
    "中职学校": [
        "南阳第二中等职业学校",
        "南阳第五中等职业学校",
        "南阳中医药学校",
        "南阳体校",
        "南阳艺校",
    ],
}
"""The other groups stay empty: a page must say that their members are not yet named."""

OPEN_STILL = 4
"""How many quarters stay open after they were due."""
WRITTEN = (
    *Report.FIGURES,
    *Report.WORDS,
    "state",
    "version",
    "submitted_at",
    "decided_at",
    "redo_by",
    "was_late",
)


class NotADemonstration(Exception):
    """This installation is a real one (setting DEMO)."""


@dataclass(frozen=True)
class Shown:
    """What the demonstration consists of."""

    plan: Plan
    tasks: int
    reports: int
    """Reports written this time; 0 when it was loaded before."""


@transaction.atomic
def load_demonstration(task_list: Path = TASK_LIST) -> Shown:
    """The task list, the accounts, and made-up progress through the business date.

    Loading it again adds nothing and takes nothing back. Raises NotADemonstration where DEMO is
    not set: a real installation gets no accounts and no figures from here.
    """
    if not settings.DEMO:
        raise NotADemonstration
    ensure_register()
    _name_members()
    plan, reading = load_task_list(task_list.read_text(encoding="utf-8"))
    people = make_demo_accounts()
    count = _file_reports(plan, people)
    # Only into the inboxes: nothing that was made up may leave the site.
    theirs = {one.organization_id for one in people.values() if one.organization_id}
    notifying.make(day=clock.today(), organizations=theirs, are_sent=False)
    return Shown(plan=plan, tasks=len(reading.tasks), reports=count)


def _name_members() -> None:
    for name, members in MEMBERS.items():
        group, _created = Group.objects.get_or_create(name=name)
        if not group.members.exists():
            group.members.set(Organization.objects.filter(name__in=members))


def _file_reports(plan: Plan, people: dict[str, User]) -> int:
    """Write on every untouched report that the demonstration has something to say of."""
    writer = Writer(plan, people)
    for report in _untouched(plan):
        writer.write(report)
    # The rows exist: the insert ends as an update, many times faster than bulk_update.
    Report.objects.bulk_create(
        writer.reports,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
        batch_size=1000,
    )
    Event.objects.bulk_create(writer.events, batch_size=1000)
    if writer.reports:
        _lock_old_quarters(writer)
        standings.rebuild(plan)
        follow_up(plan, people)
    return len(writer.reports)


def _lock_old_quarters(writer: Writer) -> None:
    """All but the last four that are due: by the reviewer, some weeks after each was due."""
    last = writer.closed - OPEN_STILL
    old = list(writer.plan.quarters.filter(ordinal__lte=last, is_locked=False, acts=None))
    QuarterAct.objects.bulk_create(
        QuarterAct(
            quarter=one,
            act=QuarterAct.Act.LOCKED,
            reason=LABEL + "本季度数据已汇总上报，予以锁定。",
            by=writer.reviewer,
            at=moment(one.due_on + timedelta(days=30), 17),
        )
        for one in old
    )
    writer.plan.quarters.filter(pk__in=[one.pk for one in old]).update(is_locked=True)


def _untouched(plan: Plan) -> Iterator[Report]:
    """In the order of time. What was reopened or drafted by a visitor has a version, and stays."""
    reports = Report.objects.filter(
        quarter__plan=plan,
        quarter__opens_on__lte=clock.today(),
        quarter__is_locked=False,
        state=Report.State.UNFILED,
        version=0,
    )
    return (
        reports.select_related("organization", "quarter")
        .order_by("quarter__ordinal", "target", "organization")
        .iterator(chunk_size=2000)
    )
