"""Loading a changed list over one on which people have already filed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from progress import filing, standings
from progress.models import Report
from tasks.models import Plan, Target
from tests.progress.worlds import make_user

pytestmark = pytest.mark.django_db
LIST = settings.BASE_DIR / "fixtures" / "task-list.txt"
LAST_OF_TEN = "、5-6个高水平专业化产教融合实训基地"


@pytest.fixture
def shorter(tmp_path: Path, settings) -> Path:
    """The list without the last target of its row 10."""
    settings.BUSINESS_DATE = date(2024, 10, 10)
    call_command("load_task_list", str(LIST))
    text = LIST.read_text(encoding="utf-8")
    assert LAST_OF_TEN in text
    path = tmp_path / "list.txt"
    path.write_text(text.replace(LAST_OF_TEN, ""), encoding="utf-8")
    return path


def test_a_target_that_the_list_drops_goes_with_its_empty_duties(shorter: Path) -> None:
    assert Report.objects.filter(target__code="10-6").exists()
    call_command("load_task_list", str(shorter))
    assert not Target.objects.filter(code="10-6").exists()
    assert not Report.objects.filter(target__code="10-6").exists()
    assert standings.differences(Plan.objects.get()) == []


def test_a_target_on_which_somebody_filed_stays_and_the_list_is_refused(shorter: Path) -> None:
    report = Report.objects.for_page().get(
        target__code="10-6", quarter__year=2024, quarter__number=3
    )
    clerk = make_user("clerk", "filer", report.organization)
    content = filing.Content(value=Decimal(3), done="已建成三个")
    filing.save_draft(report=report, user=clerk, version=report.version, content=content)
    with pytest.raises(CommandError, match="10-6"):
        call_command("load_task_list", str(shorter))
    report.refresh_from_db()
    assert report.done == "已建成三个"
    assert LAST_OF_TEN in Target.objects.get(code="10-6").task.text


def test_a_changed_number_keeps_what_was_filed(shorter: Path) -> None:
    report = Report.objects.for_page().get(
        target__code="10-6", quarter__year=2024, quarter__number=3
    )
    clerk = make_user("clerk", "filer", report.organization)
    content = filing.Content(value=Decimal(3))
    filing.save_draft(report=report, user=clerk, version=report.version, content=content)
    text = LIST.read_text(encoding="utf-8")
    shorter.write_text(text.replace(LAST_OF_TEN, LAST_OF_TEN.replace("5-6", "7-9")), "utf-8")
    call_command("load_task_list", str(shorter))
    report.refresh_from_db()
    assert report.value == 3
    assert (report.target.low, report.target.high) == (7, 9)
    assert standings.differences(Plan.objects.get()) == []


def test_a_target_put_before_others_takes_nothing_from_them(shorter: Path) -> None:
    """Figures belong to what was measured, not to its place in the row."""
    report = Report.objects.for_page().get(
        target__code="10-1", quarter__year=2024, quarter__number=3
    )
    clerk = make_user("clerk", "filer", report.organization)
    content = filing.Content(value=Decimal(4))
    filing.save_draft(report=report, user=clerk, version=report.version, content=content)
    Target.objects.filter(code="10-2").update(deadline=date(2024, 12, 31))
    text = LIST.read_text(encoding="utf-8")
    first = "认定5-6个产教融合型行业"
    assert first in text
    shorter.write_text(text.replace(first, f"新建2个公共实训中心，{first}"), encoding="utf-8")
    call_command("load_task_list", str(shorter))
    report.refresh_from_db()
    assert (report.target.code, report.target.measure) == ("10-2", "产教融合型行业")
    assert report.value == 4
    assert not Report.objects.filter(target__code="10-1", value__isnull=False).exists()
    # What was set by hand on words that only moved stays.
    assert Target.objects.get(code="10-3").deadline == date(2024, 12, 31)
    assert standings.differences(Plan.objects.get()) == []


def test_words_that_only_moved_keep_what_was_set_by_hand(shorter: Path) -> None:
    Target.objects.filter(code="10-3").update(deadline=date(2024, 12, 31))
    text = LIST.read_text(encoding="utf-8")
    shorter.write_text(text.replace("开展产教融合试点建设", "全面开展产教融合试点建设"), "utf-8")
    call_command("load_task_list", str(shorter))
    moved = Target.objects.get(code="10-3")
    assert moved.deadline == date(2024, 12, 31)
    assert moved.task.text[moved.start : moved.end] == moved.phrase


def test_a_plan_has_the_years_that_were_asked_for(tmp_path: Path) -> None:
    call_command(
        "load_task_list",
        str(LIST),
        plan="下一轮",
        starts_on=date(2026, 1, 1),
        ends_on=date(2030, 12, 31),
    )
    plan = Plan.objects.get(name="下一轮")
    assert plan.ends_on == date(2030, 12, 31)
    assert plan.quarters.count() == 20


def test_a_plan_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("load_task_list", str(LIST), ends_on=date(2021, 12, 31))
    assert not Plan.objects.exists()
