"""`check` for notebooks and the Python prompt, and the cell magic `%%drill`.

Processes are kept between calls and end with Python. What is checked here is recorded like every
other check.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
from contextlib import closing
from typing import Any

from msgspec import Struct

from grader.bank import Bank, Exercise
from grader.carrying import source_of, standing_alone
from grader.checking import Options
from grader.mending import Pools, check_mended
from grader.model import Attempt, Report
from grader.notebook_report import as_html, as_text
from grader.source import parsed
from grader.store import Store


class Checked(Struct, frozen=True):
    """A check's report, which shows itself: as HTML in Jupyter, as text elsewhere."""

    report: Report

    @property
    def passed(self) -> bool:
        """Whether the solution was accepted."""
        return self.report.verdict == "accepted"

    def __repr__(self) -> str:
        return as_text(self.report)

    def _repr_html_(self) -> str:
        return as_html(self.report)


def check(problem: str, solutions: tuple[Any, ...], options: Options) -> Checked:
    """Grade functions or classes that are defined where this is called."""
    exercise = _bank().load(_bank().find(problem))
    return _checked(exercise, source_of(solutions), options)


def check_cell(problem: str, cell: str, names: dict[str, Any], options: Options) -> Checked:
    """Grade the code of a cell, with what it uses of the notebook's names."""
    exercise = _bank().load(_bank().find(problem))
    return _checked(exercise, standing_alone(cell, names), options)


def load_magic(shell: Any) -> None:
    """Give a shell of IPython the cell magic."""

    def drill(line: str, cell: str) -> Checked:
        """%%drill PROBLEM: run the cell and grade what it defines."""
        shell.run_cell(cell).raise_error()
        return check_cell(line.strip(), cell, shell.user_ns, Options(timing=False))

    shell.register_magic_function(drill, "cell")


@functools.cache
def _bank() -> Bank:
    return Bank()


@functools.cache
def _pools() -> Pools:
    pools = Pools(print)
    pools.__enter__()
    atexit.register(pools.__exit__)
    return pools


def _checked(exercise: Exercise, text: str, options: Options) -> Checked:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = parsed(Attempt(f"notebook/{exercise.name}.py", digest), text, exercise.stub)
    report = check_mended(_pools(), exercise, source, options)
    with closing(Store()) as store:
        store.record(report, text, whole=not options.only)
    return Checked(report)
