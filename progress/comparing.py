"""A report beside the last one handed in of the same duty: what is odd about it, in words."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanyang_vet.kit.numbers import show_number
from progress.doubts import Doubt, Filed, Finding, findings
from progress.judging import Kind
from progress.models import Report
from progress.wording import amount

WORDS = {
    Doubt.FELL: gettext_lazy(
        "The running total is smaller than last time: %(before)s in %(quarter)s, %(now)s now."
    ),
    Doubt.JUMPED: gettext_lazy(
        "Ten times last time's figure or more: %(before)s in %(quarter)s, %(now)s now. Is the "
        "unit right?"
    ),
    Doubt.DROPPED: gettext_lazy(
        "A tenth of last time's figure or less: %(before)s in %(quarter)s, %(now)s now. Is the "
        "unit right?"
    ),
    Doubt.NOUGHT: gettext_lazy("Nought now, and last time it was not: %(before)s in %(quarter)s."),
    Doubt.UNDONE: gettext_lazy("Not done now, and reported as done in %(quarter)s."),
}
REPEATED = ("done", "problems", "next_steps")
PART_FELL = gettext_lazy(
    "The numerator is smaller than last time: %(before)s in %(quarter)s, %(now)s now."
)
"""Of a share's parts only the numerator runs on, and it is no running total of anything."""


NAMES_TIME_OR_NUMBER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿两年季月周日]")


def repeats_words(given: Mapping[str, object], last: Report | None) -> bool:
    """Whether a sentence of `given` is the last report's own, with its times and numbers in it.

    “无” may be repeated for ever; “截至2024年第2季度末” may not. `given`: words by field name.
    """
    if last is None:
        return False
    same = [given.get(name) for name in REPEATED if given.get(name) == getattr(last, name)]
    return any(NAMES_TIME_OR_NUMBER.search(str(words or "")) for words in same)


def last_filed(report: Report) -> Report | None:
    """The latest earlier report of the same duty that was handed in."""
    same = Report.objects.filter(target=report.target_id, organization=report.organization_id)
    return same.filed_before(report.quarter).for_page().last()


def doubts_about(report: Report, last: Report | None) -> list[str]:
    """What is odd about `report` beside `last`, a sentence each. Empty where nothing is."""
    if last is None or report.not_applicable or last.not_applicable:
        return []
    target = report.target
    found = findings(Kind(target.kind), _filed(report), _filed(last), in_pieces=_in_pieces(report))
    return [_in_words(one, report, last) for one in found]


def _in_pieces(report: Report) -> bool:
    """Whether small changes of it say nothing; a share's parts may be money as well."""
    target = report.target
    return target.is_whole or (target.unit == "%" and not target.is_share)


def _filed(report: Report) -> Filed:
    return Filed(report.quarter.year, report.value, report.numerator, report.denominator)


def _in_words(finding: Finding, report: Report, last: Report) -> str:
    shares = {"numerator": _("Numerator"), "denominator": _("Denominator")}
    label = shares.get(finding.part, "")

    def shown(number: object) -> str:
        return show_number(number) if label else amount(number, report.target)  # type: ignore[arg-type]

    told = {
        "before": shown(finding.before),
        "now": shown(finding.now),
        "quarter": last.quarter,
    }
    if label and finding.doubt == Doubt.FELL:
        return str(PART_FELL) % told
    text = str(WORDS[finding.doubt]) % told
    return f"{label}{_(': ')}{text}" if label else text
