"""The writes of evidence (佐证材料): add files to a report, take one off it.

A file is written before its row, and flushed to the disk; so a crash leaves at most a file that no
row knows, and never a row without its file. What is taken off is marked, not deleted: the file
stays with the row, for its event in the history speaks of it and a reviewer may have relied on it.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, F, Value, When

from departments.models import Role, User
from nanyang_vet.kit import clock
from nanyang_vet.kit.file_kinds import FileKind, NotTaken, kind_of
from progress.filing import NotOpen, hold, record
from progress.models import Event, Evidence, Quarter, Report

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 20
LONGEST_NAME = 255

TOO_LARGE, TOO_MANY, TWICE = "too_large", "too_many", "twice"


@dataclass(frozen=True)
class Refusal:
    """Why one file is not taken: a `file_kinds.Fault`, or TOO_LARGE, TOO_MANY or TWICE."""

    name: str
    fault: str
    found: FileKind | None = None


class FilesRefused(Exception):
    """Some files are not taken, and so none is; each fault is named."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(", ".join(f"{one.name}: {one.fault}" for one in refusals))
        self.refusals = list(refusals)


def add_evidence(*, report: Report, user: User, upload: UploadedFile) -> Evidence:
    """Put one file on `report`; as `add_files`."""
    return add_files(report=report, user=user, uploads=[upload])[0]


def add_files(*, report: Report, user: User, uploads: Sequence[UploadedFile]) -> list[Evidence]:
    """Put files on `report`, all of them or none. An unfiled report becomes a draft.

    The report's version stays: what its organization is typing meanwhile is not made stale by it.
    Raises FilesRefused; PermissionDenied for who does not file it; NotOpen when it is handed in
    or its quarter is not open.
    """
    _check_may_write(report, user)
    if not report.is_editable:
        raise NotOpen
    rows = _examined(report, user, uploads)
    paths: list[Path] = []
    try:
        for row, upload in zip(rows, uploads, strict=True):
            row.file.save(row.name, upload, save=False)
            paths.append(Path(row.file.path))
            _flush(paths[-1])
        return _store(report, user, rows)
    except (OperationalError, InterfaceError):
        raise  # The commit may have come through all the same: rather a file too many.
    except Exception:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


@transaction.atomic
def remove_evidence(*, evidence: Evidence, user: User) -> Evidence:
    """Take `evidence` off its report; a second time changes nothing. Raises as `add_files`."""
    report = evidence.report
    _check_may_write(report, user)
    _hold(report)
    mark = {"removed_at": clock.now(), "removed_by": user}
    if Evidence.objects.in_force().filter(pk=evidence.pk).update(**mark):
        record(report, Event.Act.DETACHED, user, changes=_said(evidence, added=False))
    evidence.refresh_from_db()
    return evidence


def clean_name(name: str) -> str:
    """The last part of `name`, without what cannot be seen (line ends, marks that turn text)."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in last if one.isprintable()).strip()
    stem, dot, extension = shown.rpartition(".")
    if len(shown) <= LONGEST_NAME or not dot:
        return shown[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(extension) - 1] + dot + extension


def _check_may_write(report: Report, user: User) -> None:
    own = report.organization_id == user.organization_id
    if not own or not user.has_role(Role.FILER):
        raise PermissionDenied


def _examined(report: Report, user: User, uploads: Sequence[UploadedFile]) -> list[Evidence]:
    """A row for each upload, unsaved and without its file. Raises FilesRefused."""
    rows: list[Evidence] = []
    refusals: list[Refusal] = []
    for upload in uploads:
        name = clean_name(upload.name or "")
        size = upload.size or 0
        if size > MAX_BYTES:
            refusals.append(Refusal(name, TOO_LARGE))
            continue
        try:
            kind = kind_of(name, cast(BinaryIO, upload.file))
        except NotTaken as why:
            refusals.append(Refusal(name, why.fault, why.found))
            continue
        rows.append(
            Evidence(
                report=report,
                name=name,
                kind=kind.value,
                size=size,
                sha256=_digest(upload),
                added_at=clock.now(),
                added_by=user,
            )
        )
    refusals += _surplus(report, rows)
    if refusals:
        raise FilesRefused(refusals)
    return rows


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _surplus(report: Report, rows: Sequence[Evidence]) -> Iterator[Refusal]:
    """Those that the report has already, or that would be more than it may have."""
    held = set(report.evidence.in_force().values_list("sha256", flat=True))
    for row in rows:
        if row.sha256 in held:
            yield Refusal(row.name, TWICE)
        elif len(held) >= MAX_FILES:
            yield Refusal(row.name, TOO_MANY)
        held.add(row.sha256)


@transaction.atomic
def _store(report: Report, user: User, rows: list[Evidence]) -> list[Evidence]:
    _hold(report)
    refusals = list(_surplus(report, rows))  # again: somebody may have added while we wrote
    if refusals:
        raise FilesRefused(refusals)
    for row in rows:
        row.save(force_insert=True)
        record(report, Event.Act.ATTACHED, user, changes=_said(row, added=True))
    return rows


def _hold(report: Report) -> None:
    """Lock `report` while it may be written on: in an allowed state, its quarter open.

    An unfiled one becomes a draft, which no reloaded list sweeps away. Raises NotOpen.
    """
    hold(report)
    state = Report.State
    draft = Case(When(state=state.UNFILED, then=Value(state.DRAFT)), default=F("state"))
    open_quarters = Quarter.objects.open_for_filing(clock.today())
    changed = Report.objects.filter(
        pk=report.pk, state__in=Report.NOT_HANDED_IN, quarter__in=open_quarters
    ).update(state=draft)
    if changed != 1:
        raise NotOpen


def _said(evidence: Evidence, *, added: bool) -> dict[str, list[str]]:
    """What the event keeps: the file's name, and the digest that tells which file it was."""
    now = {"evidence": evidence.name, "sha256": evidence.sha256}
    return {name: ["", text] if added else [text, ""] for name, text in now.items()}


def _flush(path: Path) -> None:
    """To the disk, not only to the system's memory: what was acknowledged is stored."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
