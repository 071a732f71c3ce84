"""What commands are told on their command line."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

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
