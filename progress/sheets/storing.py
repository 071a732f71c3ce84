"""The confirmed rows of an upload into drafts: all of them or none."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import User
from progress import filing
from progress.models import Quarter, Report
from progress.sheets.checking import Entry, bound_form, moved_on
from progress.sheets.faults import UploadRefused, refused


@dataclass
class Stored:
    saved: int = 0
    submitted: int = 0
    unexplained: list[str] = field(default_factory=list)
    """Codes of rows left as drafts because a sentence must say why the figure is as it is."""
    without_evidence: list[str] = field(default_factory=list)
    """Codes of rows left as drafts because evidence is added on the page of the report."""


def carried(entries: list[Entry]) -> list[list[Any]]:
    """What `store` needs of each row, as plain values."""
    return [[entry.report.pk, entry.version, entry.texts] for entry in entries]


@transaction.atomic
def store(*, rows: list[list[Any]], user: User, quarter: Quarter, submits: bool) -> Stored:
    """Save every row as a draft; with `submits`, hand in those that have a figure.

    Raises UploadRefused when a report has moved on since the preview, and has then written nothing.
    """
    reports = Report.objects.of_filer(user).filter(quarter=quarter).for_page()
    found = reports.in_bulk([row[0] for row in rows])
    stored = Stored()
    for pk, version, texts in rows:
        if pk not in found:
            raise _refused(None)
        _store_row(found[pk], version, texts, user, submits, stored)
    return stored


def _store_row(
    report: Report, version: int, texts: dict[str, str], user: User, submits: bool, stored: Stored
) -> None:
    form = bound_form(report, version, texts)
    if not form.is_valid():
        raise _refused(report)
    entry = Entry(report, version, texts, form.content())
    try:
        if entry.changes:
            saved = filing.save_draft(
                report=report, user=user, version=version, content=entry.content
            )
            version = saved.version
            stored.saved += 1
        else:
            version = report.version
        if submits and entry.is_complete:
            filing.submit(report=report, user=user, version=version)
            stored.submitted += 1
    except filing.EvidenceMissing:
        stored.without_evidence.append(report.target.code)
    except filing.ExplanationMissing:
        stored.unexplained.append(report.target.code)
    except (filing.Stale, filing.NotOpen, filing.Incomplete) as error:
        raise _refused(Report.objects.for_page().get(pk=report.pk)) from error


def _refused(report: Report | None) -> UploadRefused:
    if report is None:
        return refused(
            _("A target of this file is no longer yours to file. Download the template again."),
            is_conflict=True,
        )
    return refused(f"{report.target.code}: {moved_on(report)}", is_conflict=True)
