"""Somebody writes on a report at the very moment when its quarter is locked (promises 20)."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from progress import evidence, filing, quarter_life, review
from progress.filing import NotOpen, Stale
from progress.models import Event, Report
from progress.refusals import Overtaken
from tests.evidence_files import upload
from tests.progress.worlds import World, make_world

Q = "2024Q3"
AFTER = date(2024, 10, 16)
Do = Callable[[World, Report], object]


def _submit(world: World, report: Report) -> object:
    return filing.submit(report=report, user=world.filer, version=report.version)


def _return(world: World, report: Report) -> object:
    return review.return_(
        report=report, user=world.reviewer, version=report.version, reason="请核对"
    )


def _accept(world: World, report: Report) -> object:
    return review.accept(report=report, user=world.reviewer, version=report.version)


def _attach(world: World, report: Report) -> object:
    return evidence.add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))


ACTS: dict[str, tuple[str, Do]] = {
    "submit": ("draft", _submit),
    "return": ("submitted", _return),
    "accept": ("submitted", _accept),
    "attach": ("draft", _attach),
}


def lock(world: World) -> object:
    quarter = world.quarter(Q)
    tally = quarter_life.tally_of(quarter)
    return quarter_life.lock(
        quarter=quarter,
        user=world.reviewer,
        reason="汇总上报",
        missing=tally.missing,
        waiting=tally.waiting,
    )


class Overlap:
    """Two acts of which the second begins while the first has written and not committed.

    SQLite lets one writer in at a time: there the second begins after the first's end.
    """

    def __init__(self) -> None:
        self.wrote = threading.Event()
        self.said = {"first": "", "second": ""}

    def outcomes(self, first: Callable[[], object], second: Callable[[], object]) -> list[str]:
        if connection.vendor == "sqlite":
            self._do("first", first, 0)
            self._do("second", second, 0)
            return list(self.said.values())
        earlier = threading.Thread(target=self._in_thread, args=("first", first, 0.4))
        later = threading.Thread(target=self._in_thread, args=("second", second, 0))
        earlier.start()
        self.wrote.wait(10)
        later.start()
        earlier.join(20)
        later.join(20)
        return list(self.said.values())

    def _in_thread(self, name: str, act: Callable[[], object], waits: float) -> None:
        try:
            self._do(name, act, waits)
        finally:
            connection.close()

    def _do(self, name: str, act: Callable[[], object], waits: float) -> None:
        try:
            with transaction.atomic():
                act()
                self.wrote.set()
                threading.Event().wait(waits)
            self.said[name] = "done"
        except (Stale, NotOpen, Overtaken) as refused:
            self.said[name] = type(refused).__name__
        finally:
            self.wrote.set()


@pytest.fixture
def world(transactional_db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = date(2024, 10, 10)
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("lock_first", [True, False])
def test_the_lock_counts_what_came_before_it_and_refuses_what_comes_after(
    world, settings, act, lock_first
):
    state, do = ACTS[act]
    report = world.filed("1-1", Q, state=state, value=Decimal(3))
    settings.BUSINESS_DATE = AFTER
    seen = world.report("1-1", Q)
    pair = [lambda: lock(world), lambda: do(world, seen)]
    outcomes = Overlap().outcomes(*(pair if lock_first else reversed(pair)))
    events = Event.objects.filter(report=report).count()
    report.refresh_from_db()
    locked = world.quarter(Q).is_locked
    if lock_first:
        assert outcomes[0] == "done"
        assert outcomes[1] in {"Stale", "NotOpen"}
        assert (locked, report.state, events) == (True, state, 0)
        return
    assert outcomes[0] == "done"
    assert events == 1
    # The numbers that the locker confirmed still hold, or the lock was not carried out.
    assert locked is (outcomes[1] == "done")
    if connection.vendor == "postgresql" and act != "attach":
        assert outcomes[1] == "Overtaken"
