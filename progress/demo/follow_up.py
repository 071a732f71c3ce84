"""What followed on the demonstration's reports: acknowledged, urged, extended, closed, evidenced.

All but the files is done by the very functions that the pages call, so that every rule of theirs
holds for it too.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import Workbook

from departments.demonstration import COUNTY_FILER, FILER, INSPECTOR, REVIEWER
from departments.models import User
from nanyang_vet.kit import clock
from progress import acknowledging, closing, extending, urging
from progress.demo.words import LABEL
from progress.filing import record
from progress.models import (
    Acknowledgement,
    Event,
    Evidence,
    Extension,
    Report,
    ScoreRule,
    Standing,
    Urge,
)
from progress.periods import Period
from tasks.models import Plan, Target, Task

LEFT_UNCONFIRMED = 2
"""Tasks that each filer has still to acknowledge."""
EXTENDED = {"15-0": "grant", "19-0": "", "6-0": "refuse"}
"""Targets of 市教育局 for which more time is asked, and what becomes of it."""
SCORE_RULES = (
    ("base", "100", None),
    ("met", "1", 10),
    ("overdue", "-3", None),
    ("far_behind", "-2", None),
    ("unfiled", "-1", None),
    ("late", "-0.5", 5),
    ("returned", "-0.5", 5),
)
"""Matter, points each, and the most that they come to."""
WITH_EVIDENCE = ("1-2", "16-1", "20-1", "5-2", "1-1")
SHARED_FILE = ("1-2", "16-1")
"""Targets of two tasks that show one and the same file: the reviewer is told."""


@dataclass(frozen=True)
class People:
    filer: User
    county: User
    reviewer: User
    inspector: User


def follow_up(plan: Plan, accounts: dict[str, User]) -> None:
    """Act as the demonstration's accounts do, on the business date."""
    people = People(
        accounts[FILER], accounts[COUNTY_FILER], accounts[REVIEWER], accounts[INSPECTOR]
    )
    _acknowledge(people)
    _attach(plan, people)
    _extend(plan, people)
    _close(plan, people)
    _urge(plan, people)
    _set_rules(plan)


def _set_rules(plan: Plan) -> None:
    """Rules of assessment to try out; a plan of one's own sets its own."""
    ScoreRule.objects.bulk_create(
        ScoreRule(plan=plan, matter=matter, points=Decimal(points), most=most)
        for matter, points, most in SCORE_RULES
    )


def _acknowledge(people: People) -> None:
    for filer in (people.filer, people.county):
        mine = Acknowledgement.objects.of_filer(filer).waiting().order_by("task__number")
        chosen = list(mine.values_list("pk", flat=True))[:-LEFT_UNCONFIRMED]
        note = LABEL + "已明确责任科室和联络员。"
        acknowledging.acknowledge(user=filer, chosen=chosen, note=note)


def _attach(plan: Plan, people: People) -> None:
    """Files on the reports of the quarter that is being filed."""
    running = Period.of(clock.today()).previous
    for user in (people.filer, people.county):
        reports = Report.objects.of_filer(user).filter(
            quarter__plan=plan,
            quarter__ordinal=running.ordinal,
            target__code__in=WITH_EVIDENCE,
        )
        for report in reports.exclude(state=Report.State.UNFILED).select_related("target"):
            _attach_one(report, user)


def _attach_one(report: Report, user: User) -> None:
    """The row and the event of an upload; its report may have been handed in since."""
    code = report.target.code
    shared = code in SHARED_FILE
    title = "示范学校认定文件汇总" if shared else f"{code} 完成情况统计表"
    content = _workbook(title)
    row = Evidence(
        report=report,
        name=f"{title}.xlsx",
        kind=Evidence.Kinds.XLSX,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        added_at=clock.now(),
        added_by=user,
    )
    row.file.save(row.name, ContentFile(content), save=False)
    row.save(force_insert=True)
    said = {"evidence": ["", row.name], "sha256": ["", row.sha256]}
    record(report, Event.Act.ATTACHED, user, changes=said)


_WORKBOOKS: dict[str, bytes] = {}
"""By title: a workbook holds the second it was written in, and the same file must be the same."""


def _workbook(title: str) -> bytes:
    if title not in _WORKBOOKS:
        book, buffer = Workbook(), BytesIO()
        sheet = book.worksheets[0]
        sheet.title = "统计表"
        for row in ([LABEL + title], ["序号", "项目", "完成情况"], [1, "示例项目", "已完成"]):
            sheet.append(row)
        book.save(buffer)
        _WORKBOOKS[title] = buffer.getvalue()
    return _WORKBOOKS[title]


def _extend(plan: Plan, people: People) -> None:
    until = date(plan.ends_on.year + 1, 6, 30)
    for target in Target.objects.filter(task__plan=plan, code__in=EXTENDED).order_by("code"):
        claim = extending.claim_of(target, people.filer)
        if claim is None or extending.why_not(claim):
            continue  # A demonstration on another business date may be beyond the plan's end.
        asked = extending.ask(
            target=target,
            user=people.filer,
            reason=LABEL + "配套政策出台较晚，实施周期相应顺延。",
            progress=LABEL + "已完成调研和方案起草，正在征求意见。",
            until=until,
        )
        _decide_extension(asked, EXTENDED[target.code], people.reviewer)


def _decide_extension(asked: Extension, act: str, reviewer: User) -> None:
    if act == "grant":
        extending.grant(
            extension=asked, user=reviewer, reason=LABEL + "情况属实，同意延期，请倒排工期。"
        )
    elif act == "refuse":
        extending.refuse(
            extension=asked, user=reviewer, reason=LABEL + "剩余时间充足，请按原定期限完成。"
        )


def _close(plan: Plan, people: People) -> None:
    """Of the tasks that are wholly met, one is closed, and for the next it is asked."""
    led = [
        task
        for task in Task.objects.filter(plan=plan).select_related("plan").with_responsibilities()
        if closing.leads(people.filer, task) and not closing.verdicts(task).fault
    ]
    for place, task in enumerate(led[:2]):
        reason = LABEL + "各项目标均已完成并通过审核，申请办结销号。"
        asked = closing.ask(task=task, user=people.filer, reason=reason)
        if place == 0:
            closing.grant(closure=asked, user=people.reviewer, reason=LABEL + "同意办结。")


def _urge(plan: Plan, people: People) -> None:
    """The inspector urges what is red, the reviewer what is not filed; one of each is answered."""
    latest = Standing.objects.filter(quarter__plan=plan, quarter__due_on__lt=clock.today())
    quarter = latest.order_by("-quarter__ordinal").values("quarter")[:1]
    red = Standing.objects.filter(quarter=quarter, light="red").for_page()
    late = [urging.of_standing(one) for one in red if one.answerable == people.filer.organization]
    unfiled = Report.objects.of_filer(people.county).overdue(clock.today()).for_page()
    acts = (
        (people.inspector, late, people.filer, "请说明滞后原因，并报整改措施和完成时限。"),
        (
            people.reviewer,
            [urging.of_report(one) for one in unfiled],
            people.county,
            "填报期限已过，请尽快补报。",
        ),
    )
    for urger, matters, filer, message in acts:
        done = urging.urge(user=urger, matters=matters, message=LABEL + message)
        _answer(done.now, filer)


def _answer(urges: list[Urge], filer: User) -> None:
    """The last one of several; the others wait for whoever tries the demonstration."""
    if len(urges) > 1:
        text = LABEL + "已安排专人核对数据，本周内报送。"
        urging.reply(urge=urges[-1], user=filer, seen=0, text=text)
