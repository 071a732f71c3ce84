"""In whose hands a report lay, from when to when. Pure: no Django, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Side(StrEnum):
    """Whose turn it is: of the organization that files, or of the bureau that reviews."""

    FILER = "filer"
    BUREAU = "bureau"


@dataclass(frozen=True)
class Handover:
    """From `on` onwards it is `side`'s turn; nobody's (None) once the report is accepted."""

    side: Side | None
    on: date


@dataclass(frozen=True)
class Spell:
    """One stretch of time in the same hands; `until` is None while it lasts."""

    side: Side
    since: date
    until: date | None = None


def spells(opens_on: date, handovers: Iterable[Handover]) -> list[Spell]:
    """Who held the report when, from the day on which its quarter was opened.

    What comes twice (a second submission on the same version) changes nothing.
    """
    return list(_spells(opens_on, handovers))


def _spells(opens_on: date, handovers: Iterable[Handover]) -> Iterator[Spell]:
    side: Side | None = Side.FILER
    since = opens_on
    for one in handovers:
        if one.side == side:
            continue
        on = max(since, one.on)  # handed in before filing opened, by an import
        if side is not None:
            yield Spell(side, since, on)
        side, since = one.side, on
    if side is not None:
        yield Spell(side, since)
