"""The columns of the filing sheet. Their headings say which is which, wherever they stand."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from progress.models import Report
from progress.report_form import ReportForm
from tasks.models import Target

SHEET = _("Filing sheet")
FIRST_ROW = 4
KEY_SHEET = "_key"
YES, NO = _("yes"), _("no")
DONE, NOT_DONE = _("done"), _("not yet done")


@dataclass(frozen=True)
class Column:
    """`name` is the form's field where the column is filled in."""

    name: str
    heading: Any
    width: int
    is_typed: bool = True


COLUMNS = (
    Column("code", _("Code"), 8, is_typed=False),
    Column("measure", _("Target"), 20, is_typed=False),
    Column("required", _("Required"), 14, is_typed=False),
    Column("last", _("Last time, ours"), 13, is_typed=False),
    Column("state", _("State"), 9, is_typed=False),
    Column("how", _("How to fill in"), 25, is_typed=False),
    Column("unit", _("Unit"), 9, is_typed=False),
    Column("value", _("Value"), 11),
    Column("numerator", _("Numerator"), 10),
    Column("denominator", _("Denominator"), 10),
    Column("not_applicable", _("Not applicable to us"), 10),
    Column("not_applicable_why", _("Why not applicable"), 15),
    Column("done", _("Progress made"), 26),
    Column("problems", _("Problems"), 20),
    Column("next_steps", _("Next steps"), 20),
)
BY_NAME = {column.name: column for column in COLUMNS}
TYPED = tuple(column.name for column in COLUMNS if column.is_typed)
READ = ("code", "measure", *TYPED)
"""The columns without which a sheet cannot be read; the others only inform."""
FIGURES = ("value", "numerator", "denominator")


def plain(text: str) -> str:
    """`text` for comparing: full-width forms narrowed, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def in_every_language(text: Any) -> set[str]:
    """`text` as the site may have written it: who fills in may not be who downloaded."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(plain(str(text)))
    return found


@cache
def headings() -> dict[str, str]:
    """Which column a heading means, in any language."""
    return {words: one.name for one in COLUMNS for words in in_every_language(one.heading)}


@cache
def words_of_choices() -> dict[str, dict[str, str]]:
    """What the form calls the words of the drop-downs."""
    done = dict.fromkeys(in_every_language(DONE), "1")
    done |= dict.fromkeys(in_every_language(NOT_DONE), "0")
    applicable = dict.fromkeys(in_every_language(YES), "on") | dict.fromkeys(
        in_every_language(NO), ""
    )
    return {"value": done, "not_applicable": applicable}


def fields_of(report: Report) -> set[str]:
    """Which of the columns this report's target is filed in."""
    form = ReportForm(report)
    return {name for name in TYPED if name in form.fields}


def is_choice(name: str, target: Target) -> bool:
    """Whether the cell is a drop-down."""
    return name == "not_applicable" or (name == "value" and target.kind == Target.Kind.MILESTONE)
