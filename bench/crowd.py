"""A hundred filers with something to file, in the database that the environment names.

python -m bench.crowd crowd.json          makes them, and writes who files what
python -m bench.crowd crowd.json --check  prints what is stored of it now
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import django

PEOPLE, PASSWORD = 100, "Bench-2024-crowd"
"""Each has the same password: logging in costs the same whatever it is."""


def make() -> list[dict[str, object]]:
    """`{"name", "reports": [{"pk", "quarter", "is_share"}]}` for each filer.

    No two have a report in common: what is measured is load, not quarrels between colleagues.
    """
    from departments.models import Role, RoleGrant, User
    from progress.models import Report

    owed = (
        Report.objects.filter(is_owed=True, quarter__year__lte=2024, state="unfiled")
        .exclude(target__kind__in=["milestone", "completion"])
        .exclude(quarter__ordinal__gt=2024 * 4 + 2)
        .select_related("target", "quarter")
        .order_by("quarter__ordinal", "pk")
    )
    by_organization: dict[int, list[Report]] = defaultdict(list)
    for report in owed:
        by_organization[report.organization_id].append(report)
    owners = sorted(by_organization, key=lambda pk: -len(by_organization[pk]))
    seats = Counter(owners[place % len(owners)] for place in range(PEOPLE))
    password = User(username="x")
    password.set_password(PASSWORD)
    people: list[dict[str, object]] = []
    for owner, count in seats.items():
        for seat in range(count):
            user = User(
                username=f"bench-{owner}-{seat}", organization_id=owner, password=password.password
            )
            user.save()
            RoleGrant.objects.create(user=user, role=Role.FILER)
            mine = by_organization[owner][seat::count]
            reports = [_listed(one) for one in mine]
            people.append({"name": user.username, "reports": reports})
    return people


def _listed(report: object) -> dict[str, object]:
    target, quarter = report.target, report.quarter  # type: ignore[attr-defined]
    return {"pk": report.pk, "quarter": quarter.code, "is_share": target.is_share}  # type: ignore[attr-defined]


def stored() -> dict[str, object]:
    """Which reports are submitted with which figure, and which were submitted twice."""
    from django.db.models import Count

    from progress.models import Event, Report

    submitted = Report.objects.filter(state="submitted")
    twice = (
        Event.objects.filter(act=Event.Act.SUBMITTED)
        .order_by()
        .values("report")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
    )
    figures = submitted.values_list("pk", "value", "numerator")
    return {
        "submitted": {
            str(pk): str(value if value is not None else part) for pk, value, part in figures
        },
        "doubled": [row["report"] for row in twice],
    }


def main(path: str, *asked: str) -> None:
    django.setup()
    if asked:
        print(json.dumps(stored()))
    else:
        Path(path).write_text(json.dumps(make()))


if __name__ == "__main__":
    main(*sys.argv[1:])
