"""Grading many attempts from one warm pool: every file of a folder, a report each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from msgspec import Struct

from grader.bank import Bank
from grader.check import Options, check
from grader.model import Report
from grader.pool import Pool
from grader.source import read_source


class Entry(Struct, frozen=True):
    """One file to grade, and the problem that its path names."""

    problem: str
    path: Path


def entries(folder: Path, names: Sequence[str]) -> list[Entry]:
    """Find `TOPIC/PROBLEM/NAME.py` and `TOPIC/PROBLEM.py` under a folder, in order of path."""
    found = [Entry(name, path) for name in names for path in (folder / name).glob("*.py")]
    found += [Entry(n, path) for n in names if (path := folder / f"{n}.py").is_file()]
    return sorted(found, key=lambda entry: entry.path)


def grade_all(bank: Bank, work: Sequence[Entry], options: Options, jobs: int) -> Iterator[Report]:
    """Grade every entry, `jobs` at once, and yield each report as it is done."""
    exercises = {name: bank.load(name) for name in {entry.problem for entry in work}}
    with Pool() as pool, ThreadPoolExecutor(jobs) as threads:

        def one(entry: Entry) -> Report:
            exercise = exercises[entry.problem]
            return check(pool, exercise, read_source(entry.path, exercise.stub), options)

        futures = [threads.submit(one, entry) for entry in work]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
