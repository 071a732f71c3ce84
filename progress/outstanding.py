"""What is outstanding on a day, for every organization: the matters of its reminders. Reads only.

Only the current plan counts, as on every page, and of its reports those that can still be filed.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from progress.judging import Light
from progress.models import Event, Notice, Quarter, Report, Standing, Urge
from progress.plans import current_plan
from progress.reminding import Kind, Matter
from tasks.models import Plan


def outstanding(day: date, organizations: Collection[int] | None = None) -> list[Matter]:
    """Everything that someone may have to be reminded of; of some organizations or of all."""
    plan = current_plan()
    if plan is None:
        return []
    reports = _not_handed_in(plan, day)
    found = [*_filings(reports, day), *_returns(reports), *_urgings(plan), *_gone_red(plan, day)]
    if organizations is None:
        return found
    return [one for one in found if one.organization in organizations]


def _not_handed_in(plan: Plan, day: date) -> list[Report]:
    """What is owed and can be filed on `day`, in the list's order."""
    rows = Report.objects.not_handed_in().filter(
        Q(is_owed=True) | Q(state=Report.State.RETURNED),
        quarter__plan=plan,
        quarter__opens_on__lte=day,
        quarter__is_locked=False,
    )
    return list(
        rows.select_related("target__task", "quarter").order_by(
            "quarter__ordinal", "target__task__number", "target__place"
        )
    )


def _filings(reports: list[Report], day: date) -> list[Matter]:
    """One for each organization, quarter and filing date."""
    grouped: dict[tuple[int, Quarter, date], list[str]] = defaultdict(list)
    for report in reports:
        if report.is_owed:
            grouped[report.organization_id, report.quarter, report.due_on].append(
                report.target.code
            )
    return [
        Matter(
            kind=kind,
            subject=f"{kind}:{quarter.pk}-{quarter.code}:org{organization}:{until}",
            organization=organization,
            quarter=quarter.pk,
            facts={"codes": codes, "due_on": until.isoformat()},
            due_on=until,
        )
        for (organization, quarter, until), codes in grouped.items()
        for kind in [Kind.DUE if until >= day else Kind.OVERDUE]
    ]


def _returns(reports: list[Report]) -> list[Matter]:
    """One for each return: a report that comes back twice is said twice."""
    returned = {one.pk: one for one in reports if one.state == Report.State.RETURNED}
    acts = [Event.Act.RETURNED, Event.Act.REOPENED]
    events = Event.objects.filter(report__in=returned, act__in=acts).order_by("pk")
    latest = {event.report_id: event for event in events}
    return [
        Matter(
            kind=Kind.RETURNED,
            subject=f"returned:report{report.pk}:event{event.pk}",
            organization=report.organization_id,
            quarter=report.quarter_id,
            facts={
                "codes": [report.target.code],
                "measure": report.target.measure,
                "reason": event.reason,
                "due_on": report.due_on.isoformat(),
            },
            report=report.pk,
        )
        for event in latest.values()
        for report in [returned[event.report_id]]
    ]


def _urgings(plan: Plan) -> list[Matter]:
    """Every urging that nobody has answered."""
    urges = Urge.objects.unanswered().filter(quarter__plan=plan).order_by("pk")
    return [
        Matter(
            kind=Kind.URGED,
            subject=f"urged:urge{urge.pk}",
            organization=urge.organization_id,
            quarter=urge.quarter_id,
            facts={
                "codes": [urge.target.code],
                "measure": urge.target.measure,
                "cause": urge.cause,
                "message": urge.message,
                "by": str(urge.by),
            },
            urge=urge.pk,
        )
        for urge in urges.select_related("target", "by")
    ]


def _gone_red(plan: Plan, day: date) -> list[Matter]:
    """What is red at the end of the latest quarter that was due, and was not one quarter before."""
    quarter = plan.quarters.filter(due_on__lt=day).order_by("-ordinal").first()
    if quarter is None:
        return []
    red = Standing.objects.filter(quarter__plan=plan, light=Light.RED)
    before = set(
        red.filter(quarter__ordinal=quarter.ordinal - 1).values_list("target", "organization")
    )
    grouped: dict[int, list[str]] = defaultdict(list)
    now = red.filter(quarter=quarter).for_page()
    for standing in now.order_by("target__task__number", "target__place"):
        owner = standing.answerable
        if owner and (standing.target_id, standing.organization_id) not in before:
            grouped[owner.pk].append(standing.target.code)
    return _red_matters(quarter, grouped)


def _red_matters(quarter: Quarter, red: dict[int, list[str]]) -> list[Matter]:
    """What was told of before, as it was told, and for each organization what is new since."""
    told: dict[int, list[tuple[str, list[str]]]] = defaultdict(list)
    rows = Notice.objects.filter(kind=Kind.RED, quarter=quarter).order_by("pk")
    for owner, subject, facts in rows.values_list("organization", "subject", "facts"):
        told[owner].append((subject, facts["codes"]))
    found = []
    for owner, codes in red.items():
        base = f"{Kind.RED}:{quarter.pk}-{quarter.code}:org{owner}"
        known = {code for _subject, said in told[owner] for code in said}
        new = [code for code in dict.fromkeys(codes) if code not in known]
        still = [(subject, said) for subject, said in told[owner] if set(said) & set(codes)]
        if new:
            still.append((f"{base}:{len(told[owner])}" if told[owner] else base, new))
        found += [
            Matter(
                kind=Kind.RED,
                subject=subject,
                organization=owner,
                quarter=quarter.pk,
                facts={"codes": said},
            )
            for subject, said in still
        ]
    return found
