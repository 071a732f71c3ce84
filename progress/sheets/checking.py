"""What an uploaded template would change, and everything that is wrong with it. Writes nothing."""

import copy
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from departments.models import User
from progress.filing import Content, changes_between, content_of
from progress.models import Quarter, Report
from progress.report_form import ReportForm
from progress.sheets.book import as_written
from progress.sheets.columns import BY_NAME
from progress.sheets.faults import Fault, refused
from progress.sheets.keys import Key, read_key
from progress.sheets.reading import Reading, Row
from progress.sheets.typed import typed_in


@dataclass(frozen=True)
class Entry:
    """One row, understood: what the form was told, and what that means for its report."""

    report: Report
    version: int
    texts: dict[str, str]
    content: Content

    @property
    def changes(self) -> dict[str, list[object]]:
        return changes_between(content_of(self.report), self.content)

    @property
    def is_complete(self) -> bool:
        """Whether there is a figure that could be handed in."""
        filed = copy.copy(self.report)
        for name, value in asdict(self.content).items():
            setattr(filed, name, value)
        return filed.has_figure and self.report.state in Report.NOT_HANDED_IN


@dataclass
class Checked:
    """The rows that are sound, and the faults of the others. With a fault nothing is stored."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Report] = field(default_factory=list)
    """Reports of the template whose rows the file no longer has: they stay as they are."""
    is_stale: bool = False


def check(reading: Reading, user: User, quarter: Quarter) -> Checked:
    """Judge every row. Raises UploadRefused for a template that is not this person's."""
    key = checked_key(reading.key, user, quarter)
    reports = Report.objects.of_filer(user).filter(quarter=quarter, pk__in=key.versions)
    found = {report.target.code: report for report in reports.for_page()}
    checked = Checked(faults=list(reading.faults))
    seen: dict[str, int] = {}
    for row in reading.rows:
        _check_row(reading, row, key, found, seen, checked)
    checked.left_out = [report for code, report in found.items() if code not in seen]
    checked.faults.sort()
    return checked


def checked_key(signed: str, user: User, quarter: Quarter) -> Key:
    """The template's key, if it is for this organization and this quarter."""
    key = read_key(signed)
    if not quarter.is_open:
        words = _("%(quarter)s is closed for filing. Nothing was changed.")
        raise refused(words % {"quarter": quarter}, is_conflict=True)
    if key is None:
        words = _(
            "This is not a template of this site, or its hidden sheet was changed. Download the"
            " template again and copy your figures into it."
        )
        raise refused(words)
    if key.organization != user.organization_id:
        words = _(
            "This template is another organization's. Download the one of %(organization)s under"
            " “My filing”."
        )
        raise refused(words % {"organization": user.organization}, is_conflict=True)
    if key.quarter != quarter.pk:
        other = Quarter.objects.filter(pk=key.quarter).first()
        words = _(
            "This template is for %(theirs)s, and you are filing %(ours)s. Choose its quarter above"
            " “My filing”, or download the template for this one."
        )
        raise refused(words % {"theirs": other or "?", "ours": quarter}, is_conflict=True)
    return key


def _check_row(
    reading: Reading,
    row: Row,
    key: Key,
    found: dict[str, Report],
    seen: dict[str, int],
    checked: Checked,
) -> None:
    code = row.text("code")
    report = found.get(code)
    if report is None or code in seen or not _is_same_target(row, report):
        words = _what_is_wrong(code, report, seen.get(code))
        checked.faults.append(reading.fault(row.number, "code", words))
        return
    seen[code] = row.number
    texts, faults = typed_in(row, report)
    version = key.versions[report.pk]
    form = bound_form(report, version, texts)
    faults = dict(_form_faults(form)) | faults
    if faults:
        checked.faults += [reading.fault(row.number, name, faults[name]) for name in faults]
        return
    entry = Entry(report, version, texts, form.content())
    if entry.changes and (version != report.version or not report.is_editable):
        checked.is_stale = True
        checked.faults.append(reading.fault(row.number, "", moved_on(report)))
    checked.entries.append(entry)


def _what_is_wrong(code: str, report: Report | None, earlier: int | None) -> str:
    if not code:
        return _("The row has no code. Fill in the template's own rows only.")
    if report is None:
        words = _(
            "“%(code)s” is not in this template. Do not change the codes; download the template"
            " again if a target is missing."
        )
    elif earlier:
        words = _("“%(code)s” stands in row %(earlier)s already. Keep one of the two rows.")
    else:
        words = _(
            "“%(code)s” and the target beside it do not belong together. Sort whole rows only, or"
            " download the template again."
        )
    return words % {"code": code[:20], "earlier": earlier}


def _is_same_target(row: Row, report: Report) -> bool:
    """Whether the words beside the code are still those of its target: sorting may part them."""
    wanted = as_written(report.target.measure).strip()
    return as_written(row.text("measure")).strip() == wanted


def bound_form(report: Report, version: int, texts: dict[str, str]) -> ReportForm:
    """The filing form as if somebody had typed the row into it.

    A sheet has no column for the explanation of a doubtful figure: what stands there, stays.
    """
    sent = texts | {"version": str(version), "explanation": report.explanation}
    return ReportForm(report, {f"r{report.pk}-{name}": text for name, text in sent.items()})


def _form_faults(form: ReportForm) -> Iterator[tuple[str, str]]:
    for name, messages in form.errors.items():
        known = name if name in BY_NAME else ""
        yield known, " ".join(str(message) for message in messages)


def moved_on(report: Report) -> str:
    """Who has changed the report since the template was downloaded, and what to do now."""
    last = report.events.select_related("by").last()
    words = _(
        "%(who)s has changed this report since you downloaded the template (%(state)s). Download"
        " it again, and enter only what is to be changed."
    )
    who = str(last.by) if last and last.by else _("somebody")
    return words % {"who": who, "state": report.get_state_display()}
