"""What a forecast says, in words."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanyang_vet.kit.numbers import show_number
from progress.forecasting import Forecast, Need, NoForecast, Prospect, forecast, need
from progress.judging import Goal, Kind
from progress.periods import Period
from progress.standings import cut
from progress.target_rows import TargetRow
from progress.wording import amount
from tasks.models import Target


@dataclass(frozen=True)
class ForecastInWords:
    """`sentence` is the forecast, or why there is none; `needed` is empty where nothing is."""

    sentence: str
    method: str
    needed: str
    sign: str
    prospect: Prospect | None


SIGNS = {
    Prospect.IN_TIME: lambda: _("in time at this pace"),
    Prospect.AT_RISK: lambda: _("may be late"),
    Prospect.TOO_LATE: lambda: _("late at this pace"),
}

WHY_NOT = {
    NoForecast.SHARE: lambda: _(
        "A share does not grow by quarters, for its two parts move on their own: no forecast."
    ),
    NoForecast.STANDARD: lambda: _("A yearly standard is settled once a year: no forecast."),
    NoForecast.MILESTONE: lambda: _("A milestone is done or not done: no forecast."),
    NoForecast.MET: lambda: _("The required number has been reached."),
    NoForecast.TOO_FEW: lambda: _(
        "Fewer than four quarters have accepted values: too few for a forecast."
    ),
    NoForecast.NO_GAIN: lambda: _("Nothing has been added in the last four quarters: no forecast."),
    NoForecast.NOT_BEGUN: lambda: _("It is not judged yet this year: no forecast."),
    NoForecast.YEAR_OVER: lambda: _("The year is over, and January begins at nought."),
}


def forecast_in_words(row: TargetRow) -> ForecastInWords | None:
    """The forecast for what `row`'s figures are about; None where they are about no one thing."""
    focus = row.focus
    if focus is None or focus.reason == "not_applicable":
        return None
    goal, period = row.goal, row.quarter.period
    values = {
        one.quarter.period: None if one.actual is None else Fraction(one.actual)
        for one in row.course
    }
    found = forecast(goal, values, period)
    return ForecastInWords(
        sentence=_sentence(found, row.target),
        method=_method(goal, period) if found.prospect else "",
        needed=_needed(row.target, goal, need(goal, values.get(period), period), period),
        sign=SIGNS[found.prospect]() if found.prospect else "",
        prospect=found.prospect,
    )


def _sentence(found: Forecast, target: Target) -> str:
    if found.why_not is not None:
        return WHY_NOT[found.why_not]()
    if found.at_least is not None and found.at_most is not None:
        return _of_the_year(found.at_least, found.at_most, target)
    if found.earliest is None:
        return _("At this pace it takes more than ten years.")
    first = {"first": _quarter(found.earliest)}
    if found.latest is None:
        return _("Met in %(first)s at the earliest; at the slowest pace not in ten years.") % first
    if found.latest == found.earliest:
        return _("Will be met in %(first)s.") % first
    return _("Will be met between %(first)s and %(last)s.") % (
        first | {"last": _quarter(found.latest)}
    )


def _of_the_year(low: Fraction, high: Fraction, target: Target) -> str:
    figures = {"low": amount(cut(low), target), "high": amount(cut(high), target)}
    if figures["low"] == figures["high"]:
        return _("The year will end with about %(low)s.") % figures
    return _("The year will end with %(low)s to %(high)s.") % figures


def _quarter(period: Period) -> str:
    return _("%(year)s Q%(number)s") % {"year": period.year, "number": period.number}


def _method(goal: Goal, period: Period) -> str:
    if goal.kind == Kind.YEARLY:
        return _(
            "From the slowest and the fastest of the mean paces of this year's last quarters, by "
            "accepted values up to %(quarter)s."
        ) % {"quarter": _quarter(period)}
    return _(
        "From the slowest and the fastest of the mean paces of the last two, three and four "
        "quarters, by accepted values up to %(quarter)s."
    ) % {"quarter": _quarter(period)}


def _needed(target: Target, goal: Goal, left: Need | None, period: Period) -> str:
    if left is None:
        return ""
    figures = {
        "amount": amount(_at_least(left.amount), target),
        "points": show_number(_at_least(left.amount)),
        "quarters": left.quarters,
        "deadline": date_format(goal.deadline_in(period), "Y-m-d"),
    }
    if target.unit == "%":
        text = _("To be met by %(deadline)s, %(points)s points more are needed each quarter.")
    elif left.is_last:
        text = _("To be met by %(deadline)s, %(amount)s more are needed until then.")
    elif left.quarters > 1:
        text = _("To be met by %(deadline)s, %(amount)s is needed every %(quarters)s quarters.")
    else:
        text = _("To be met by %(deadline)s, %(amount)s a quarter are needed from now on.")
    return text % figures


def _at_least(each: Fraction) -> Decimal:
    """Two decimals are shown; a need is never rounded down."""
    return Decimal(math.ceil(each * 100)) / 100
