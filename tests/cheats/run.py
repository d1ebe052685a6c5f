"""Grade the corpus by the installed command: `python -m tests.cheats.run [--jobs 2] [--only TEXT]`.

Prints a table by family and every failure with the verdict it got; ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.cheats.corpus import Family, Fixture, Kind, load

ROOT = Path(__file__).parents[2]
SEED = 7
SECONDS = 120
_LANDLOCK_CREATE_RULESET = 444
_VERSION = 1


@dataclass(frozen=True)
class Outcome:
    """What came of one fixture; no verdict where it was skipped."""

    fixture: Fixture
    verdict: str = ""
    code: int = 0
    detail: str = ""

    @property
    def skipped(self) -> bool:
        """Say whether this system lacks what the defence needs."""
        return not self.verdict

    @property
    def right(self) -> bool:
        """Say whether verdict and exit code are those that the fixture must get."""
        code = 0 if self.verdict == "accepted" else 1
        return self.verdict in self.fixture.verdicts and self.code == code

    def __str__(self) -> str:
        fixture = self.fixture
        wanted = " or ".join(fixture.verdicts)
        return (
            f"{fixture.kind}/{fixture.family}/{fixture.name} ({fixture.problem}): wanted {wanted}, "
            f"got {self.verdict} (exit code {self.code}){self.detail}"
        )


def run(fixtures: Iterable[Fixture], *, jobs: int = 2, seed: int = SEED) -> Iterator[Outcome]:
    """Grade these fixtures, `jobs` at a time, and yield what came of each in their order."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda fixture: grade(fixture, seed=seed), fixtures)


def grade(fixture: Fixture, *, seed: int = SEED) -> Outcome:
    """Grade one fixture by the installed command, in an empty folder and with a home of its own."""
    if fixture.needs == "landlock" and not has_landlock():
        return Outcome(fixture)
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        folder = Path(name)
        (folder / "work").mkdir()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DRILL_")}
        environment |= {"DRILL_HOME": str(folder / "home"), "COLUMNS": "80"}
        if fixture.runs > 1:
            environment["DRILL_BANK"] = str(copied_bank(fixture.problem, folder / "bank"))
        for _ in range(fixture.runs):
            outcome = _graded(fixture, folder / "work", environment, seed)
        return outcome


def copied_bank(problem: str, folder: Path) -> Path:
    """Copy one problem with its solutions, for a fixture that writes into the bank."""
    for part in ("problems", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part / problem, folder / part / problem, ignore=ignored)
    return folder


def has_landlock() -> bool:
    """Ask the kernel whether a process may restrict its own view of the files (Linux)."""
    if sys.platform != "linux":
        return False
    version = ctypes.CDLL(None).syscall(_LANDLOCK_CREATE_RULESET, None, 0, _VERSION)
    return bool(version > 0)


def table(outcomes: Iterable[Outcome]) -> str:
    """Return how many of each family were caught and accepted, and how many were skipped."""
    rows: list[tuple[str, ...]] = [("family", "cheats", "caught", "twins", "accepted", "skipped")]
    judged = list(outcomes)
    for family in (*Family, None):
        here = [o for o in judged if family in (o.fixture.family, None)]
        cheats, twins = ([o for o in here if o.fixture.kind is kind] for kind in Kind)
        caught, accepted = (sum(o.right for o in kind) for kind in (cheats, twins))
        skipped = sum(o.skipped for o in here)
        numbers = f"{len(cheats)} {caught} {len(twins)} {accepted} {skipped}".split()
        rows.append((family or "all", *numbers))
    return "\n".join(f"{row[0]:<16}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows)


def main() -> int:
    """Grade what was asked for, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="how many are graded at a time")
    parser.add_argument("--only", default="", help="only those whose path has this text in it")
    parser.add_argument("--seed", type=int, default=SEED, help="the seed of every run")
    given = parser.parse_args()
    chosen = [f for f in load() if given.only in f"{f.kind}/{f.family}/{f.name} {f.problem}"]
    outcomes: list[Outcome] = []
    for outcome in run(chosen, jobs=given.jobs, seed=given.seed):
        outcomes.append(outcome)
        if not (outcome.right or outcome.skipped):
            print(f"FAILED {outcome}", flush=True)
    print(table(outcomes))
    wrong = [outcome for outcome in outcomes if not (outcome.right or outcome.skipped)]
    return 1 if wrong or not outcomes else 0


def _graded(fixture: Fixture, folder: Path, environment: dict[str, str], seed: int) -> Outcome:
    command = [str(Path(sys.executable).with_name("drill")), "check", fixture.problem]
    options = ["--file", str(fixture.path), "--json", "--no-timing", "--seed", str(seed)]
    try:
        done = subprocess.run(
            command + options,
            cwd=folder,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(fixture, "no answer", -1)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return Outcome(fixture, "no report", done.returncode, f": {''.join(last)[:200]}")
    if "error" in report:
        words = report["error"]["message"]
        return Outcome(
            fixture, f"error of the {report['error']['kind']}", done.returncode, f": {words}"
        )
    return Outcome(fixture, report["verdict"], done.returncode, _first_failure(report))


def _first_failure(report: dict[str, object]) -> str:
    cases = report["cases"]
    if report["message"]:
        return f": {report['message']}"[:300]
    for case in cases if isinstance(cases, list) else ():
        if case["verdict"] not in ("accepted", "not_run"):
            return f": {case['name']}: {case['message']}"[:300]
    return ""


if __name__ == "__main__":
    sys.exit(main())
