"""What was reported, and how every target stands."""

from progress.models.evidence import Evidence, EvidenceQuerySet
from progress.models.quarters import Quarter, QuarterQuerySet
from progress.models.reports import Event, Report, ReportQuerySet
from progress.models.standings import Standing, StandingQuerySet

__all__ = [
    "Event",
    "Evidence",
    "EvidenceQuerySet",
    "Quarter",
    "QuarterQuerySet",
    "Report",
    "ReportQuerySet",
    "Standing",
    "StandingQuerySet",
]
