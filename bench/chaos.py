"""What is killed while people submit: was anything lost or doubled, and how soon was it back?
(promise 7). Everything dies by SIGKILL, and a supervisor starts it again as systemd does."""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.running import Running, counted, locust, running
from bench.serving import Outages

PEOPLE, SECONDS = 40, 100


def kill_worker(run: Running) -> None:
    os.kill(run.server.children[0], signal.SIGKILL)


def kill_both(run: Running) -> None:
    run.database.kill()
    run.server.kill()


KILLS: list[tuple[int, str, Callable[[Running], None]]] = [
    (25, "one worker of gunicorn", kill_worker),
    (40, "gunicorn itself", lambda run: run.server.kill()),
    (60, "PostgreSQL", lambda run: run.database.kill()),
    (80, "PostgreSQL and gunicorn", kill_both),
]


def measure() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as run:
        print(f"chaos: {PEOPLE} filers submit for {SECONDS} s")
        started = time.monotonic()
        crowd = locust(run, PEOPLE, 10, SECONDS)
        for at, name, kill in KILLS:
            time.sleep(max(0.0, started + at - time.monotonic()))
            watched = Outages(run.address)
            time.sleep(0.5)
            kill(run)
            time.sleep(13)
            spans = watched.stop()
            longest = max((end - start for start, end in spans), default=0.0)
            print(f"   kill -9 of {name}: away for {longest:.1f} s")
        crowd.communicate()
        found = counted(run)
        print(
            f"   acknowledged {found.acknowledged}, stored {found.stored}, "
            f"lost {len(found.lost)}, doubled {len(found.doubled)}"
        )
