"""Work that is done side by side, in threads that wait for processes.

Knows nothing of what the work is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Outcome = TypeVar("Outcome")


def side_by_side(
    threads: ThreadPoolExecutor, tasks: Iterable[Callable[[], Outcome]], jobs: int
) -> Iterator[Outcome]:
    """Run tasks, `jobs` at once, and yield what they return; none is taken before its turn."""
    ahead = iter(tasks)
    running = {threads.submit(task) for task in islice(ahead, jobs)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        while done:
            yield done.pop().result()
        running |= {threads.submit(task) for task in islice(ahead, jobs - len(running))}
