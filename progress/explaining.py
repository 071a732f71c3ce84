"""Why a light is as it is: the figures, the reports they came from, and the rule, in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import cut, show_number
from progress import duties, standings
from progress.judging import RULES_VERSION, Kind, Light, Reason, add_up
from progress.models import Extension, Report, Standing, StandingQuerySet
from progress.wording import with_unit
from tasks.models import Responsibility, Target

PLACES = 2
"""Decimals that people read."""


@dataclass(frozen=True)
class Why:
    """The reason of one standing. `shortfall` is in the target's unit, None when there is none."""

    sentence: str
    rule: str
    version: str
    shortfall: str
    reports: list[Report]
    missing: list[str]
    missed_years: list[int]
    coarse: bool
    extended: int
    """How often the deadline was moved."""


def explainable(standings: StandingQuerySet) -> StandingQuerySet:
    """`standings` with what `explain` reads of their targets, whoever contributes to them."""
    units = Responsibility.objects.select_related("organization", "group")
    return standings.select_related(
        "target__task", "target__collected_from", "organization", "quarter__plan"
    ).prefetch_related(
        Prefetch("target__task__responsibilities", units),
        "target__task__responsibilities__members",
        "target__task__responsibilities__group__members",
        "target__checkpoints",
    )


def explain(standing: Standing) -> Why:
    """The reason of `standing`, from the same reports that it was judged on."""
    target = standing.target
    # From the figures as they are shown, so that the three add up for whoever checks them.
    behind = cut(standing.expected, PLACES) - cut(standing.actual or Decimal(0), PLACES)
    few = target.is_whole and target.low <= 2 and target.kind == Target.Kind.TOTAL
    return Why(
        sentence=_sentence(standing, target),
        rule=_rule(standing, target),
        version=RULES_VERSION,
        shortfall=_shown(behind, target) if behind > 0 else "",
        reports=_reports(standing, target),
        missing=standing.missing,
        missed_years=missed_years(standing),
        coarse=few and standing.light != Light.BLUE and not target.checkpoints.all(),
        extended=_times_extended(standing),
    )


def _times_extended(standing: Standing) -> int:
    if standing.moved_from is None:
        return 0
    granted = Extension.objects.granted()
    same = granted.filter(target=standing.target_id, organization=standing.organization_id)
    return same.count()


def missed_years(standing: Standing) -> list[int]:
    """Past years that a yearly or standard target missed: they stay on record (rulings 4.3)."""
    if not standing.target.is_every_year:
        return []
    same = Standing.objects.filter(target=standing.target_id, organization=standing.organization_id)
    missed = same.missed_before(standing.quarter.year)
    return list(missed.values_list("quarter__year", flat=True))


def _reports(standing: Standing, target: Target) -> list[Report]:
    """The accepted reports that the actual value was added up from."""
    owners = duties.contributors(target)
    if standing.organization_id is not None:
        owners = [one for one in owners if one.pk == standing.organization_id]
    accepted = Report.objects.accepted().filter(target=target).for_page()
    filed = standings.filed_forms(target, [one for one in accepted if one.has_figure])
    reached = add_up(Kind(target.kind), [one.pk for one in owners], filed, standing.quarter.period)
    return [filed[one] for one in reached.used]


def _shown(number: Decimal | None, target: Target) -> str:
    if number is None:
        return "—"
    return with_unit(show_number(number, PLACES), target.unit)


def _sentence(standing: Standing, target: Target) -> str:
    figures = {
        "actual": _shown(standing.actual, target),
        "expected": _shown(standing.expected, target),
        "required": _shown(standing.required, target),
        "deadline": date_format(standing.deadline, "Y-m-d"),
        "quarter": str(standing.quarter),
    }
    silent = (standing.light, standing.reason) == (Light.GREY, Reason.NO_DATA)
    if silent and target.kind == Target.Kind.STANDARD and standing.expected:
        return (
            _(
                "No data yet: %(required)s are required every year, and it is settled on "
                "%(deadline)s."
            )
            % figures
        )
    return _SENTENCES[Reason(standing.reason), Light(standing.light)]() % figures


_SENTENCES = {
    (Reason.MET, Light.BLUE): lambda: _(
        "Met: %(actual)s have been reached, %(required)s are required."
    ),
    (Reason.ON_PACE, Light.GREEN): lambda: _(
        "On pace: %(actual)s have been reached; by the end of %(quarter)s %(expected)s were "
        "expected, and %(required)s are required by %(deadline)s."
    ),
    (Reason.LAGGING, Light.YELLOW): lambda: _(
        "Lagging: by the end of %(quarter)s %(expected)s were expected and %(actual)s have been "
        "reached; %(required)s are required by %(deadline)s."
    ),
    (Reason.FAR_BEHIND, Light.RED): lambda: _(
        "Far behind: by the end of %(quarter)s %(expected)s were expected and only %(actual)s "
        "have been reached; %(required)s are required by %(deadline)s."
    ),
    (Reason.OVERDUE, Light.RED): lambda: _(
        "Overdue: %(required)s were required by %(deadline)s, and %(actual)s have been reached."
    ),
    (Reason.NO_DATA, Light.RED): lambda: _(
        "No data: nothing has been accepted, although by the end of %(quarter)s %(expected)s were "
        "expected."
    ),
    (Reason.NO_DATA, Light.GREY): lambda: _(
        "No data yet, and nothing was expected by the end of %(quarter)s."
    ),
    (Reason.NOT_APPLICABLE, Light.GREY): lambda: _(
        "Not applicable: the latest accepted report says so, with its reason."
    ),
}


def _rule(standing: Standing, target: Target) -> str:
    """The rule that the expected value follows, in plain words."""
    if target.kind == Target.Kind.STANDARD:
        text = _(
            "A standard is to be kept in full every year, and is settled with its last quarter."
        )
        return text + _thresholds(standing)
    if target.kind == Target.Kind.MILESTONE:
        return _("A milestone is expected on its day, not before.")
    rounding = " " + _("What is counted in whole pieces is rounded down.")
    if target.kind == Target.Kind.YEARLY:
        text = _(
            "The expected value grows by days from nought on 1 January to the required number on "
            "31 December."
        )
    elif target.checkpoints.all():
        text = _("The expected value follows the checkpoints that the bureau has set.")
    else:
        text = _(
            "The expected value grows by days from the plan's first day to the deadline, in a "
            "straight line."
        )
    threshold = _thresholds(standing)
    return text + (rounding if target.is_whole else "") + threshold


def _thresholds(standing: Standing) -> str:
    if standing.reason not in {Reason.LAGGING, Reason.FAR_BEHIND}:
        return ""
    share = show_number(standing.quarter.plan.lagging_share * 100, 0)
    return " " + _(
        "Below the expected value is lagging; below %(share)s%% of the expected progress is far "
        "behind."
    ) % {"share": share}
