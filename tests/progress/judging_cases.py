"""What the tables of judging's cases share: short ways to write a goal, a report, a light."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from progress.judging import Filed, Goal, Kind, Light, Reason, Verdict, add_up, judge
from progress.periods import Period

START, END = date(2022, 1, 1), date(2025, 12, 31)
BLUE_MET = Light.BLUE, Reason.MET
GREEN = Light.GREEN, Reason.ON_PACE
YELLOW = Light.YELLOW, Reason.LAGGING
FAR_BEHIND = Light.RED, Reason.FAR_BEHIND
OVERDUE = Light.RED, Reason.OVERDUE
GREY_NO_DATA = Light.GREY, Reason.NO_DATA
RED_NO_DATA = Light.RED, Reason.NO_DATA
NOT_APPLICABLE = Light.GREY, Reason.NOT_APPLICABLE


def goal(kind: Kind = Kind.TOTAL, required: str = "1460", **changed: Any) -> Goal:
    """A measured total over the whole plan, unless told otherwise."""
    plain = Goal(kind=kind, required=Decimal(required), starts_on=START, deadline=END, whole=False)
    return replace(plain, **changed)


def filed(code: str, value: str | None = None, who: str = "宛城区", **changed: Any) -> Filed:
    figure = None if value is None else Decimal(value)
    return Filed(contributor=who, period=Period.parse(code), value=figure, **changed)


def share(code: str, part: str, whole: str, who: str = "宛城区") -> Filed:
    return filed(code, who=who, numerator=Decimal(part), denominator=Decimal(whole))


def verdict(aim: Goal, reports: Sequence[Filed], code: str, *who: str) -> Verdict:
    period = Period.parse(code)
    return judge(aim, add_up(aim.kind, who or ("宛城区",), reports, period), period)


def light_of(aim: Goal, reports: Sequence[Filed], code: str) -> tuple[Light, Reason]:
    found = verdict(aim, reports, code)
    return found.light, found.reason
