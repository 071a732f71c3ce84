"""Demonstration reports with their figures, words, dates and events. Stores nothing."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from departments.demonstration import COUNTY_FILER, FILER, REVIEWER
from departments.models import User
from nanyang_vet.kit import clock
from progress import duties, standings
from progress.demo import words
from progress.demo.figures import Figure, Story, draw, portions
from progress.demo.stages import Duty, days_before_due, stage_of
from progress.judging import Kind
from progress.models import Event, Report
from progress.workdays import workdays
from tasks.models import Plan, Target

State = Report.State
DECIDED_AT = 18
"""The hour at which reviewers decide: after everybody has handed in."""


class Writer:
    """Fills in reports, unsaved, with the events that led to where they are.

    `people` are the demonstration's accounts by their names. What organizations without an
    account filed is recorded as imported, by nobody.
    """

    def __init__(self, plan: Plan, people: dict[str, User]) -> None:
        self.reports: list[Report] = []
        self.events: list[Event] = []
        self.plan = plan
        self.calendar = workdays()
        self.today = clock.today()
        self.reviewer = people[REVIEWER]
        self.filers = {people[name].organization_id: people[name] for name in (FILER, COUNTY_FILER)}
        self.targets = {one.pk: one for one in duties.active_targets(plan)}
        self.goals = {pk: standings.goal_of(one, plan) for pk, one in self.targets.items()}
        self.portions = {
            one.pk: portions([filer.name for filer in duties.contributors(one)])
            for one in self.targets.values()
            if one.scope == Target.Scope.CITY
        }
        closed = plan.quarters.filter(due_on__lt=self.today).order_by("ordinal").last()
        self.closed = closed.ordinal if closed else 0

    def write(self, report: Report) -> None:
        """Fill in `report`, unless its organization has kept silent."""
        target = self.targets.get(report.target_id)
        if target is None:
            return
        duty = Duty(
            code=target.code,
            organization=report.organization.name,
            kind=Kind(target.kind),
            unit=target.unit,
            period=report.quarter.period,
            age=self.closed - report.quarter.ordinal,
        )
        stage = stage_of(duty)
        if stage == State.UNFILED:
            return
        report.state, report.version = stage, 1
        self._say(report, target, duty)
        self._date(report, duty)
        self.reports.append(report)

    def _say(self, report: Report, target: Target, duty: Duty) -> None:
        who = duty.code, duty.organization, duty.period.code
        why = words.NOT_APPLICABLE.get((duty.code, duty.organization))
        if why is not None:
            report.not_applicable, report.not_applicable_why = True, words.LABEL + why
            return
        figure = self._figure(target, duty)
        report.value, report.numerator = figure.value, figure.numerator
        report.denominator = figure.denominator
        theme = words.theme_of(target.unit, target.is_share)
        report.done = words.done(
            target.measure, target.unit, figure, duty.period, target.is_every_year
        )
        if duty.is_weak or draw("problem", *who) < 45:
            report.problems = words.problem(theme, *who)
        report.next_steps = words.next_step(theme, *who)

    def _figure(self, target: Target, duty: Duty) -> Figure:
        story = Story(
            code=duty.code,
            organization=duty.organization,
            goal=self.goals[target.pk],
            is_share=target.is_share,
        )
        portion = self.portions.get(target.pk, {}).get(duty.organization)
        return story.at(duty.period) if portion is None else story.at(duty.period, portion)

    def _date(self, report: Report, duty: Duty) -> None:
        """Handed in around the filing date, decided some days later, never later than yesterday."""
        handed_in = report.quarter.due_on - timedelta(days=days_before_due(duty))
        yesterday = self.today - timedelta(days=1)
        handed_in = max(report.quarter.opens_on, min(handed_in, yesterday))
        decided = min(handed_in + timedelta(days=1 + duty.chance % 4), yesterday)
        filed_at = moment(handed_in, 9 + duty.chance % 9)
        decided_at = moment(decided, DECIDED_AT)
        if report.state != State.DRAFT:
            report.was_late = handed_in > report.quarter.due_on
        if report.state in {State.SUBMITTED, State.ACCEPTED}:
            report.submitted_at = filed_at
        self._record_filing(report, filed_at)
        if report.state in {State.ACCEPTED, State.RETURNED}:
            report.decided_at = decided_at
            self._record_decision(report, duty, decided_at)

    def _record_filing(self, report: Report, at: datetime) -> None:
        filer = self.filers.get(report.organization_id)
        event = Event(report=report, act=Event.Act.SAVED, at=at, by=filer)
        if report.state != State.DRAFT:
            event.act = Event.Act.SUBMITTED
            if filer is None:
                event.act = Event.Act.IMPORTED
                event.changes = {"state": [State.UNFILED, State.SUBMITTED]}
        self.events.append(event)

    def _record_decision(self, report: Report, duty: Duty, at: datetime) -> None:
        event = Event(report=report, act=Event.Act.ACCEPTED, at=at, by=self.reviewer)
        if report.state == State.RETURNED:
            event.act = Event.Act.RETURNED
            report.redo_by = self._redo_by(report, clock.date_of(at))
            event.changes = {"redo_by": [None, report.redo_by]}
            event.reason = words.return_reason(duty.code, duty.organization, duty.period.code)
        self.events.append(event)

    def _redo_by(self, report: Report, returned_on: date) -> date:
        """As a return on that day proposes it."""
        days = self.plan.return_days
        return max(report.quarter.due_on, self.calendar.add(returned_on, days))


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
