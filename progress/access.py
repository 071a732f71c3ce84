"""Which organizations' pages a person may open."""

from django.db.models import Q, QuerySet

from departments.models import Organization, User
from progress.models import Report, Standing
from tasks.models import Responsibility, Task


def visible_organizations(user: User) -> QuerySet[Organization]:
    """All for who reads all; else one's own, those named in one's tasks, those one reads of.

    What such a page shows is narrowed again: to the lights and reports that one may see.
    """
    everything = Organization.objects.all()
    if user.reads_all:
        return everything
    named = Responsibility.objects.filter(task__in=Task.objects.visible_to(user).values("pk"))
    return everything.filter(
        Q(pk=user.organization_id)
        | Q(pk__in=named.values("organization"))
        | Q(pk__in=Standing.objects.visible_to(user).values("organization"))
        | Q(pk__in=Report.objects.visible_to(user).values("organization"))
    )


def sees_all_of(task: Task, user: User) -> bool:
    """Whether every report of `task` is visible to this person, and not only an own one."""
    lead = task.lead
    return user.reads_all or (lead is not None and lead.pk == user.organization_id)
