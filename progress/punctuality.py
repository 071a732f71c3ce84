"""How punctually an organization has filed (按时率), quarter by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from departments.models import Organization, User
from nanyang_vet.kit import clock
from progress.models import Event, Quarter, Report


@dataclass(frozen=True)
class Record:
    """One quarter's reports of an organization, or several quarters' together (quarter None)."""

    quarter: Quarter | None
    owed: int
    on_time: int
    late: int
    missing: int
    """Owed, due and not handed in."""
    returned: int
    """How often one of them was sent back."""

    @property
    def due(self) -> int:
        """What has been handed in or should have been."""
        return self.on_time + self.late + self.missing

    @property
    def share(self) -> Fraction | None:
        """The share of what was due that came in time; None where nothing was due."""
        return Fraction(self.on_time, self.due) if self.due else None


def records(organization: Organization, user: User, quarters: Iterable[Quarter]) -> list[Record]:
    """One for each of `quarters` in which something is owed or was filed: two queries."""
    by_pk = {one.pk: one for one in quarters}
    reports = Report.objects.visible_to(user).filter(organization=organization, quarter__in=by_pk)
    handed_in = Q(state__in=Report.HANDED_IN)
    missing = Q(state__in=Report.NOT_HANDED_IN, is_owed=True) & Report.past_due_on(clock.today())
    rows = (
        reports.order_by()
        .values_list("quarter")
        .annotate(
            owed=Count("pk", filter=Q(is_owed=True)),
            on_time=Count("pk", filter=handed_in & Q(was_late=False)),
            late=Count("pk", filter=handed_in & Q(was_late=True)),
            missing=Count("pk", filter=missing),
        )
    )
    sent_back = Event.objects.filter(act=Event.Act.RETURNED, report__in=reports.values("pk"))
    returned = dict(sent_back.order_by().values_list("report__quarter").annotate(count=Count("pk")))
    found = {
        pk: Record(by_pk[pk], owed, on_time, late, unfiled, returned.get(pk, 0))
        for pk, owed, on_time, late, unfiled in rows
    }
    return [found[pk] for pk in by_pk if pk in found and (found[pk].owed or found[pk].due)]


def together(found: Iterable[Record]) -> Record:
    """The sums of several quarters."""
    held = list(found)
    return Record(
        quarter=None,
        owed=sum(one.owed for one in held),
        on_time=sum(one.on_time for one in held),
        late=sum(one.late for one in held),
        missing=sum(one.missing for one in held),
        returned=sum(one.returned for one in held),
    )
