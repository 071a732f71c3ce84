"""What commands are told on their command line."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from nanyang_vet.kit import clock
from progress.models import Quarter
from progress.periods import Period
from progress.plans import current_plan
from tasks.models import Plan


def add_plan(parser: ArgumentParser, without: str) -> None:
    """The option --plan; `without` says what happens without it."""
    parser.add_argument(
        "--plan", default="", metavar="NAME", help=f"its name; without it {without}"
    )


def plan_named(name: str) -> Plan:
    """The plan of that name; without one the latest. Raises CommandError when there is none."""
    plan = current_plan(name)
    if plan is not None:
        return plan
    if not Plan.objects.exists():
        raise CommandError(_("There is no plan yet. Load a task list first."))
    names = "、".join(f"“{one}”" for one in Plan.objects.all())
    raise CommandError(
        _("There is no plan “%(name)s”; there are: %(names)s.") % {"name": name, "names": names}
    )


def plans_named(name: str) -> list[Plan]:
    """The plan of that name; without one all of them. Raises CommandError for an unknown name."""
    return [plan_named(name)] if name else list(Plan.objects.all())


def quarter_coded(plan: Plan, code: str) -> Quarter:
    """The quarter of `plan` that a code such as 2023Q2 names. Raises CommandError otherwise."""
    try:
        period = Period.parse(code)
    except ValueError as error:
        message = _("“%(code)s” is no quarter. Write it like 2023Q2.")
        raise CommandError(message % {"code": code}) from error
    quarter = plan.quarters.filter(year=period.year, number=period.number).first()
    if quarter is None:
        about = {
            "quarter": period.code,
            "plan": plan,
            "first": plan.starts_on.year,
            "last": plan.ends_on.year,
        }
        message = _("%(quarter)s lies outside “%(plan)s”, which runs %(first)s-%(last)s.")
        raise CommandError(message % about)
    return quarter


def day_written(text: str) -> date:
    """The day that 2024-10-12 means; today without one. Raises CommandError otherwise."""
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = _("“%(text)s” is no date. Write it like 2024-10-12.")
        raise CommandError(message % {"text": text}) from error


def number_written(text: str, option: str) -> int:
    """The whole number above nought that an option was given. Raises CommandError otherwise."""
    if not (text.isascii() and text.isdigit() and int(text[:18]) > 0 and len(text) <= 18):
        message = _("%(option)s takes a whole number from 1 on, not “%(text)s”.")
        raise CommandError(message % {"option": option, "text": text})
    return int(text)
