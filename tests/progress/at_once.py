"""Several people at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

Refusals = tuple[type[Exception], ...]


def at_once(acts: Sequence[Callable[[], object]], refused: Refusals) -> list[bool]:
    """Whether each was done, and not `refused`; any other fault fails the test.

    SQLite's test database is in memory and all threads' own: there they come one after the other.
    """
    in_memory = connection.vendor == "sqlite"

    def tried(act: Callable[[], object]) -> bool:
        try:
            act()
        except refused:
            return False
        finally:
            if not in_memory:
                connection.close()
        return True

    if in_memory:
        return [tried(act) for act in acts]

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))
