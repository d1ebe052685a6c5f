"""What thousands of attempts do to `drill grade`: every verdict checked, and what grows or leaks.

Runs the installed command on the small bank of the tests. Linux only: it looks into /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BANK = Path(__file__).parent.parent / "tests" / "bank"
PROBLEM = "toy/softmax"
DRILL = str(Path(sys.executable).with_name("drill"))
SEED = 1  # of the hidden tests and of the mix: every run is the same one
TICK = 0.05
GRACE = 3.0  # seconds in which what a killed command leaves must be gone


@dataclass(frozen=True)
class Kind:
    """Attempts of one sort: how many in a hundred, and sources with the verdict each must get."""

    name: str
    percent: float
    sources: tuple[tuple[str, str], ...]


def body(*lines: str, before: str = "") -> str:
    """Return an attempt whose function has this body."""
    inside = "\n".join(f"    {line}" for line in lines)
    return f"{before}\n\n\ndef row_softmax(x, scale=1.0):\n{inside}\n"


CRASHING = (
    (body("os.abort()", before="import os"), "runtime_error"),
    (body("os._exit(0)", before="import os"), "runtime_error"),
    (body("ctypes.string_at(0)", before="import ctypes"), "runtime_error"),
    (body("return x", before="import os\nos._exit(0)"), "invalid"),
)
BROKEN = (
    (body("raise KeyError('weights')"), "runtime_error"),
    (body("return x.nothing()"), "runtime_error"),
    (body("raise SystemExit(0)"), "runtime_error"),
    ("def row_softmax(x, scale=1.0:\n    return x\n", "invalid"),
    ("raise RuntimeError('at import')\n", "invalid"),
    ("def softmax(x, scale=1.0):\n    return x\n", "invalid"),
)
SPINNING = (
    (body("while True:", "    pass"), "time_limit"),
    (
        body(
            *("while True:", "    try:", "        while True:", "            x = x + 1"),
            *("    except BaseException:", "        pass"),
        ),
        "time_limit",
    ),
)
SLEEPING = ((body("time.sleep(1000)", before="import time"), "time_limit"),)


def kinds() -> tuple[Kind, ...]:
    """Return the mix: honest, wrong, forbidden, crashing, broken and hanging attempts."""
    solutions = BANK / "solutions" / PROBLEM
    right = [solutions / "reference.py", *sorted((solutions / "alternatives").glob("*.py"))]
    wrong = sorted((solutions / "mistakes").glob("*.py"))
    return (
        Kind("right", 55, tuple((path.read_text(), "accepted") for path in right)),
        Kind("known mistake", 28, tuple((path.read_text(), "wrong_answer") for path in wrong)),
        Kind("forbidden", 2, (((solutions / "builtin.py").read_text(), "forbidden"),)),
        Kind("crashing", 5, CRASHING),
        Kind("broken", 5, BROKEN),
        Kind("spinning", 4, SPINNING),
        Kind("sleeping", 1, SLEEPING),
    )


def build(folder: Path, count: int) -> dict[str, str]:
    """Write so many attempts, no two alike, and return each path's verdict."""
    chosen = [
        kind.sources[number % len(kind.sources)]
        for kind in kinds()
        for number in range(max(1, round(count * kind.percent / 100)))
    ]
    random.Random(SEED).shuffle(chosen)
    place = folder / PROBLEM
    place.mkdir(parents=True)
    expected = {}
    for number, (source, verdict) in enumerate(chosen):
        path = place / f"a{number:05}.py"
        path.write_text(f"{source}\n# attempt {number}\n")
        expected[str(path)] = verdict
    return expected


# ---- watching a run -----------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """One look at a running command and its warm process."""

    command_mb: float
    warm_mb: float
    command_descriptors: int
    warm_descriptors: int
    workers: int


@dataclass
class Run:
    """One run of the command: how it ended, what it printed, what was seen on the way."""

    code: int = 0
    seconds: float = 0.0
    reports: list[dict[str, Any]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    left: int = 0

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of every path."""
        return {report["attempt"]["path"]: report["verdict"] for report in self.reports}

    def typical(self, part: slice, what: str) -> float:
        """Return the median of one measure over a part of the looks."""
        return float(statistics.median(getattr(look, what) for look in self.looks[part]))

    def early(self, what: str) -> float:
        """Return a measure once the run is under way: of the second tenth of the looks."""
        tenth = max(1, len(self.looks) // 10)
        return self.typical(slice(tenth, 2 * tenth), what)

    def late(self, what: str) -> float:
        """Return a measure towards the end: of the tenth of the looks before the last."""
        tenth = max(1, len(self.looks) // 10)
        return self.typical(slice(-2 * tenth, -tenth), what)


def environment(folder: Path) -> dict[str, str]:
    """Return a user's environment; its temporary folder marks every process of the run."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DRILL_")}
    (folder / "tmp").mkdir(exist_ok=True)
    own = {"DRILL_HOME": str(folder / "home"), "DRILL_BANK": str(BANK)}
    return kept | own | {"TMPDIR": str(folder / "tmp")}


def command(attempts: Path, *words: str, jobs: int = 2) -> list[str]:
    """Return the command that grades a folder."""
    numbers = ["--jobs", str(jobs), "--seed", str(SEED)]
    return [DRILL, "grade", str(attempts), "--json", *numbers, *words]


def run(folder: Path, words: Sequence[str], output: Path, *, stop_at: int | None = None) -> Run:
    """Run a command that appends reports to a file, and kill it once there are `stop_at`."""
    began = time.perf_counter()
    done = Run()
    with output.open("ab") as out:
        process = subprocess.Popen(
            words, env=environment(folder), stdin=subprocess.DEVNULL, stdout=out
        )
        while process.poll() is None:
            if (seen := look(process.pid)) and output.stat().st_size:
                done.looks.append(seen)
            if stop_at is not None and output.read_bytes().count(b"\n") >= stop_at:
                process.kill()
            time.sleep(TICK)
    done.code, done.seconds = process.returncode, time.perf_counter() - began
    done.left = leftovers(folder)
    done.reports = [json.loads(line) for line in output.read_text().splitlines()]
    return done


def look(pid: int) -> Look | None:
    """Look at a command and its warm process, or return None while one of them is not there."""
    try:
        warm = children(pid)[0]
        workers = sum(1 + len(children(child)) for child in children(warm))
        return Look(resident_mb(pid), resident_mb(warm), files(pid), files(warm), workers)
    except (OSError, IndexError):
        return None


def children(pid: int) -> list[int]:
    """Return a process's children."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def resident_mb(pid: int) -> float:
    """Return a process's resident memory in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def files(pid: int) -> int:
    """Return how many descriptors a process holds."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def members(folder: Path) -> Iterator[int]:
    """Yield the living processes that were started with this run's temporary folder."""
    mark = os.fsencode(folder / "tmp")
    for place in Path("/proc").iterdir():
        try:
            if place.name.isdigit() and mark in (place / "environ").read_bytes():
                yield int(place.name)
        except OSError:
            continue


def leftovers(folder: Path) -> int:
    """Count what is still alive of a run after a little grace."""
    deadline = time.monotonic() + GRACE
    while (left := len(list(members(folder)))) and time.monotonic() < deadline:
        time.sleep(TICK)
    return left


# ---- what is asked of a run ---------------------------------------------------------------


def faults(expected: dict[str, str], done: Run) -> list[str]:
    """Return in words what is wrong with the reports: missing, doubled or with another verdict."""
    got = done.verdicts
    words = [f"{path}: no report" for path in expected.keys() - got.keys()]
    words += [f"{len(done.reports) - len(got)} doubled"] * (len(done.reports) != len(got))
    for path, verdict in expected.items():
        if got.get(path, verdict) != verdict:
            words.append(f"{path}: {got[path]} instead of {verdict}")
    return words


def outcome(report: dict[str, Any]) -> tuple[Any, ...]:
    """Return what must be the same each time: the verdict, every case's, and the diagnosis."""
    found = report["diagnosis"] or {}
    cases = tuple((case["name"], case["verdict"]) for case in report["cases"])
    return report["verdict"], cases, found.get("mistake")


def alone(folder: Path, done: Run, count: int) -> list[str]:
    """Grade a sample one by one and return what then comes out otherwise."""
    sample = random.Random(SEED).sample(done.reports, min(count, len(done.reports)))
    place = folder / "alone" / PROBLEM
    place.mkdir(parents=True)
    for report in sample:
        shutil.copy(report["attempt"]["path"], place)
    again = run(folder, command(folder / "alone", jobs=1), folder / "alone.jsonl")
    single = {Path(r["attempt"]["path"]).name: outcome(r) for r in again.reports}
    names = {Path(r["attempt"]["path"]).name: outcome(r) for r in sample}
    return [name for name, what in names.items() if single.get(name) != what]


@dataclass(frozen=True)
class Resumed:
    """A run killed half-way, and the run that completes it."""

    killed: Run
    kept: int
    whole: Run


def resumed(folder: Path, count: int) -> Resumed:
    """Kill a run half-way, cut its last line as a kill in the midst of it does, and resume it."""
    expected = build(folder / "resumed", count)
    output = folder / "resumed.jsonl"
    words = command(folder / "resumed")
    killed = run(folder, words, output, stop_at=len(expected) // 2)
    os.truncate(output, output.stat().st_size - 40)
    kept = output.read_bytes().count(b"\n")
    return Resumed(killed, kept, run(folder, [*words, "--resume", str(output)], output))


# ---- the table ----------------------------------------------------------------------------


def show(name: str, value: object, *, held: bool | None = None) -> bool:
    """Print a line; return whether what it asks for holds."""
    mark = {None: "    ", True: "ok  ", False: "BAD "}[held]
    print(f"{mark} {name:<44} {value}", flush=True)
    return held is not False


def show_list(name: str, words: Iterable[str]) -> bool:
    """Print how many things are wrong, and the first of them."""
    found = list(words)
    for line in found[:5]:
        print(f"     {line}")
    return show(name, len(found), held=not found)


def load(folder: Path, count: int) -> bool:
    """Grade many, and print the figures; return whether all is as it must be."""
    expected = build(folder / "in", count)
    done = run(folder, command(folder / "in"), folder / "out.jsonl")
    show("attempts, --jobs 2", len(expected))
    show("seconds", f"{done.seconds:.0f}")
    show("attempts a second", f"{len(expected) / done.seconds:.1f}")
    held = [show_list("missing, doubled or wrong verdicts", faults(expected, done))]
    held.append(show_list("otherwise than one by one, of 60", alone(folder, done, 60)))
    for name, what, slack in (
        ("command, resident MB", "command_mb", 5.0),
        ("warm process, resident MB", "warm_mb", 5.0),
        ("command, descriptors", "command_descriptors", 4),
        ("warm process, descriptors", "warm_descriptors", 2),
    ):
        before, after = done.early(what), done.late(what)
        most = max(getattr(seen, what) for seen in done.looks)
        words = f"{before:.1f} early, {after:.1f} late, {most:.1f} at most"
        held.append(show(name, words, held=after <= before + slack))
    show("workers at once, at most", max(seen.workers for seen in done.looks))
    held.append(show("processes left", done.left, held=done.left == 0))
    files_left = len(list((folder / "tmp").iterdir()))
    held.append(show("temporary files left", files_left, held=files_left == 0))
    return all(held)


def resume(folder: Path, count: int) -> bool:
    """Kill and resume, and print the figures; return whether all is as it must be."""
    result = resumed(folder, count)
    place = folder / "resumed" / PROBLEM
    total = len(list(place.iterdir()))
    show("killed after, of", f"{result.kept} of {total}")
    gone = result.killed.code == -signal.SIGKILL and result.killed.left == 0
    held = [show("processes left by the kill", result.killed.left, held=gone)]
    doubled = len(result.whole.reports) - len(result.whole.verdicts)
    held.append(show("graded twice", doubled, held=doubled == 0))
    missing = total - len(result.whole.verdicts)
    held.append(show("missing after --resume", missing, held=missing == 0))
    return all(held)


def main() -> int:
    """Print every figure; return 1 when one is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=2000)
    parser.add_argument("--resumed", type=int, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        held = [load(folder, chosen.attempts), resume(folder, chosen.resumed)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
