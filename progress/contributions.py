"""What counties file toward targets that are judged for the whole city (rulings 2.6).

A contribution is not judged: it has a figure that counts, and a state for the quarter, but no
light of its own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import pgettext_lazy

from nanyang_vet.kit import clock
from progress.models import Quarter, Report, ReportQuerySet


class Filing(StrEnum):
    """How a contribution stands in a quarter."""

    ACCEPTED = "accepted"
    ACCEPTED_LATE = "accepted_late"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    OVERDUE = "overdue"
    TO_FILE = "to_file"
    NOT_OWED = "not_owed"


WORDS = {
    Filing.ACCEPTED: pgettext_lazy("contribution", "accepted"),
    Filing.ACCEPTED_LATE: pgettext_lazy("contribution", "accepted, filed late"),
    Filing.SUBMITTED: pgettext_lazy("contribution", "to review"),
    Filing.RETURNED: pgettext_lazy("contribution", "returned"),
    Filing.OVERDUE: pgettext_lazy("contribution", "not filed, overdue"),
    Filing.TO_FILE: pgettext_lazy("contribution", "to be filed"),
    Filing.NOT_OWED: pgettext_lazy("contribution", "not owed"),
}


@dataclass(frozen=True)
class Contribution:
    """`report` is the quarter's; `counted` the accepted one that the city's value holds, if any."""

    report: Report
    counted: Report | None

    @property
    def filing(self) -> Filing:
        """The state for the quarter. Overdue is what `Report.objects.overdue` lists."""
        report = self.report
        if report.state == Report.State.ACCEPTED:
            return Filing.ACCEPTED_LATE if report.is_late else Filing.ACCEPTED
        if report.state == Report.State.SUBMITTED:
            return Filing.SUBMITTED
        if not report.is_owed:
            return Filing.NOT_OWED
        if report.due_on < clock.today():
            return Filing.OVERDUE
        return Filing.RETURNED if report.state == Report.State.RETURNED else Filing.TO_FILE


def counted(reports: ReportQuerySet, quarter: Quarter, targets: Collection[int]) -> list[Report]:
    """Of each contributor's `reports` on `targets` the one that counts at the end of `quarter`.

    As `judging.add_up` chooses: the latest accepted one that says something, for yearly and
    standard targets within the quarter's year.
    """
    last = reports.filter(target__in=targets).latest_figures(quarter)
    return list(last.select_related("target", "organization", "quarter"))


def contribution_of(report: Report) -> Contribution:
    """`report` with what counts of its organization at the end of its quarter."""
    own = Report.objects.filter(organization=report.organization_id)
    found = counted(own, report.quarter, [report.target_id])
    return Contribution(report, found[0] if found else None)
