"""The site under load: sets it up, lets locust loose on it, counts what was kept."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.crowd import PASSWORD
from bench.serving import ROOT, Kept, postgres, site


@dataclass
class Running:
    """A site with its crowd. `folder` holds its files, `environment` what its processes get."""

    address: str
    folder: Path
    environment: dict[str, str]
    server: Kept
    database: Kept

    @property
    def acknowledged_file(self) -> Path:
        return self.folder / "acknowledged.jsonl"


@dataclass(frozen=True)
class Counted:
    """What was answered as done, what is there, and what is not as it was answered."""

    acknowledged: int
    stored: int
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    with postgres() as (url, database):
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "nanyang_vet.settings",
            "DJANGO_ENV": "local",
            "BUSINESS_DATE": "2024-10-10",
        }
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_task_list", "fixtures/task-list.txt")
        _python(environment, "-m", "bench.crowd", str(folder / "crowd.json"))
        with site(environment) as (address, server):
            yield Running(address, folder, environment, server, database)


def manage(environment: dict[str, str], *words: str) -> str:
    return _python(environment, "manage.py", *words)


def _python(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}\n{done.stderr[-2000:]}")
    return done.stdout


def locust(run: Running, people: int, at_once: float, seconds: int) -> subprocess.Popen[str]:
    """Starts `people` filers, `at_once` a second, for `seconds`; prints its figures as JSON."""
    command = [sys.executable, "-m", "locust", "-f", str(ROOT / "bench" / "filers.py")]
    command += ["--headless", "--host", run.address, "-u", str(people), "-r", str(at_once)]
    command += ["-t", f"{seconds}s", "--json", "--loglevel", "CRITICAL", "--skip-log"]
    environment = run.environment | {
        "CROWD": str(run.folder / "crowd.json"),
        "CROWD_PASSWORD": PASSWORD,
        "ACKNOWLEDGED": str(run.acknowledged_file),
    }
    return subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def counted(run: Running) -> Counted:
    """Compares every acknowledged submission with what the database holds now."""
    found: dict[str, Any] = json.loads(
        _python(run.environment, "-m", "bench.crowd", "-", "--check")
    )
    path = run.acknowledged_file
    said = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    lost = [one["pk"] for one in said if not _is_stored(one, found["submitted"])]
    return Counted(len(said), len(found["submitted"]), lost, found["doubled"])


def _is_stored(one: dict[str, Any], submitted: dict[str, str]) -> bool:
    figure = submitted.get(str(one["pk"]))
    return figure is not None and float(figure) == float(one["figure"])
