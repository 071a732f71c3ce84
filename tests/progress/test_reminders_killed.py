"""Runs that die, and runs at the same moment: none is lost, and none is sent twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from progress import delivering, notifying
from progress.models import Delivery, Notice
from tests.progress.robot_server import Robot, robot_server
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as started:
        yield started


@pytest.fixture
def world(robot) -> World:
    world = make_world()
    world.plan.quarters.filter(due_on__lt=TODAY).update(is_locked=True)
    for number, one in enumerate([world.education, world.labour, *world.counties]):
        one.robot_url = f"{robot.url}&n={number}"
        one.save()
    return world


def database_url(folder: Path) -> str:
    """The address of the test's database; one that lives in memory is written to a file."""
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        where = {"user": known["USER"], "password": known["PASSWORD"], "port": known["PORT"]}
        user, password, port = (quote(str(one), safe="") for one in where.values())
        host = known["HOST"] or known.get("OPTIONS", {}).get("host", "")
        if host.startswith("/"):
            return f"postgres://{user}@/{known['NAME']}?host={quote(host, safe='')}"
        return f"postgres://{user}:{password}@{host}:{port}/{known['NAME']}"
    with sqlite3.connect(folder / "shared.sqlite3") as file:
        connection.connection.backup(file)
    return f"sqlite:///{folder / 'shared.sqlite3'}"


def take_back(folder: Path) -> None:
    """What the other process stored, where it wrote to a file."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "shared.sqlite3") as file:
            file.backup(connection.connection)


def dying_run(point: str, robot: Robot, folder: Path) -> int:
    """Its return code; the one that is sending is killed once its message has arrived."""
    robot.hangs = point == "sending"
    environment = os.environ | {"DATABASE_URL": database_url(folder)}
    command = [sys.executable, "-m", "tests.progress.dying_run", point]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        if point == "sending":
            assert robot.arrived.wait(30)
            process.send_signal(signal.SIGKILL)
        code = process.wait(30)
    robot.hangs = False
    take_back(folder)
    return code


def run() -> delivering.Run:
    notifying.make(day=TODAY)
    return delivering.deliver(rows=Delivery.objects.all(), day=TODAY)


@pytest.mark.parametrize(
    ("point", "left", "code"),
    [("claimed", "claimed", 9), ("sending", "sending", -9), ("answered", "sending", 9)],
)
def test_a_run_that_dies_loses_nothing_and_doubles_nothing(
    world, robot, tmp_path, point, left, code
):
    assert dying_run(point, robot, tmp_path) == code
    dead = Delivery.objects.get(state=left)
    others = Delivery.objects.exclude(pk=dead.pk)
    assert set(others.values_list("state", flat=True)) == {"pending"}
    run()
    dead.refresh_from_db()
    assert dead.state == left, "another run may still hold it"
    long_ago = timezone.now() - delivering.LEASE - timedelta(seconds=1)
    Delivery.objects.filter(pk=dead.pk).update(claimed_at=long_ago)
    Delivery.objects.filter(pk=dead.pk, state="sending").update(sending_at=long_ago)
    run()
    run()
    dead.refresh_from_db()
    assert dead.state == ("sent" if point == "claimed" else "in_doubt")
    assert set(others.values_list("state", flat=True)) == {"sent"}
    assert len(robot.texts) == len(set(robot.texts)) == Delivery.objects.count()


def at_once(act: Callable[[], object], number: int) -> None:
    """SQLite's test database is in memory and all threads' own: there one after the other."""
    if connection.vendor == "sqlite":
        for _turn in range(number):
            act()
        return
    barrier = threading.Barrier(number)

    def turn(_number: int) -> None:
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(turn, range(number)))


def test_runs_at_the_same_moment_send_one_of_each(world, robot):
    at_once(run, 4)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Notice.objects.count() == Delivery.objects.count() == len(robot.texts) >= 5
    assert set(Counter(robot.texts).values()) == {1}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
