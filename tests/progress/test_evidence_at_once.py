"""Several people at the evidence of one report at the same moment."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from progress import filing
from progress.evidence import FilesRefused, add_evidence, remove_evidence
from progress.models import Event, Evidence, Report
from tests.evidence_files import pdf, upload
from tests.progress.at_once import at_once
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (filing.NotOpen, filing.EvidenceMissing, FilesRefused)


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    world.plan.evidence_when_met = True
    world.plan.save()
    return world


def test_the_same_file_eight_times_is_stored_once(world, settings):
    report = world.report("1-1", "2024Q3")

    def add() -> None:
        add_evidence(report=report, user=world.filer, upload=upload("a.pdf", pdf()))

    assert sorted(at_once([add] * 8, REFUSED)) == [False] * 7 + [True]
    assert Evidence.objects.count() == Event.objects.count() == 1
    assert len([one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]) == 1


@pytest.mark.parametrize("attempt", range(5))
def test_nothing_is_handed_in_while_its_evidence_goes(world, attempt):
    """Of submitting and taking the only file off, one is done and the other is refused."""
    report = world.filed("1-1", "2024Q3", state="draft", value=Decimal(8))
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    acts: list[Callable[[], object]] = [
        lambda: filing.submit(report=report, user=world.filer, version=report.version),
        lambda: remove_evidence(evidence=held, user=world.filer),
    ]
    submitted, removed = at_once(acts, REFUSED)
    assert submitted is not removed
    stored = Report.objects.get(pk=report.pk)
    assert (stored.state == "submitted") is submitted
    assert stored.evidence.in_force().exists() is submitted
