"""A hundred people in the last hour of a quarter, on this machine, locust included (promise 22)."""

import json
import tempfile
from pathlib import Path
from typing import Any

from bench.running import counted, locust, running

PEOPLE, LOGINS_A_SECOND, SECONDS = 100, 5, 90


def measure() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as run:
        print(f"load: {PEOPLE} filers, {LOGINS_A_SECOND} logins a second, {SECONDS} s")
        said, _errors = locust(run, PEOPLE, LOGINS_A_SECOND, SECONDS).communicate()
        rows = json.loads(said)
        for row in rows:
            print("  ", _line(row))
        found = counted(run)
        failures = sum(row["num_failures"] for row in rows)
        requests = sum(row["num_requests"] for row in rows)
        print(
            f"   {requests} requests, {failures} errors; {found.acknowledged} submissions "
            f"acknowledged, {len(found.lost)} lost, {len(found.doubled)} doubled"
        )


def _line(row: dict[str, Any]) -> str:
    times: dict[float, int] = {float(ms): count for ms, count in row["response_times"].items()}
    return (
        f"{row['name']:<12}{row['num_requests']:>6} requests, {row['num_failures']} errors, "
        f"median {_percentile(times, 0.5):.0f} ms, p95 {_percentile(times, 0.95):.0f} ms"
    )


def _percentile(times: dict[float, int], share: float) -> float:
    """Milliseconds within which `share` of the requests were answered."""
    wanted, passed = sum(times.values()) * share, 0
    for time in sorted(times):
        passed += times[time]
        if passed >= wanted:
            return time
    return 0.0
