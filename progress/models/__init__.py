"""What was reported, how every target stands, and what was done about it."""

from progress.models.acknowledgements import Acknowledgement, AcknowledgementQuerySet
from progress.models.closures import Closure, ClosureQuerySet
from progress.models.evidence import Evidence, EvidenceQuerySet
from progress.models.extensions import Deadlines, Extension, ExtensionQuerySet
from progress.models.notices import (
    Delivery,
    DeliveryQuerySet,
    Notice,
    NoticeQuerySet,
    NoticeRead,
)
from progress.models.quarters import Quarter, QuarterQuerySet
from progress.models.reports import Event, Report, ReportQuerySet
from progress.models.standings import Standing, StandingQuerySet
from progress.models.urges import Reply, Urge, UrgeQuerySet

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Closure",
    "ClosureQuerySet",
    "Deadlines",
    "Delivery",
    "DeliveryQuerySet",
    "Event",
    "Evidence",
    "EvidenceQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Notice",
    "NoticeQuerySet",
    "NoticeRead",
    "Quarter",
    "QuarterQuerySet",
    "Reply",
    "Report",
    "ReportQuerySet",
    "Standing",
    "StandingQuerySet",
    "Urge",
    "UrgeQuerySet",
]
