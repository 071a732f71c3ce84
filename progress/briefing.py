"""What a leader's one-page brief says: the state of a plan at the end of a quarter."""

from dataclasses import dataclass

from departments.models import User
from nanyang_vet.kit import clock
from progress.changes import Changes, Column, changes, met_share, newly_red, trend
from progress.judging import Light
from progress.models import Standing
from progress.next_dates import NextDate, next_dates
from progress.overview import Overview, Tally, overview
from progress.selecting import Selection

MOST_RED, MOST_TURNED, MOST_NAMED = 8, 5, 3


@dataclass(frozen=True)
class Brief:
    figures: Overview
    changes: Changes
    trend: list[Column]
    turned_red: list[Standing]
    next_dates: list[NextDate]
    unfiled: list[Tally]

    @property
    def last_departments(self) -> list[Tally]:
        """The three with most red lights; those without any are not named."""
        return _last(self.figures.departments)

    @property
    def last_counties(self) -> list[Tally]:
        return _last(self.figures.counties)

    @property
    def first_departments(self) -> list[Tally]:
        """The three with the largest share of met targets and no red light."""
        return _first(self.figures.departments)

    @property
    def first_counties(self) -> list[Tally]:
        return _first(self.figures.counties)


def brief(user: User, selection: Selection) -> Brief:
    """Everything on the page, in a fixed number of queries."""
    figures = overview(user, selection, worst=MOST_RED)
    everybody = [*figures.departments, *figures.counties]
    return Brief(
        figures=figures,
        changes=changes(user, selection.quarter),
        trend=trend(user, selection),
        turned_red=list(newly_red(user, selection.quarter)[:MOST_TURNED]),
        next_dates=_next_dates(user, selection),
        unfiled=sorted((one for one in everybody if one.unfiled), key=lambda one: -one.unfiled),
    )


def _last(tallies: list[Tally]) -> list[Tally]:
    return [one for one in tallies if one.lights[Light.RED]][:MOST_NAMED]


def _first(tallies: list[Tally]) -> list[Tally]:
    """Ranked by share, so that two targets are not beaten by the sheer number of others.

    Who has a red light is not praised beside it.
    """
    met = [one for one in tallies if one.lights[Light.BLUE] and not one.lights[Light.RED]]
    return sorted(met, key=lambda one: -met_share(one.lights.items()))[:MOST_NAMED]


def _next_dates(user: User, selection: Selection) -> list[NextDate]:
    """The nearest deadlines of what is not met, each with its targets."""
    shown = Standing.objects.visible_to(user).filter(quarter=selection.quarter).for_page()
    return next_dates(shown.filter(deadline__gte=clock.today()).unmet())
