"""Scores of organizations (考核), item by item, by a plan's own rules. Reads only.

A score is as of a quarter and covers its year so far: the lights as they stand at the quarter's
end, and what was unfiled, late or returned in the year's quarters up to it. Nothing is stored:
what changes a light or a report changes the score.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet

from departments.models import Organization
from nanyang_vet.kit import clock
from progress.judging import Light, Reason
from progress.models import Event, Matter, Objection, Quarter, Report, ScoreRule, Standing
from tasks.models import Plan, Target

OF_LIGHTS = {
    Reason.MET: Matter.MET,
    Reason.OVERDUE: Matter.OVERDUE,
    Reason.FAR_BEHIND: Matter.FAR_BEHIND,
    Reason.LAGGING: Matter.LAGGING,
    Reason.NO_DATA: Matter.NO_DATA,
}


@dataclass(frozen=True)
class Rule:
    """Points for each case of a matter, and the most that all its cases count (None: no limit)."""

    points: Decimal
    most: Decimal | None = None

    def count(self, cases: int) -> Decimal:
        """What so many cases come to."""
        whole = self.points * cases + 0  # a nought without a sign
        if self.most is None or abs(whole) <= self.most:
            return whole
        return self.most if whole > 0 else -self.most


Rules = Mapping[str, Rule]


@dataclass(frozen=True)
class Item:
    """One case that a rule counts. An objection that was upheld strikes it out."""

    key: str
    matter: str
    organization: int
    target: Target
    quarter: Quarter
    objection: Objection | None = None

    @property
    def is_struck(self) -> bool:
        return self.objection is not None and self.objection.state == Objection.State.UPHELD


@dataclass
class Score:
    """An organization's items, and what they come to by the rules."""

    organization: Organization
    rules: Rules
    items: list[Item] = field(default_factory=list)
    judged: int = 0
    """For how many targets it is answerable: what the score has to be seen beside."""

    def cases(self, matter: str) -> int:
        """How many items of the matter count."""
        return sum(one.matter == matter and not one.is_struck for one in self.items)

    @property
    def base(self) -> Decimal:
        base = self.rules.get(Matter.BASE)
        return base.points if base else Decimal(0)

    @property
    def lines(self) -> list[tuple[str, Rule, int, Decimal]]:
        """The working: matter, rule, cases and points, for every rule but the base score."""
        return [
            (matter, rule, self.cases(matter), rule.count(self.cases(matter)))
            for matter, rule in self.rules.items()
            if matter != Matter.BASE
        ]

    @property
    def total(self) -> Decimal:
        """Never below nought."""
        return max(Decimal(0), self.base + sum(points for *_rest, points in self.lines))


def rules_of(plan: Plan) -> Rules:
    """By matter, in the order in which the plan names them; empty while scoring is off."""
    rows = ScoreRule.objects.filter(plan=plan)
    return {one.matter: Rule(one.points, one.most) for one in rows}


def scores(plan: Plan, quarter: Quarter, only: int | None = None) -> list[Score]:
    """The scores of all that are judged or file in the plan, the best first; a fixed number of
    queries. `only` narrows to one organization."""
    rules = rules_of(plan)
    if not rules:
        return []
    lights = [one for one in Standing.objects.filter(quarter=quarter).for_page() if one.answerable]
    judged = Counter(one.answerable.pk for one in lights if one.answerable)
    reports = Report.objects.filter(
        quarter__plan=plan, quarter__year=quarter.year, quarter__ordinal__lte=quarter.ordinal
    ).select_related("target__task", "quarter")
    items: dict[int, list[Item]] = defaultdict(list)
    for item in _objected([*_of_lights(rules, lights, quarter), *_of_reports(rules, reports)]):
        items[item.organization].append(item)
    filing = reports.order_by().values_list("organization", flat=True).distinct()
    shown = [pk for pk in {*judged, *items, *filing} if only in (None, pk)]
    found = [
        Score(one, rules, items[pk], judged[pk])
        for pk, one in Organization.objects.in_bulk(shown).items()
    ]
    return sorted(found, key=lambda one: (-one.total, one.organization.place))


def _of_lights(rules: Rules, lights: Iterable[Standing], quarter: Quarter) -> Iterator[Item]:
    for one in lights:
        matter, owner = OF_LIGHTS.get(Reason(one.reason)), one.answerable
        # Silence of which nothing was expected yet is grey and costs nothing.
        if matter is not None and matter in rules and owner is not None and one.light != Light.GREY:
            key = f"{matter}:{one.target_id}:{one.organization_id or ''}:{quarter.code}"
            yield Item(key, matter, owner.pk, one.target, quarter)


def _of_reports(rules: Rules, year: QuerySet[Report]) -> Iterator[Item]:
    if Matter.UNFILED in rules:
        for report in year.filter(pk__in=Report.objects.overdue(clock.today()).values("pk")):
            yield _of_report(Matter.UNFILED, report, f"r{report.pk}")
    if Matter.LATE in rules:
        for report in year.filter(was_late=True, state__in=Report.HANDED_IN):
            yield _of_report(Matter.LATE, report, f"r{report.pk}")
    if Matter.RETURNED in rules:
        returns = Event.objects.filter(act=Event.Act.RETURNED, report__in=year.values("pk"))
        for event in returns.select_related("report__target__task", "report__quarter"):
            yield _of_report(Matter.RETURNED, event.report, f"e{event.pk}")


def _of_report(matter: str, report: Report, which: str) -> Item:
    key = f"{matter}:{which}"
    return Item(key, matter, report.organization_id, report.target, report.quarter)


def _objected(items: list[Item]) -> Iterator[Item]:
    """Each item with its latest objection: one query."""
    objections = Objection.objects.filter(organization__in={one.organization for one in items})
    latest = {one.key: one for one in objections.for_page().order_by("pk")}
    for item in items:
        yield replace(item, objection=latest.get(item.key))
