"""The requests of a Material: for later deadlines, and to close tasks."""

from departments.models import User
from nanyang_vet.kit import clock
from progress.inspection.material import ClosureLine, ExtensionLine
from progress.models import Closure, Extension
from tasks.models import Plan


def extensions(user: User, plan: Plan) -> tuple[ExtensionLine, ...]:
    rows = Extension.objects.visible_to(user).filter(target__task__plan=plan)
    return tuple(
        ExtensionLine(
            target=one.target.code,
            organization=one.organization.name if one.organization else None,
            since=one.since,
            until=one.until,
            reason=one.reason,
            state=one.state,
            asked_at=clock.local(one.asked_at),
            asked_by=str(one.asked_by),
            decided_at=clock.local(one.decided_at),
            decided_by=str(one.decided_by or ""),
            decision=one.decision,
        )
        for one in rows.for_page().order_by("asked_at", "pk")
    )


def closures(user: User, plan: Plan) -> tuple[ClosureLine, ...]:
    rows = Closure.objects.visible_to(user).filter(task__plan=plan)
    return tuple(
        ClosureLine(
            task=one.task.number,
            state=one.state,
            reason=one.reason,
            asked_at=clock.local(one.asked_at),
            asked_by=str(one.asked_by),
            decided_at=clock.local(one.decided_at),
            decided_by=str(one.decided_by or ""),
            decision=one.decision,
            is_late=one.is_late,
            reopened_at=clock.local(one.reopened_at),
            reopening=one.reopening,
        )
        for one in rows.for_page().order_by("asked_at", "pk")
    )
