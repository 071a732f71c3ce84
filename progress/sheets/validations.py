"""What the program in which a template is filled in lets one type into which cell."""

from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nanyang_vet.kit.numbers import MAX_VALUE
from progress.forms import LONGEST
from progress.report_form import HUNDRED
from progress.sheets.columns import DONE, FIGURES, NOT_DONE, YES, is_choice
from tasks.models import Target


class Validations:
    """One rule of each kind, and the cells that it holds for."""

    def __init__(self) -> None:
        done = _choice([str(DONE), str(NOT_DONE)])
        self.rules = {
            "number": _number("decimal", str(MAX_VALUE), _("A number, nought or more.")),
            "whole": _number("whole", str(int(MAX_VALUE)), _("A whole number, nought or more.")),
            "percent": _number("decimal", str(HUNDRED), _("From 0 to 100, for example 35 or 35%.")),
            "done": done,
            "yes": _choice([str(YES)]),
            "words": _words(),
        }

    def add(self, cell: Cell, name: str, target: Target | None) -> None:
        """Put `cell`, of the column `name`, under the rule for it."""
        if target is not None:
            self.rules[_rule(name, target)].add(cell)

    def put_on(self, page: Worksheet) -> None:
        for rule in self.rules.values():
            if rule.sqref.ranges:
                page.add_data_validation(rule)


def _rule(name: str, target: Target) -> str:
    if name not in FIGURES:
        return "yes" if name == "not_applicable" else "words"
    if is_choice(name, target):
        return "done"
    if target.unit == "%" and not target.is_share:
        return "percent"
    return "whole" if target.is_whole and not target.is_share else "number"


def _number(kind: str, most: str, words: str) -> DataValidation:
    # A warning, not a stop: 7.2万 is understood too, which the program cannot know.
    rule = DataValidation(
        kind,
        operator="between",
        formula1="0",
        formula2=most,
        allow_blank=True,
        errorStyle="warning",
    )
    rule.error, rule.errorTitle = words, _("Please check")
    rule.prompt = words
    rule.showErrorMessage = rule.showInputMessage = True
    return rule


def _choice(words: list[str]) -> DataValidation:
    listed = ",".join(words)
    rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
    rule.error, rule.errorTitle = _("Choose from the list."), _("Please check")
    rule.showErrorMessage = True
    return rule


def _words() -> DataValidation:
    rule = DataValidation(
        "textLength", operator="lessThanOrEqual", formula1=str(LONGEST), allow_blank=True
    )
    rule.error = _("At most %(count)s characters.") % {"count": LONGEST}
    rule.errorTitle = _("Please check")
    rule.showErrorMessage = True
    return rule
