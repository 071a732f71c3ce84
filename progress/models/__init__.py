"""What was reported, how every target stands, and what was done about it."""

from progress.models.acknowledgements import Acknowledgement, AcknowledgementQuerySet
from progress.models.calendar import SpecialDay
from progress.models.checkpoint_changes import CheckpointChange
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
from progress.models.outlooks import Outlook
from progress.models.phrases import Phrase, PhraseQuerySet
from progress.models.quarter_acts import QuarterAct
from progress.models.quarters import Quarter, QuarterQuerySet
from progress.models.reports import Event, EventQuerySet, Report, ReportQuerySet
from progress.models.saved_views import SavedView
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
    "Delivery",
    "DeliveryQuerySet",
    "Event",
    "EventQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Matter",
    "Notice",
    "NoticeQuerySet",
    "NoticeRead",
    "Objection",
    "ObjectionQuerySet",
    "Outlook",
    "Phrase",
    "PhraseQuerySet",
    "Quarter",
    "QuarterAct",
    "QuarterQuerySet",
    "Reply",
    "Report",
    "ReportQuerySet",
    "SavedView",
    "ScoreRule",
    "SpecialDay",
    "Standing",
    "StandingQuerySet",
    "Urge",
    "UrgeQuerySet",
]
