"""Which processor to measure on: the one that idles most, for all that is measured.

One processor for all means one set of caches, no moving about, and a worker that is asleep
whenever its CPU clock is read. Where the system has no affinity, everything stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path


def idlest() -> Callable[[], int | None]:
    """Begin to watch; the function returned names the processor that has idled most since."""
    before = _idle_ticks()

    def name() -> int | None:
        now = _idle_ticks()
        return max(now, key=lambda number: now[number] - before.get(number, 0), default=None)

    return name


@contextmanager
def on_processor(number: int | None, processes: Sequence[int]) -> Iterator[None]:
    """Keep this thread and these processes on one processor; this thread is free again after."""
    if number is None or not processes:
        yield
        return
    ours = os.sched_getaffinity(0)
    try:
        for process in (0, *processes):
            with suppress(OSError):
                os.sched_setaffinity(process, {number})
        yield
    finally:
        os.sched_setaffinity(0, ours)


def _idle_ticks() -> dict[int, int]:
    """Return how long each processor that we may use has idled, where the system tells."""
    try:
        allowed = os.sched_getaffinity(0)
        lines = Path("/proc/stat").read_text().splitlines()
    except (AttributeError, OSError):
        return {}
    rows = [line.split() for line in lines if line.startswith("cpu") and line[3].isdigit()]
    ticks = {int(row[0].removeprefix("cpu")): int(row[4]) for row in rows}
    return {number: idle for number, idle in ticks.items() if number in allowed}
