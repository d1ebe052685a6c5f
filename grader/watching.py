"""Checking a file again and again: what changed on the disk, and a check that can be called off.

Knows neither terminals nor the record.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Self

from msgspec import Struct

from grader.bank import Exercise
from grader.checking import Options, check_on, stage_for
from grader.errors import JudgeError, UsageError
from grader.mending import Pools
from grader.model import Report
from grader.pool import CancelledError, Pool
from grader.source import Source, read_source
from grader.stage import Stage

SETTLE_MS = 10  # without a further change; an editor's save is several of them
DEBOUNCE_MS = 200  # at most so long


class Checked(Struct, frozen=True):
    """A check that came to its end; whether it was asked for, and not only run at a save."""

    source: Source
    report: Report
    asked: bool = False


class Trouble(Struct, frozen=True):
    """Why there was no check, for a person to mend: the file is gone, cannot be read."""

    message: str
    remedy: str


class Running(Struct, frozen=True):
    """A check has begun."""


Event = Checked | Trouble | Running | BaseException
Tell = Callable[[Event], None]


class Rechecker:
    """Checks one file in a thread of its own whenever it is asked to; the latest request wins.

    `tell` is called in that thread. Use as a context manager, whose end waits for the thread.
    """

    def __init__(self, exercise: Exercise, path: Path, options: Options, tell: Tell) -> None:
        self._exercise = exercise
        self._path = path
        self._options = options
        self._tell = tell
        self._requests: queue.SimpleQueue[bool | None] = queue.SimpleQueue()
        self._cancel = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._last = ""

    def __enter__(self) -> Self:
        """Start the thread, which starts the warm process."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Call off what runs and wait."""
        self._ask(None)
        self._thread.join()

    def check(self, *, anew: bool = False) -> None:
        """Check the file, unless its bytes are those checked last; `anew` even then.

        A check that runs is called off.
        """
        self._ask(anew)

    def _ask(self, request: bool | None) -> None:
        self._cancel.set()  # before the request, which clears it
        self._requests.put(request)

    def _serve(self) -> None:
        try:
            with Pools(lambda _: None, self._cancel) as pools:
                while self._on_one_pool(pools.present):
                    pools.mend()
        except BaseException as error:
            self._tell(error)

    def _on_one_pool(self, pool: Pool) -> bool:
        """Serve until the end, or until the warm process is lost: then return True."""
        going_on = True
        while going_on:
            with closing(stage_for(pool, self._exercise, self._options)) as stage:
                try:
                    going_on = self._on_one_stage(stage)
                except CancelledError:
                    self._last = ""  # what its processes still send belongs to no check
                except JudgeError:
                    if not pool.lost:
                        raise
                    self._last = ""
                    self._requests.put(False)
                    return True
        return False

    def _on_one_stage(self, stage: Stage) -> bool:
        """Serve until the end; return False then."""
        while True:
            stage.prepare(str(self._path))
            wanted = self._next()
            if wanted is None:
                return False
            self._one(stage, anew=wanted)

    def _next(self) -> bool | None:
        """Wait for requests and return what they come to: whether anew, or None for the end."""
        wanted = [self._requests.get()]
        self._cancel.clear()
        while not self._requests.empty():
            wanted.append(self._requests.get())
        return None if None in wanted else any(wanted)

    def _one(self, stage: Stage, *, anew: bool) -> None:
        try:
            source = read_source(self._path, self._exercise.stub)
        except UsageError as error:
            self._tell(Trouble(error.message, error.remedy))
            return
        if source.attempt.sha256 == self._last and not anew:
            return
        self._last = source.attempt.sha256
        self._tell(Running())
        self._tell(Checked(source, check_on(stage, source, self._options), asked=anew))


def changes(path: Path, stop: threading.Event) -> Iterator[None]:
    """Yield whenever the file may have changed, also when an editor put another in its place."""
    import watchfiles

    folder = path.parent
    filtered = watchfiles.watch(
        folder,
        watch_filter=lambda _change, changed: Path(changed).name == path.name,
        debounce=DEBOUNCE_MS,
        step=SETTLE_MS,
        stop_event=stop,
        recursive=False,
        raise_interrupt=False,
    )
    for _ in filtered:
        yield
