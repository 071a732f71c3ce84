"""The meaning of a file's lines: which duty each one answers, with which figure. Writes nothing."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from departments.loading import current_register, find_organization
from departments.models import Organization
from nanyang_vet.kit import clock
from nanyang_vet.kit.fields import number_message
from nanyang_vet.kit.numbers import NumberError, parse_number
from progress import duties
from progress.import_file import Fault, Line
from progress.models import Closure, Quarter, Report
from progress.periods import Period
from tasks.models import Plan, Target

T = TypeVar("T")
Key = tuple[int, int, int]
"""A duty: target, organization, quarter."""
STATUSES = (Report.State.SUBMITTED, Report.State.ACCEPTED)
HUNDRED = 100
_LIKE_A_DATE = re.compile(r"\d+[/.年月]\d+.*|\d+-[A-Za-z]{3}|[A-Za-z]{3}-\d+")


@dataclass(frozen=True)
class Entry:
    """One line, understood. A share has the two parts and no value; all else a value alone."""

    line: int
    target: Target
    organization: Organization
    quarter: Quarter
    status: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def key(self) -> Key:
        return self.target.pk, self.organization.pk, self.quarter.pk


class _FaultFound(Exception):
    """A cell cannot be understood. Caught within this module."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def read_entries(
    lines: Iterable[Line], plan: Plan, quarters: Iterable[Quarter], owed: Collection[Key]
) -> tuple[list[Entry], list[Fault]]:
    """Every line that can be understood, and every fault of the others.

    `quarters` are those of `plan`, `owed` the duties that there are (its report rows).
    """
    reader = _EntryReader(plan, quarters, owed)
    for line in lines:
        reader.read(line)
    return reader.entries, reader.faults


class _EntryReader:
    """Looks up each name once, and remembers which duties the file has answered already."""

    def __init__(self, plan: Plan, quarters: Iterable[Quarter], owed: Collection[Key]) -> None:
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.plan, self.owed = plan, owed
        self.today = clock.today()
        self.quarters = {quarter.period: quarter for quarter in quarters}
        self.targets: dict[str, list[Target]] = defaultdict(list)
        self.bound: dict[int, list[Organization]] = {}
        for target in duties.active_targets(plan):
            self.targets[target.code].append(target)
            self.bound[target.pk] = duties.contributors(target)
        closed = Closure.objects.in_force().filter(task__plan=plan)
        self.closed = set(closed.values_list("task", flat=True))
        self.register = current_register()
        self.organizations: dict[str, Organization | None] = {}
        self.answered: dict[Key, int] = {}

    def read(self, line: Line) -> None:
        """Keep `line` as an entry, or all of its faults."""
        found: list[_FaultFound] = []
        target = _attempt(found, self._target, line["target"])
        quarter = _attempt(found, self._quarter, line["quarter"])
        status = _attempt(found, self._status, line["status"])
        organization = figures = None
        if target is not None:
            organization = _attempt(found, self._organization, line["organization"], target)
            figures = _figures(found, line, target)
        if target and quarter and organization:
            _attempt(found, self._answer, line, (target, organization, quarter))
        self.faults += [Fault(line.number, one.column, one.message) for one in found]
        if not found and target and quarter and organization and status:
            self.entries.append(
                Entry(line.number, target, organization, quarter, status, *figures or ())
            )

    def _target(self, words: str) -> Target:
        found = self.targets.get(_fold(words), [])
        if len(found) == 1 and found[0].task_id not in self.closed:
            return found[0]
        about = {"code": words[:40], "plan": self.plan}
        if not words:
            message = _("Write the target's code, for example 10-3.")
        elif len(found) == 1:
            message = _("The task of “%(code)s” is closed. Reopen it before reports are loaded.")
        elif found:
            message = _("“%(code)s” names several targets of “%(plan)s”; rename one of them.")
        elif _LIKE_A_DATE.fullmatch(words):
            message = _(
                "“%(code)s” is a date, made by a spreadsheet of a code such as 10-3. Format the"
                " column as text and write the code again."
            )
        else:
            message = _("“%(code)s” is no target of “%(plan)s”. Write a code such as 10-3.")
        raise _FaultFound("target", message % about)

    def _quarter(self, words: str) -> Quarter:
        about: dict[str, object] = {"quarter": words[:40], "plan": self.plan}
        try:
            period = Period.parse(_fold(words))
        except ValueError as error:
            message = _("“%(quarter)s” is no quarter. Write it like 2023Q2.")
            raise _FaultFound("quarter", message % about) from error
        quarter = self.quarters.get(period)
        if quarter is None:
            about |= {"first": self.plan.starts_on.year, "last": self.plan.ends_on.year}
            message = _("%(quarter)s lies outside “%(plan)s”, which runs %(first)s-%(last)s.")
        elif quarter.is_locked:
            message = _("%(quarter)s is locked. It must be reopened before reports are loaded.")
        elif period.starts_on > self.today:
            message = _("%(quarter)s has not begun, so nothing can have been reached in it.")
        else:
            return quarter
        raise _FaultFound("quarter", message % about)

    def _status(self, words: str) -> str:
        status = _fold(words).lower()
        if status not in STATUSES:
            message = _("“%(status)s” is no status. Write submitted or accepted.")
            raise _FaultFound("status", message % {"status": words[:40]})
        return status

    def _organization(self, words: str, target: Target) -> Organization:
        bound = self.bound[target.pk]
        if not words:
            if target.scope == Target.Scope.CITY and len(bound) == 1:
                return bound[0]
            message = _("Target %(code)s is filed by several organizations: say by which.")
            raise _FaultFound("organization", message % {"code": target.code})
        if words not in self.organizations:
            self.organizations[words] = self._find_organization(words)
        found = self.organizations[words]
        about = {"name": words[:40], "code": target.code}
        if found is None:
            message = _(
                "“%(name)s” is no known organization. Write its name, a known spelling or its"
                " division code."
            )
        elif found not in bound:
            names = "、".join(one.name for one in bound)
            message = _("“%(name)s” does not file target %(code)s; it is filed by: %(names)s.")
            about["names"] = names or "—"
        else:
            return found
        raise _FaultFound("organization", message % about)

    def _find_organization(self, words: str) -> Organization | None:
        found = find_organization(words)
        if found is None and (match := self.register.lookup(words)) is not None:
            found = Organization.objects.filter(name=match.name).first()
        return found

    def _answer(self, line: Line, duty: tuple[Target, Organization, Quarter]) -> None:
        """Note that `line` answers `duty`, which must be one, and answered only once."""
        target, organization, quarter = duty
        key = target.pk, organization.pk, quarter.pk
        about = {"code": target.code, "name": organization.name, "quarter": quarter.code}
        if key not in self.owed:
            message = _("%(name)s has nothing to file on target %(code)s for %(quarter)s.")
            if not duties.has_begun(target, quarter.period):
                message = _("Target %(code)s is judged from %(year)s on; %(quarter)s is too early.")
                about["year"] = str(target.first_year)
            raise _FaultFound("quarter", message % about)
        first = self.answered.setdefault(key, line.number)
        if first != line.number:
            message = _(
                "%(name)s, target %(code)s and %(quarter)s stand already in line %(line)s. Keep"
                " one of the two."
            )
            raise _FaultFound("", message % {**about, "line": str(first)})


def _attempt(found: list[_FaultFound], read: Callable[..., T], *cells: object) -> T | None:
    """What `read` makes of the cells; None where it cannot, with its fault put down in `found`."""
    try:
        return read(*cells)
    except _FaultFound as fault:
        found.append(fault)
        return None


def _fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip()


def _figures(
    found: list[_FaultFound], line: Line, target: Target
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, numerator and denominator of `line`, as far as `target` asks for them."""
    if not target.is_share:
        for column in ("numerator", "denominator"):
            _attempt(found, _leave_empty, line, column, target)
        return _attempt(found, _value, line["value"], target), None, None
    _attempt(found, _leave_empty, line, "value", target)
    part = _attempt(found, _part, line, "numerator")
    whole = _attempt(found, _part, line, "denominator")
    if whole is not None and whole == 0:
        found.append(_FaultFound("denominator", _("Must be above nought.")))
    elif part is not None and whole is not None and part > whole:
        message = _("Must not be larger than the denominator, which is %(whole)s.")
        found.append(_FaultFound("numerator", message % {"whole": whole}))
    return None, part, whole


def _leave_empty(line: Line, column: str, target: Target) -> None:
    if not line[column]:
        return
    message = _("Target %(code)s is no share: write its value, and leave this empty.")
    if target.is_share:
        message = _(
            "Target %(code)s is a share: write numerator and denominator, and leave this empty."
        )
    raise _FaultFound(column, message % {"code": target.code})


def _part(line: Line, column: str) -> Decimal:
    return _number(column, line[column])


def _value(words: str, target: Target) -> Decimal:
    number = _number("value", words, whole=target.is_whole, percent=target.unit == "%")
    if target.kind == Target.Kind.MILESTONE and number not in (0, 1):
        raise _FaultFound("value", _("A milestone is 1 (done) or 0 (not yet done)."))
    if target.kind == Target.Kind.COMPLETION and number > HUNDRED:
        raise _FaultFound("value", _("A completion percentage ends at 100."))
    return number


def _number(column: str, words: str, *, whole: bool = False, percent: bool = False) -> Decimal:
    try:
        return parse_number(words, whole=whole, percent=percent)
    except NumberError as error:
        raise _FaultFound(column, number_message(error)) from error
