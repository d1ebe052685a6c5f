"""Grading goes on when the warm process dies: another takes its place and the check is run again.

Knows neither files nor the record. What fails with a warm process that works is not tried again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from grader.bank import Exercise
from grader.checking import Options, check
from grader.errors import JudgeError
from grader.model import Report
from grader.pool import Pool
from grader.source import Source

Tell = Callable[[str], None]


class Pools:
    """The present pool, and another in its place once its warm process is lost."""

    def __init__(self, tell: Tell, cancel: threading.Event | None = None) -> None:
        self._tell = tell
        self._cancel = cancel
        self.present = Pool(cancel=cancel)

    def __enter__(self) -> Self:
        """Start the first warm process without waiting for it."""
        self.present.__enter__()
        return self

    def __exit__(self, *what: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the present pool."""
        self.present.__exit__(*what)

    def mend(self) -> bool:
        """Replace a pool that gives no workers and tell why; say whether that was needed.

        Belongs to the thread that made the first.

        Raises:
            JudgeError: a new one gives none either.
        """
        if not (fault := _fault(self.present)):
            return False
        self._tell(f"{fault}; grading goes on with another")
        self.present.__exit__(None, None, None)
        self.present = Pool(cancel=self._cancel)
        self.present.__enter__()
        self.present.worker().close()
        return True


def check_mended(pools: Pools, exercise: Exercise, source: Source, options: Options) -> Report:
    """Grade one attempt, once more where the warm process died meanwhile.

    Raises:
        JudgeError: it died twice, or the grader failed otherwise; never the attempt's fault.
    """
    try:
        return check(pools.present, exercise, source, options)
    except JudgeError:
        if not pools.mend():
            raise
    return check(pools.present, exercise, source, options)


def _fault(pool: Pool) -> str:
    """Say why a pool gives no workers, or nothing where it does."""
    try:
        pool.worker().close()
    except JudgeError as error:
        return error.message
    return pool.died().message if pool.lost else ""
