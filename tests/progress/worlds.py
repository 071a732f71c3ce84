"""A small made-up plan with its people, for tests that need a database.

`make_world()` stores it and returns it; nothing is filed yet. Tests set the business date
(`settings.BUSINESS_DATE = TODAY`), so that 2024Q3 is open for filing and 2024Q2 is due.

| code | kind       | asks for                | judged for  | filed by            |
|------|------------|-------------------------|-------------|---------------------|
| 1-1  | total      | 8-10 所 by 2025-12-31   | the city    | 市教育局 (lead)     |
| 4-1  | ratio      | 30% by 2022-12-31       | the city    | the three counties  |
| 8-1  | total      | 1 所 by 2025-12-31      | each county | each county         |
| 20-1 | yearly     | 100000 人次 a year      | the city    | 市人力资源和社会保障局 |
| 22-1 | milestone  | done by 2023-06-30      | the city    | 市教育局            |
| 23-1 | standard   | 30%, every year         | the city    | 市人力资源和社会保障局 |
| 23-2 | standard   | 3000000 元, every year  | each county | each county         |
| 27-0 | completion | 100% by 2025-12-31      | the city    | 市教育局            |

The group 职业院校 (of task 27) has no members yet.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import RequestFactory

from departments.models import Alias, Group, Organization, Role, RoleGrant, User
from nanyang_vet.kit import clock
from progress import standings
from progress.models import Quarter, Report, Standing
from progress.periods import Period
from progress.plans import bring_up_to_date
from progress.selecting import Selection, select
from tasks.models import Plan, Responsibility, Target, Task
from tests.progress.keeping import kept

TODAY = date(2024, 10, 10)
PASSWORD = "only-For-Tests-1"
EDUCATION, LABOUR = "市教育局", "市人力资源和社会保障局"
COUNTIES = {"宛城区": "411302", "卧龙区": "411303", "南召县": "411321"}


@dataclass(frozen=True)
class World:
    """What `make_world` stored. `counties` are in the order of COUNTIES."""

    plan: Plan
    education: Organization
    labour: Organization
    counties: list[Organization]
    county_group: Group
    targets: dict[str, Target]
    filer: User
    """Files for 市教育局."""
    county_filer: User
    """Files for 宛城区."""
    reviewer: User
    inspector: User
    administrator: User

    def quarter(self, code: str) -> Quarter:
        """The plan's quarter of a code such as 2023Q2."""
        return self.plan.quarters.get(ordinal=Period.parse(code).ordinal)

    def report(self, code: str, quarter: str, organization: Organization | None = None) -> Report:
        """The duty of `organization`, by default the lead, on the target for the quarter."""
        filing = organization or self.targets[code].task.lead
        return Report.objects.for_page().get(
            target=self.targets[code], quarter=self.quarter(quarter), organization=filing
        )

    def standing(
        self, code: str, quarter: str, organization: Organization | None = None
    ) -> Standing:
        """The stored verdict; for the city unless an organization is given."""
        return Standing.objects.get(
            target=self.targets[code], quarter=self.quarter(quarter), organization=organization
        )

    def accepted(
        self,
        code: str,
        quarter: str,
        organization: Organization | None = None,
        **figures: Decimal | int | bool | str,
    ) -> Report:
        """Put accepted figures on a duty, in time, and judge anew; no events are written."""
        return self.filed(code, quarter, organization, state=Report.State.ACCEPTED, **figures)

    def filed(
        self,
        code: str,
        quarter: str,
        organization: Organization | None = None,
        *,
        state: str = Report.State.SUBMITTED,
        **figures: Decimal | int | bool | str,
    ) -> Report:
        """Put figures on a duty in any state, with the dates that belong to it."""
        report = self.report(code, quarter, organization)
        report.state = state
        for name, value in figures.items():
            setattr(report, name, value)
        now = clock.now()
        report.submitted_at = None if state in Report.NOT_HANDED_IN else now
        report.was_late = report.submitted_at is not None and clock.today() > report.due_on
        report.decided_at = now if state in {"accepted", "returned"} else None
        report.version += 1
        report.save()
        standings.refresh(report)
        report.refresh_from_db()
        return report


def make_world() -> World:
    """Store the plan, its organizations, people and tasks, and bring everything up to date."""
    return kept(_build_world)


def _build_world() -> World:
    education, labour = (
        Organization.objects.create(name=name, place=place)
        for place, name in enumerate([EDUCATION, LABOUR], start=1)
    )
    Alias.objects.create(words="市教体局", organization=education)
    counties = [
        Organization.objects.create(
            name=name, adcode=adcode, kind=Organization.Kind.COUNTY, place=place
        )
        for place, (name, adcode) in enumerate(COUNTIES.items(), start=10)
    ]
    Alias.objects.create(words="宛城区政府", organization=counties[0])
    county_group = Group.objects.create(name="各县区政府")
    county_group.members.set(counties)
    plan = Plan.objects.create(
        name="职业教育改革任务清单", starts_on=date(2022, 1, 1), ends_on=date(2025, 12, 31)
    )
    _make_tasks(plan, education, labour, county_group)
    bring_up_to_date()
    targets = Target.objects.filter(task__plan=plan).select_related("task__plan")
    return World(
        plan=plan,
        education=education,
        labour=labour,
        counties=counties,
        county_group=county_group,
        targets={target.code: target for target in targets},
        filer=make_user("filer", Role.FILER, education),
        county_filer=make_user("county", Role.FILER, counties[0]),
        reviewer=make_user("reviewer", Role.REVIEWER, education),
        inspector=make_user("inspector", Role.INSPECTOR, education),
        administrator=make_user("administrator", Role.ADMINISTRATOR, education),
    )


def make_user(username: str, role: str, organization: Organization | None) -> User:
    """A person of one role; the password is PASSWORD."""
    user = User.objects.create_user(
        username, PASSWORD, name=f"{username}先生", organization=organization
    )
    RoleGrant.objects.create(user=user, role=role)
    return user


def make_task(plan: Plan, number: int, lead: Organization, groups: list[Group], text: str) -> Task:
    """A task that `lead` leads, shared by `groups`."""
    words = "、".join([lead.name, *(group.name for group in groups)])
    task = Task.objects.create(plan=plan, number=number, text=text, units_text=words)
    Responsibility.objects.create(
        task=task, role=Responsibility.LEAD, place=0, words=lead.name, organization=lead
    )
    for place, group in enumerate(groups, start=1):
        Responsibility.objects.create(
            task=task,
            role=Responsibility.SHARED,
            place=place,
            words=group.name,
            group=group,
        )
    return task


def make_target(task: Task, code: str, kind: str, low: int, unit: str, **more: Any) -> Target:
    """A target whose words are its first words in the task's text; due at the plan's end."""
    phrase = more.pop("phrase", "")
    start = task.text.find(phrase) if phrase else None
    fields: dict[str, Any] = {
        "place": int(code.partition("-")[2]),
        "phrase": phrase,
        "start": start,
        "end": None if start is None else start + len(phrase),
        "measure": more.pop("measure", phrase or "完成比例"),
        "comparator": Target.Comparator.AT_LEAST,
        "deadline": task.plan.ends_on,
    }
    return Target.objects.create(
        task=task, code=code, kind=kind, low=Decimal(low), unit=unit, **(fields | more)
    )


def _make_tasks(
    plan: Plan, education: Organization, labour: Organization, county_group: Group
) -> None:
    """The table above, row by row."""
    _make_totals(plan, education, county_group)
    _make_yearly(plan, labour, county_group)
    inspection = make_task(plan, 22, education, [], "对县区职业教育发展情况进行督查。")
    make_target(
        inspection,
        "22-1",
        Target.Kind.MILESTONE,
        1,
        "项",
        measure="出台督查方案",
        comparator="exact",
        deadline=date(2023, 6, 30),
    )
    colleges = Group.objects.create(name="职业院校")
    last = make_task(plan, 27, education, [colleges], "完善教师职称评审制度。")
    make_target(last, "27-0", Target.Kind.COMPLETION, 100, "%", comparator="exact")


def _make_totals(plan: Plan, education: Organization, county_group: Group) -> None:
    kind = Target.Kind
    each: dict[str, Any] = {"scope": "each_county", "collected_from": county_group}
    one = make_task(plan, 1, education, [], "培育8-10所课程思政示范学校。")
    more: dict[str, Any] = {"phrase": "8-10所", "high": Decimal(10), "comparator": "range"}
    make_target(one, "1-1", kind.TOTAL, 8, "所", **more)
    four = make_task(plan, 4, education, [county_group], "2022年全市达标学校占比不低于30%。")
    more = {"collected_from": county_group, "deadline": date(2022, 12, 31)}
    make_target(four, "4-1", kind.RATIO, 30, "%", phrase="不低于30%", **more)
    eight = make_task(plan, 8, education, [county_group], "每个县区至少建设1所社区学院。")
    make_target(eight, "8-1", kind.TOTAL, 1, "所", phrase="至少建设1所", **each)


def _make_yearly(plan: Plan, labour: Organization, county_group: Group) -> None:
    """What is judged every year, from 2022 on."""
    kind = Target.Kind
    since: dict[str, Any] = {"first_year": 2022}
    each = since | {"scope": "each_county", "collected_from": county_group}
    training = make_task(plan, 20, labour, [], "每年开展技能培训不低于10万人次。")
    make_target(training, "20-1", kind.YEARLY, 100_000, "人次", phrase="不低于10万人次", **since)
    text = "教育费附加不低于30%用于职业教育，县区不低于300万。"
    money = make_task(plan, 23, labour, [county_group], text)
    make_target(money, "23-1", kind.STANDARD, 30, "%", phrase="不低于30%", **since)
    make_target(money, "23-2", kind.STANDARD, 3_000_000, "元", phrase="不低于300万", **each)


def make_filed_world() -> World:
    """`make_world`, with something accepted of most kinds by the end of 2024Q2."""
    world = make_world()
    world.accepted("1-1", "2024Q2", value=Decimal(8))
    for county, part in zip(world.counties, (1, 1, 0), strict=True):
        world.accepted("4-1", "2024Q1", county, numerator=Decimal(part), denominator=Decimal(3))
    world.accepted("20-1", "2024Q2", value=Decimal(40_000))
    world.accepted("23-2", "2024Q2", world.counties[1], value=Decimal(4_000_000))
    world.accepted("8-1", "2024Q2", world.counties[2], not_applicable=True)
    return world


def selected(quarter: str = "2024Q2") -> Selection:
    """What a page shows of that quarter."""
    selection = select(RequestFactory().get("/", {"quarter": quarter}))
    assert selection is not None
    return selection
