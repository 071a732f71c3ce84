"""The reports of a Material: what was accepted, what is not filed, what came late."""

from collections.abc import Sequence

from django.db.models import Prefetch

from departments.models import User
from nanyang_vet.kit import clock
from progress.inspection.material import EvidenceLine, LateLine, ReportLine, UnfiledLine
from progress.models import Event, Evidence, Quarter, Report, ReportQuerySet
from progress.models.standings import IN_LIST_ORDER


def accepted(user: User, quarter: Quarter) -> tuple[ReportLine, ...]:
    """The accepted ones up to `quarter`, each with who sent and who decided it last."""
    seen = _up_to(user, quarter)
    counted = set(seen.latest_figures(quarter).values_list("pk", flat=True))
    in_force = Prefetch("evidence", Evidence.objects.in_force())
    rows = list(seen.accepted().for_page().prefetch_related(in_force).order_by(*_IN_ORDER))
    hands = _hands(rows)
    return tuple(_report(one, counted, hands) for one in rows)


_IN_ORDER = (*IN_LIST_ORDER, "quarter__ordinal")
Hands = dict[tuple[int, str], str]


def _up_to(user: User, quarter: Quarter) -> ReportQuerySet:
    return Report.objects.visible_to(user).filter(
        quarter__plan=quarter.plan_id, quarter__ordinal__lte=quarter.ordinal
    )


def _hands(reports: Sequence[Report]) -> Hands:
    """Who did it last: by report and act."""
    acts = (Event.Act.SUBMITTED, Event.Act.ACCEPTED, Event.Act.IMPORTED)
    events = (
        Event.objects.filter(report__in=[one.pk for one in reports], act__in=acts)
        .exclude(by=None)
        .order_by("pk")
        .values_list("report", "act", "by__name", "by__username")
    )
    return {(report, act): name or account for report, act, name, account in events}


def _report(one: Report, counted: set[int], hands: Hands) -> ReportLine:
    return ReportLine(
        quarter=one.quarter.code,
        target=one.target.code,
        organization=one.organization.name,
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        not_applicable=one.not_applicable,
        not_applicable_why=one.not_applicable_why,
        done=one.done,
        problems=one.problems,
        next_steps=one.next_steps,
        explanation=one.explanation,
        submitted_at=clock.local(one.submitted_at),
        submitted_by=hands.get((one.pk, "submitted")) or hands.get((one.pk, "imported"), ""),
        decided_at=clock.local(one.decided_at),
        decided_by=hands.get((one.pk, "accepted"), ""),
        was_late=one.was_late,
        counts=one.pk in counted,
        evidence=tuple(
            EvidenceLine(file.pk, file.name, file.kind, file.size, file.sha256)
            for file in one.evidence.all()
        ),
    )


def unfiled(user: User, quarter: Quarter) -> tuple[UnfiledLine, ...]:
    rows = _up_to(user, quarter).overdue(clock.today()).for_page().order_by(*_IN_ORDER)
    return tuple(
        UnfiledLine(
            quarter=one.quarter.code,
            target=one.target.code,
            organization=one.organization.name,
            state=one.state,
            due_on=one.due_on,
            days=one.days_late,
        )
        for one in rows
    )


def late(user: User, quarter: Quarter) -> tuple[LateLine, ...]:
    rows = _up_to(user, quarter).filter(was_late=True, state__in=Report.HANDED_IN)
    return tuple(
        LateLine(
            quarter=one.quarter.code,
            target=one.target.code,
            organization=one.organization.name,
            due_on=one.due_on,
            submitted_at=clock.local(one.submitted_at),
        )
        for one in rows.for_page().order_by(*_IN_ORDER)
    )
