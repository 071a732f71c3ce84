"""Prints how every target stood at the end of a quarter."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.lights import sign
from progress.management.arguments import add_plan, plan_named, quarter_coded
from progress.models import Quarter, Standing
from progress.models.standings import IN_LIST_ORDER


class Command(BaseCommand):
    help = "Print the standing of every target at the end of a quarter, as a table or as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quarter", required=True, help="a code such as 2023Q2")
        add_plan(parser, "the latest plan")
        parser.add_argument("--json", action="store_true", help="a list of objects instead")

    def handle(self, *args: Any, **options: Any) -> None:
        quarter = quarter_coded(plan_named(options["plan"]), options["quarter"])
        standings = _standings(quarter)
        if options["json"]:
            rows = [_as_json(one, quarter) for one in standings]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(aligned(_head(), [_as_text(one) for one in standings]))


def _standings(quarter: Quarter) -> list[Standing]:
    """All of the quarter, in the order of the list, a target's counties in theirs."""
    return list(
        Standing.objects.filter(quarter=quarter)
        .select_related("target", "organization")
        .order_by(*IN_LIST_ORDER)
    )


def _as_json(standing: Standing, quarter: Quarter) -> dict[str, Any]:
    """`organization` is null for the whole city, `actual` where nothing was accepted."""
    return {
        "target": standing.target.code,
        "organization": standing.organization.name if standing.organization else None,
        "quarter": quarter.code,
        "actual": plain(standing.actual),
        "expected": plain(standing.expected),
        "required": plain(standing.required),
        "light": standing.light,
        "reason": standing.reason,
        "missing": standing.missing,
    }


def plain(number: Decimal | None) -> int | float | None:
    """`number` for JSON: stored ones have at most 15 digits, which a float prints unchanged."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _head() -> list[str]:
    return [
        _("Target"),
        _("Judged for"),
        _("Actual"),
        _("Expected by now"),
        _("Required"),
        _("Light"),
        _("Missing"),
    ]


def _as_text(standing: Standing) -> list[str]:
    owner = standing.organization
    return [
        standing.target.code,
        owner.name if owner else _("the whole city"),
        show_number(standing.actual, 2) or "—",
        show_number(standing.expected, 2),
        show_number(standing.required, 2),
        str(sign(standing.light, standing.reason)),
        "、".join(standing.missing),
    ]


NUMBERS = range(2, 5)
"""The columns that are set to the right."""


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """`rows` under `head` in columns as wide as their widest cell; a Chinese character is two."""
    table = [head, *rows]
    widths = [max(_width(row[column]) for row in table) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in table)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if column in NUMBERS else cell + blanks)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
