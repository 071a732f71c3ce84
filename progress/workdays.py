"""The working days of this installation: China's announced ones, and what is entered in /admin/."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from nanyang_vet.kit.workdays import Workdays
from progress.models import SpecialDay


def workdays() -> Workdays:
    """The calendar as it is now, in one query: ask for it once per computation."""
    return Workdays(dict(SpecialDay.objects.values_list("day", "is_workday")))


def unknown_years_hint(calendar: Workdays, days: Iterable[date]) -> str:
    """What a page says where a limit falls into a year without known holidays; else empty."""
    years = calendar.unknown_years(days)
    if not years:
        return ""
    return _(
        "The holidays of %(years)s have not been entered yet; its working days are counted from "
        "Monday to Friday."
    ) % {"years": "、".join(map(str, years))}
