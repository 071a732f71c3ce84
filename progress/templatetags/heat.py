"""The cells of the heat map and the tiles of the map of counties."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from progress.contributions import WORDS as FILING_WORDS
from progress.contributions import Contribution
from progress.heat.matrix import Cell, Column, owner_of
from progress.heat.summaries import Clause, Figure, clauses
from progress.heat.wording import brief, brief_figure, is_near
from progress.judging import Light, Reason
from progress.lights import LIGHT_WORDS, SYMBOLS, WORDS
from progress.models import Standing
from progress.tile_map import Tile, TileMap

register = template.Library()

FROM_THE_WORST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY, Light.BLUE)


@register.simple_tag
def heat_cell(cell: Cell | None, as_of: date) -> SafeString:
    """One cell, with what is in it as a link that opens its reason."""
    if cell is None:
        return format_html(
            '<td class="heat-none"><span aria-hidden="true">·</span>'
            '<span class="visually-hidden">{}</span></td>',
            _("has no part in it"),
        )
    if isinstance(cell, Contribution):
        return _part_cell(cell)
    return format_html(
        '<td class="heat heat-{0}"><a class="why" href="{1}" hx-get="{1}" hx-target="#why-body" '
        'title="{2}"><span class="heat-word"><span aria-hidden="true">{3}</span> {4}</span>'
        ' <span class="heat-figure">{5}{6}</span></a></td>',
        cell.light,
        address_of(cell),
        f"{cell.organization} · {cell.target}",
        SYMBOLS[Light(cell.light)],
        WORDS[Reason(cell.reason)],
        brief(cell.actual, cell.target),
        _due_soon(cell, as_of),
    )


def _due_soon(cell: Standing, as_of: date) -> SafeString:
    if not is_near(cell, as_of):
        return SafeString("")
    return format_html(' <span class="heat-soon">{}</span>', _("due soon"))


def _part_cell(cell: Contribution) -> SafeString:
    return format_html(
        '<td class="heat heat-part part-{0}"><a class="why" href="{1}" hx-get="{1}" '
        'hx-target="#why-body" title="{2}"><span class="heat-figure">{3}</span> '
        '<span class="heat-state">{4}</span></a></td>',
        cell.filing,
        address_of(cell),
        f"{cell.report.organization} · {cell.report.target}",
        brief_figure(cell.counted),
        FILING_WORDS[cell.filing],
    )


def address_of(cell: Cell) -> str:
    """Where its reason is told."""
    if isinstance(cell, Contribution):
        return reverse("contribution", args=[cell.report.pk])
    return reverse("why", args=[cell.pk])


@register.simple_tag
def figure_link(figure: Figure, quarter: str) -> SafeString:
    """A number that opens exactly the rows that it counts."""
    asked = urlencode({"quarter": quarter, **figure.asked})
    return format_html('<a href="{}?{}">{}</a>', reverse(figure.page), asked, figure.count)


@register.simple_tag
def heat_summary(column: Column, quarter: str) -> SafeString:
    """The whole sentence about a column."""
    return format_html_join("；", "{}", ((_linked(one, quarter),) for one in clauses(column)))


@register.simple_tag
def heat_total(column: Column, quarter: str) -> SafeString:
    """The first clause of it as a fraction, for the head of the column: 13/17."""
    figures = clauses(column)[0].figures
    total, part = figures["total"], figures.get("met") or figures["accepted"]
    return format_html("{}/{}", figure_link(part, quarter), figure_link(total, quarter))


def _linked(clause: Clause, quarter: str) -> SafeString:
    links: Mapping[str, SafeString] = {
        name: figure_link(one, quarter) for name, one in clause.figures.items()
    }
    return format_html(clause.words, names=_names(clause), **links)


def _names(clause: Clause) -> SafeString:
    return format_html_join(
        "、",
        '<a class="why" href="{0}" hx-get="{0}" hx-target="#why-body">{1}</a>',
        ((address_of(one), owner_of(one)) for one in clause.cells),
    )


@register.simple_tag
def tile_counts(lights: Mapping[str, int]) -> SafeString:
    """How many of each light, as narrow as a tile: ■ 1 ▲ 2. The word is read aloud."""
    return format_html_join(
        " ",
        '<span class="tile-count"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span>{}</span>',
        ((SYMBOLS[one], LIGHT_WORDS[one], lights[one]) for one in FROM_THE_WORST if lights[one]),
    )


@register.simple_tag
def tile_sign(tile: Tile) -> SafeString:
    """The symbol and the word of a tile's light."""
    if tile.light is None or tile.reason is None:
        return format_html('<span class="heat-word">{}</span>', _("no target"))
    return format_html(
        '<span class="heat-word"><span aria-hidden="true">{}</span> {}</span>',
        SYMBOLS[tile.light],
        WORDS[tile.reason],
    )


@register.simple_tag
def filing(contribution: Contribution) -> str:
    """How a contribution stands in its quarter."""
    return str(FILING_WORDS[contribution.filing])


@register.simple_tag
def tile_key(tiles: TileMap) -> list[tuple[str, int]]:
    """Each light and how many counties are in it, the worst first."""
    counts = Counter(one.light for one in tiles.tiles)
    return [(light.value, counts[light]) for light in FROM_THE_WORST]
