"""The heat map as a workbook: the rows, columns and cells of the page."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nanyang_vet.kit.workbook import Sheet
from progress.heat.matrix import Column, HeatMap
from progress.heat.summaries import clauses
from progress.heat.wording import full
from progress.judging import Light
from progress.lights import FILLS, sign
from progress.models import Standing
from progress.wording import amount


def heat_sheet(heat_map: HeatMap, title: str, note: str, as_of: date) -> Sheet:
    """`as_of` is the day that "due soon" counts from."""
    fills: dict[str, str] = {}
    rows: list[list[Any]] = []
    for row in heat_map.rows:
        texts = [full(cell, as_of) for cell in row.cells]
        for cell, text in zip(row.cells, texts, strict=True):
            if isinstance(cell, Standing):
                fills[text] = FILLS[Light(cell.light)]
        rows.append([str(row.organization), *texts])
    if rows:
        rows.append([_("All told"), *[summary(one) for one in heat_map.columns]])
    head = [_("County"), *[_head(one) for one in heat_map.columns]]
    return Sheet(title, title, head, rows, note, fills, fixed_columns=1)


def _head(column: Column) -> str:
    """The target with its unit; of a collected one also the city's light."""
    target = column.target
    named = f"{target.code} {target.measure}"
    if target.unit:
        named += f"（{target.unit}）"
    if column.city is None:
        return named
    light = sign(column.city.light, column.city.reason)
    return f"{named}\n{_('the whole city')}：{light} {amount(column.city.actual, target)}"


def summary(column: Column) -> str:
    return "；".join(one.plain for one in clauses(column))
