"""Keeping quarters, duties and standings in step with what was ordered."""

from django.db import transaction

from progress import acknowledging, duties, standings
from tasks.models import Plan


@transaction.atomic
def bring_up_to_date(**_signal: object) -> None:
    """After master data changed: make missing quarters and duties, and judge anew."""
    for plan in Plan.objects.order_by("pk"):
        standings.lock(plan)
        duties.open_quarters(plan)
        duties.sync(plan)
        acknowledging.sync(plan)
        standings.rebuild(plan)


def current_plan(name: str = "") -> Plan | None:
    """The plan of that name; without a name, the latest one that is shown."""
    plans = Plan.objects.all()
    return (plans.filter(name=name) if name else plans.filter(is_shown=True)).first()
