"""What a report claims before anybody has reviewed it: that its target is met."""

from progress import duties
from progress.judging import Kind, Reason, add_up, judge
from progress.models import Report
from progress.standings import filed_forms, goal_of
from tasks.models import Target


def lacks_evidence(report: Report) -> bool:
    """Whether the plan asks for evidence of what `report` says, and there is none."""
    if not report.quarter.plan.evidence_when_met:
        return False
    return not report.evidence.in_force().exists() and claims_met(report)


def claims_met(report: Report) -> bool:
    """Whether its target is met at the end of its quarter once this report is accepted.

    Of a target of the city the others' accepted reports count beside it. A report of nought, of
    nothing or of 不适用 claims nothing, whoever else has met the target.
    """
    figure = report.numerator if report.numerator is not None else report.value
    if report.not_applicable or not figure:
        return False
    active = duties.active_targets(report.quarter.plan)
    target = active.filter(pk=report.target_id).first()
    if target is None:
        return False
    each = target.scope == Target.Scope.EACH_COUNTY
    owners = [one.pk for one in duties.contributors(target)]
    if report.organization_id not in owners:
        return False
    counted = [report.organization_id] if each else owners
    others = Report.objects.accepted().filter(target=target).exclude(pk=report.pk)
    filed = filed_forms(target, [*others.select_related("quarter"), report])
    goal, period = goal_of(target, report.quarter.plan), report.quarter.period
    reached = add_up(Kind(target.kind), counted, filed, period)
    return judge(goal, reached, period).reason == Reason.MET
