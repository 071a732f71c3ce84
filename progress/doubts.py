"""What is odd about a figure beside the last one handed in. Pure: no Django, no clock.

A doubt is a question and no wall: with a sentence that explains it, the figure goes through.

* A running total does not fall: `total` and `completion`, the numerator of a share, and within
  one year `yearly`.
* Ten times as much as last time or more, or a tenth or less, is often a unit mistaken (万). Of
  what is counted in pieces or in percent a change of less than ten says nothing: from 1 school to
  10 is growth, and from 2 to 20 is asked about.
* Nought where there was something before.
* A milestone that was done and is no longer.

What begins anew each year (`yearly`, `standard`) is in a new year only asked whether it jumped.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from progress.judging import EVERY_YEAR, Kind

TENFOLD = 10
FEW = 10
"""Pieces, or points of a percentage: smaller changes are neither a jump nor a drop."""
RUNNING = frozenset({Kind.TOTAL, Kind.COMPLETION, Kind.YEARLY})
PARTS = ("value", "numerator", "denominator")


class Doubt(StrEnum):
    FELL = "fell"
    JUMPED = "jumped"
    DROPPED = "dropped"
    NOUGHT = "nought"
    UNDONE = "undone"


@dataclass(frozen=True)
class Filed:
    """What was filed in a year: a value, or a share's two parts."""

    year: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Finding:
    """One doubt about one part of the figure."""

    doubt: Doubt
    part: str
    before: Decimal
    now: Decimal


def findings(kind: Kind, now: Filed, before: Filed, *, in_pieces: bool) -> list[Finding]:
    """Every doubt about `now`, at most one a part. `in_pieces`: so counted, or in percent."""
    begins_anew = kind in EVERY_YEAR and now.year != before.year
    found = []
    for part in PARTS:
        new, old = getattr(now, part), getattr(before, part)
        if new is None or old is None or old <= 0:
            continue
        runs = part == "numerator" or (part == "value" and kind in RUNNING)
        if kind == Kind.MILESTONE:
            doubt = Doubt.UNDONE if new < old else None
        else:
            doubt = _jump(new, old, in_pieces) or (
                None if begins_anew else _fall(new, old, runs, in_pieces)
            )
        if doubt is not None:
            found.append(Finding(doubt, part, old, new))
    return found


def _jump(new: Decimal, old: Decimal, in_pieces: bool) -> Doubt | None:
    if new < old * TENFOLD or (in_pieces and new - old < FEW):
        return None
    return Doubt.JUMPED


def _fall(new: Decimal, old: Decimal, runs: bool, in_pieces: bool) -> Doubt | None:
    if new == 0:
        return Doubt.NOUGHT
    if new * TENFOLD <= old and not (in_pieces and old - new < FEW):
        return Doubt.DROPPED
    return Doubt.FELL if runs and new < old else None
