"""What was reported, how every target stands, and what was done about it."""

from progress.models.acknowledgements import Acknowledgement, AcknowledgementQuerySet
from progress.models.checkpoint_changes import CheckpointChange
from progress.models.closures import Closure, ClosureQuerySet
from progress.models.evidence import Evidence, EvidenceQuerySet
from progress.models.extensions import Deadlines, Extension, ExtensionQuerySet
from progress.models.outlooks import Outlook
from progress.models.quarters import Quarter, QuarterQuerySet
from progress.models.reports import Event, Report, ReportQuerySet
from progress.models.scoring import Matter, Objection, ObjectionQuerySet, ScoreRule
from progress.models.standings import Standing, StandingQuerySet
from progress.models.urges import Reply, Urge, UrgeQuerySet

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "CheckpointChange",
    "Closure",
    "ClosureQuerySet",
    "Deadlines",
    "Event",
    "Evidence",
    "EvidenceQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Matter",
    "Objection",
    "ObjectionQuerySet",
    "Outlook",
    "Quarter",
    "QuarterQuerySet",
    "Reply",
    "Report",
    "ReportQuerySet",
    "ScoreRule",
    "Standing",
    "StandingQuerySet",
    "Urge",
    "UrgeQuerySet",
]
