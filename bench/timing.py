"""The time of a call, as the best of several: what disturbs a machine only ever adds."""

from collections.abc import Callable
from time import perf_counter


def best_of(call: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of `times` calls."""
    return min(_seconds(call) for _turn in range(times))


def _seconds(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
