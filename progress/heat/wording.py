"""What a cell of the heat map says: briefly on the page, in full in the download."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.contributions import WORDS, Contribution
from progress.judging import Reason
from progress.lights import sign
from progress.models import Report, Standing
from progress.wording import amount, figure
from tasks.models import Target

TEN_THOUSAND = Decimal(10_000)


def brief(number: Decimal | None, target: Target) -> str:
    """`number` as a narrow cell has room for it: 300万, 62.5%, 3. Cut, never rounded up.

    Its unit stands in the head of the column. Empty where there is no number or a word says all.
    """
    if number is None or target.kind == Target.Kind.MILESTONE:
        return ""
    if number >= TEN_THOUSAND:
        return _("%(number)s×10⁴") % {"number": show_number(number / TEN_THOUSAND, 2)}
    return show_number(number, 2) + ("%" if target.unit == "%" else "")


def brief_figure(report: Report | None) -> str:
    """As `brief`, of what a contribution says; a dash where nothing counts."""
    if report is None:
        return "—"
    if report.not_applicable:
        return _("not applicable")
    if not report.target.is_share:
        return brief(report.value, report.target)
    if not report.denominator or report.numerator is None:
        return "—"
    return show_number(report.numerator * 100 / report.denominator, 2) + "%"


def is_near(standing: Standing, as_of: date) -> bool:
    """Whether a cell says "due soon" beside its light; not beside "overdue", which is past it."""
    return standing.reason != Reason.OVERDUE and standing.is_due_soon(as_of)


def full(cell: Standing | Contribution | None, as_of: date) -> str:
    """A cell in the download: the light in words and the exact amount, each on its line.

    `as_of` is the day that "due soon" counts from.
    """
    if cell is None:
        return ""
    if isinstance(cell, Contribution):
        counted = figure(cell.counted) if cell.counted else "—"
        return f"{counted}\n{WORDS[cell.filing]}"
    lines = [str(sign(cell.light, cell.reason))]
    if cell.actual is not None:
        lines.append(amount(cell.actual, cell.target))
    if is_near(cell, as_of):
        lines.append(str(_("due soon")))
    return "\n".join(lines)
