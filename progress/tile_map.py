"""The counties as tiles in their rough position (方块地图): a schematic drawing, no borders.

The layout is data: fixtures/tile-map.json.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from departments.models import Organization
from progress.heat.wording import brief
from progress.judging import Light, Reason
from progress.models import Standing
from progress.overview import Tally

LAYOUT = settings.BASE_DIR / "fixtures" / "tile-map.json"
LAST_LINE = 12
"""The last row and column that the style sheet knows."""

Place = tuple[int, int]
"""Row and column, from the north-west (1, 1)."""


@dataclass(frozen=True)
class Tile:
    """One organization: the light shown, and its counts or its value. No light: nothing judged."""

    organization: Organization
    light: Light | None
    reason: Reason | None
    tally: Tally | None = None
    value: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class TileMap:
    """`placed` from the north-west on, line by line; `unplaced` are not in the layout."""

    placed: list[Tile]
    unplaced: list[Tile]

    @property
    def tiles(self) -> list[Tile]:
        return [*self.placed, *self.unplaced]


def tile_map(tallies: Iterable[Tally]) -> TileMap:
    """Each county in the worst light of what it answers for."""
    tiles = []
    for tally in tallies:
        if tally.organization is None:
            continue
        light, reason = worst_of(tally) or (None, None)
        place = place_of(tally.organization)
        tiles.append(Tile(tally.organization, light, reason, tally=tally, place=place))
    return _arranged(tiles)


def target_tile_map(standings: Iterable[Standing]) -> TileMap:
    """Each county in the light of one target, with the value that it has reached."""
    return _arranged(
        Tile(
            one.organization,
            Light(one.light),
            Reason(one.reason),
            value=brief(one.actual, one.target),
            place=place_of(one.organization),
        )
        for one in standings
        if one.organization is not None
    )


def worst_of(tally: Tally) -> tuple[Light, Reason] | None:
    """The worst light counted, in the order of `overview.worst_first`. None: nothing is judged."""
    silent_in_red = (
        tally.lights[Light.RED] - tally.reasons[Reason.OVERDUE] - tally.reasons[Reason.FAR_BEHIND]
    )
    counts = [
        (Light.RED, Reason.OVERDUE, tally.reasons[Reason.OVERDUE]),
        (Light.RED, Reason.FAR_BEHIND, tally.reasons[Reason.FAR_BEHIND]),
        (Light.RED, Reason.NO_DATA, silent_in_red),
        (Light.YELLOW, Reason.LAGGING, tally.reasons[Reason.LAGGING]),
        (Light.GREEN, Reason.ON_PACE, tally.reasons[Reason.ON_PACE]),
        (Light.GREY, Reason.NO_DATA, tally.reasons[Reason.NO_DATA] - silent_in_red),
        (Light.BLUE, Reason.MET, tally.reasons[Reason.MET]),
        (Light.GREY, Reason.NOT_APPLICABLE, tally.reasons[Reason.NOT_APPLICABLE]),
    ]
    return next(((light, reason) for light, reason, count in counts if count), None)


def place_of(organization: Organization) -> Place | None:
    """Where the layout puts it: by its division code, else by its name."""
    places = layout()
    return places.get(organization.adcode or "") or places.get(organization.name)


@lru_cache(maxsize=1)
def layout() -> dict[str, Place]:
    """The places by division code and by name."""
    tiles = json.loads(LAYOUT.read_text(encoding="utf-8"))["tiles"]
    return {
        key: (one["row"], one["column"])
        for one in tiles
        for key in (one["adcode"], one["name"])
        if key
    }


def _arranged(tiles: Iterable[Tile]) -> TileMap:
    """Two tiles are never on one place: the second one counts as not placed."""
    placed: dict[Place, Tile] = {}
    unplaced = []
    for tile in tiles:
        if tile.place is None or tile.place in placed:
            unplaced.append(tile)
        else:
            placed[tile.place] = tile
    in_order = [placed[place] for place in sorted(placed)]
    return TileMap(in_order, sorted(unplaced, key=lambda one: one.organization.place))
