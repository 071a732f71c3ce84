"""What was reported, and how every target stands."""

from progress.models.quarters import Quarter, QuarterQuerySet
from progress.models.reports import Event, Report, ReportQuerySet
from progress.models.standings import Standing, StandingQuerySet

__all__ = [
    "Event",
    "Quarter",
    "QuarterQuerySet",
    "Report",
    "ReportQuerySet",
    "Standing",
    "StandingQuerySet",
]
