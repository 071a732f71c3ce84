"""Rows of a workbook that are saved and not handed in: the person is told which and why."""

from decimal import Decimal

import pytest
from django.urls import reverse

from progress.models import Report
from tests.progress.sheets import NOW, confirm, downloaded, filled, logged_in, upload
from tests.progress.worlds import TODAY, World, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def submit_by_sheet(world: World, **cells: object) -> list[str]:
    """The messages after everything in the workbook was to be submitted."""
    client = logged_in(world.filer)
    content = upload(client, filled(downloaded(client), **cells)).context["content"]
    confirm(client, content, "submit")
    page = client.get(f"{reverse('filing')}?quarter={NOW}")
    return [str(one) for one in page.context["messages"]]


def state(world: World, code: str) -> str:
    return Report.objects.get(pk=world.report(code, NOW).pk).state


def test_an_odd_figure_waits_for_its_sentence(world):
    world.accepted("1-1", "2024Q2", value=Decimal(6))
    said = submit_by_sheet(world, H4=5, H6=50)
    assert (state(world, "1-1"), state(world, "27-0")) == ("draft", "submitted")
    assert any("the figure is odd" in one and "1-1" in one for one in said)
    # The sentence is written on the page; a later workbook, which has no column for it, keeps it.
    report = world.report("1-1", NOW)
    Report.objects.filter(pk=report.pk).update(explanation="两所合并")
    submit_by_sheet(world, M4="已合并")
    stored = Report.objects.get(pk=report.pk)
    assert (stored.state, stored.done, stored.explanation) == ("submitted", "已合并", "两所合并")


def test_a_target_met_waits_for_its_evidence(world):
    world.plan.evidence_when_met = True
    world.plan.save()
    said = submit_by_sheet(world, H4=8)
    assert state(world, "1-1") == "draft"
    assert any("evidence is needed" in one and "1-1" in one for one in said)
