"""The call list (催办名单): whom to telephone, about what, worst first. Reads only.

For places where no message leaves the intranet, and for what messages did not achieve.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from departments.models import Organization, Role, User
from progress.judging import Light, Reason
from progress.lights import WORDS
from progress.models import Delivery, Notice, Report, Standing, Urge
from progress.plans import current_plan
from progress.reminding import DUE_STEPS
from tasks.models import Plan

CALLING_ROLES = (Role.REVIEWER, Role.INSPECTOR)
SOON = timedelta(days=max(DUE_STEPS))


class Codes(dict[str, list[str]]):
    """Codes of targets by what is said before them: mostly the quarter they are due for."""

    def add(self, one: Report | Standing | Urge, under: str = "") -> None:
        self.setdefault(under or one.quarter.code, []).append(one.target.code)

    @property
    def count(self) -> int:
        return sum(len(codes) for codes in self.values())


@dataclass
class Call:
    """One organization, what it owes, and how it was last reminded."""

    organization: Organization
    filers: list[User]
    overdue: Codes = field(default_factory=Codes)
    """Reports past their filing date."""
    due: Codes = field(default_factory=Codes)
    """Reports whose filing date is near."""
    returned: Codes = field(default_factory=Codes)
    red: Codes = field(default_factory=Codes)
    """Red targets by why they are: past their deadline, or behind."""
    unanswered: Codes = field(default_factory=Codes)
    days_late: int = 0
    """Of the report that has been overdue longest."""
    reminded_on: date | None = None
    sent: list[Delivery] = field(default_factory=list)
    """How the latest notice left the site."""
    troubled: list[Delivery] = field(default_factory=list)
    """Messages in doubt, or given up."""

    @property
    def outstanding(self) -> int:
        """How many of everything; what was returned is owed again, but may not be due yet."""
        lists = (self.overdue, self.due, self.returned, self.red, self.unanswered)
        return sum(one.count for one in lists)

    @property
    def contacts(self) -> str:
        return "、".join(str(one) for one in self.filers)

    @property
    def phones(self) -> str:
        return "、".join(dict.fromkeys(one.phone for one in self.filers if one.phone))

    @property
    def rank(self) -> tuple[int, int, int]:
        """Longest late first, then what is overdue, then everything."""
        return -self.days_late, -self.overdue.count, -self.outstanding


def call_list(day: date) -> list[Call]:
    """Every organization with something outstanding or with messages that did not arrive."""
    plan = current_plan()
    if plan is None:
        return []
    calls = {one.pk: Call(one, list(one.people.all())) for one in _organizations()}
    _add_reports(calls, plan, day)
    _add_targets(calls, plan, day)
    for urge in Urge.objects.unanswered().filter(quarter__plan=plan).for_page().order_by("pk"):
        calls[urge.organization_id].unanswered.add(urge)
    _add_reminders(calls)
    found = [one for one in calls.values() if one.outstanding or one.troubled]
    return sorted(found, key=lambda one: one.rank)


def _organizations() -> list[Organization]:
    """All of them with their filers, and the pk and the day of their latest notice."""
    filers = User.objects.filter(is_active=True, grants__role=Role.FILER)
    latest = Notice.objects.filter(organization=OuterRef("pk")).order_by("-day", "-pk")
    told = Organization.objects.annotate(
        latest_notice=Subquery(latest.values("pk")[:1]),
        latest_day=Subquery(latest.values("day")[:1]),
    )
    return list(told.prefetch_related(Prefetch("people", filers)))


def _add_reports(calls: dict[int, Call], plan: Plan, day: date) -> None:
    rows = Report.objects.not_handed_in().filter(
        quarter__plan=plan, quarter__opens_on__lte=day, quarter__is_locked=False
    )
    ordered = rows.select_related("target__task", "quarter").order_by(
        "quarter__ordinal", "target__task__number", "target__place"
    )
    for report in ordered:
        call, until = calls[report.organization_id], report.due_on
        if report.state == Report.State.RETURNED:
            call.returned.add(report)
        if report.is_owed and until < day:
            call.overdue.add(report)
            call.days_late = max(call.days_late, (day - until).days)
        elif report.is_owed and until <= day + SOON:
            call.due.add(report)


def _add_targets(calls: dict[int, Call], plan: Plan, day: date) -> None:
    """The red lights of the latest quarter that was due, as the lists open on it."""
    latest = plan.quarters.filter(due_on__lt=day).order_by("-ordinal")
    red = Standing.objects.filter(quarter=Subquery(latest.values("pk")[:1]), light=Light.RED)
    for standing in red.for_page().order_by("target__task__number", "target__place"):
        if standing.answerable is None:
            continue
        calls[standing.answerable.pk].red.add(standing, str(WORDS[Reason(standing.reason)]))


def _add_reminders(calls: dict[int, Call]) -> None:
    """How the latest notice of each went out, and every message that needs a person."""
    latest = {}
    for call in calls.values():
        told: Any = call.organization
        call.reminded_on = told.latest_day
        latest[told.latest_notice] = call
    sent = Delivery.objects.filter(state=Delivery.State.SENT, notice__in=latest.keys() - {None})
    for delivery in (Delivery.objects.settleable() | sent).for_page():
        if delivery.state == Delivery.State.SENT:
            latest[delivery.notice_id].sent.append(delivery)
        else:
            calls[delivery.notice.organization_id].troubled.append(delivery)
