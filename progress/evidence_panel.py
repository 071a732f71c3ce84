"""What a report's page shows of its evidence: each file, and where else the same file serves."""

from collections import defaultdict
from dataclasses import dataclass

from departments.models import User
from progress.evidence import MAX_BYTES, MAX_FILES
from progress.models import Evidence, Report

MOST_SHOWN = 5


@dataclass(frozen=True)
class Item:
    """One file; `elsewhere` has one entry for each other report with the very same file."""

    evidence: Evidence
    elsewhere: list[Evidence]

    @property
    def shown(self) -> list[Evidence]:
        return self.elsewhere[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.elsewhere) - len(self.shown)


@dataclass(frozen=True)
class Panel:
    items: list[Item]
    removed: list[Evidence]
    can_change: bool
    most_files: int = MAX_FILES
    megabytes: int = MAX_BYTES // (1024 * 1024)


def panel_of(report: Report, user: User, *, can_change: bool) -> Panel:
    """Two queries, however many files; one where there are none.

    Who may not see the other report is not told of it.
    """
    people = ("added_by", "removed_by")
    found = list(report.evidence.visible_to(user).select_related(*people))
    held = [one for one in found if one.removed_at is None]
    elsewhere = _elsewhere(report, user, held) if held else {}
    return Panel(
        items=[Item(one, elsewhere.get(one.sha256, [])) for one in held],
        removed=[one for one in found if one.removed_at is not None],
        can_change=can_change,
    )


def _elsewhere(report: Report, user: User, held: list[Evidence]) -> dict[str, list[Evidence]]:
    same = Evidence.objects.visible_to(user).same_elsewhere(report, {one.sha256 for one in held})
    by_digest: dict[str, list[Evidence]] = defaultdict(list)
    where = ("report__target__task", "report__organization", "report__quarter")
    for one in same.select_related(*where).order_by("-added_at", "-pk"):
        by_digest[one.sha256].append(one)
    return by_digest
