"""How far drill's time ratios are from the truth, beside plain `timeit` and torch's own Timer.

A solution against itself must give 1; one that is slowed by a known share must give that. With and
without a busy process for every core but one. Nothing here is an absolute time.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from grader.bank import Bank, Exercise, Submission
from grader.checking import Options, stage_for
from grader.entry import parse_entry
from grader.model import Timing
from grader.pool import Pool
from grader.timing import measure

PROBLEMS = (
    *("attention/sliding_window", "attention/multi_head", "attention/flash"),
    *("norms/rms_norm", "optimizers/adam", "tokenization/bpe_train"),
)
BARS = {"median": 0.01, "p95": 0.03, "covered": 0.93}
SIGNS = {1.05: 0.80, 1.20: 0.99, 2.00: 1.00}
HOG = "while True: sum(range(100_000))"
SLOWED = """

def _slowed(call):
    import time

    def slow(*args, **kw):
        began = time.thread_time()
        result = call(*args, **kw)
        until = began + (time.thread_time() - began) * {factor}
        while time.thread_time() < until:
            pass
        return result

    return slow


{target} = _slowed({target})
"""


def slowed(exercise: Exercise, factor: float) -> Submission:
    """Return the reference, its calls taking `factor` times as long."""
    ours = exercise.reference
    entries = [parse_entry(form) for form in exercise.problem.entry_points]
    called = next((e for e in entries if e.owner and e.name in ("forward", "step")), entries[0])
    target = f"{called.owner}.{called.name}" if called.owner else called.name
    source = ours.source + SLOWED.format(factor=factor, target=target)
    return Submission("attempt", "slowed", ours.path, source)


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep cores busy."""
    hogs = [subprocess.Popen([sys.executable, "-c", HOG]) for _ in range(processes)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def runs(pool: Pool, factor: float, number: int) -> Iterator[tuple[str, Timing, float]]:
    """Time the reference, slowed by a factor, against itself; yield what came and how long."""
    bank = Bank()
    for index in range(number):
        exercise = bank.load(PROBLEMS[index % len(PROBLEMS)])
        own = exercise.reference if factor == 1 else slowed(exercise, factor)
        began = time.perf_counter()
        with closing(stage_for(pool, exercise, Options(device="cpu"))) as stage:
            timing, remark = measure(stage, own, random.randrange(2**31))
        if timing is None:
            raise SystemExit(f"{exercise.name} was not timed: {remark}")
        yield exercise.name, timing, time.perf_counter() - began


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share lies."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def against_itself(pool: Pool, number: int) -> bool:
    """Print the error of ratios that should be 1, and whether it is within its bars."""
    found = list(runs(pool, 1, number))
    errors = [abs(timing.ratio - 1) for _, timing, _ in found]
    got = {
        "median": statistics.median(errors),
        "p95": quantile(errors, 0.95),
        "covered": statistics.fmean(t.low <= 1 <= t.high for _, t, _ in found),
    }
    widths = statistics.median((t.high - t.low) / 2 for _, t, _ in found)
    held = [
        show("a solution against itself: median error", got["median"], BARS["median"]),
        show("a solution against itself: 95th percentile", got["p95"], BARS["p95"]),
        show("the interval covers 1", got["covered"], BARS["covered"], least=True),
    ]
    print(f"     half the interval, median: {widths:.1%}; seconds a run: ", end="")
    print(f"{statistics.median(taken for *_, taken in found):.1f}")
    for name in PROBLEMS:
        own = [timing.ratio - 1 for problem, timing, _ in found if problem == name]
        print(f"       {name:<26}" + " ".join(f"{error:+.1%}" for error in own))
    return all(held)


def against_slowed(pool: Pool, number: int) -> bool:
    """Print how often a slowed solution comes out as slower."""
    held = []
    for factor, least in SIGNS.items():
        found = list(runs(pool, factor, number))
        right = statistics.fmean(timing.ratio > 1 for _, timing, _ in found)
        said = statistics.fmean(timing.low > 1 for _, timing, _ in found)
        held.append(show(f"slowed {factor:g}x: ratio above 1", right, least, least=True))
        ratio = statistics.median(timing.ratio for _, timing, _ in found)
        taken = statistics.median(seconds for *_, seconds in found)
        print(
            f"     median ratio {ratio:.3f}; said to be slower in {said:.0%}; {taken:.1f} s a run"
        )
    return all(held)


def show(what: str, got: float, bar: float, *, least: bool = False) -> bool:
    """Print one line and return whether the bar holds."""
    held = got >= bar if least else got <= bar
    bound = "at least" if least else "at most"
    print(f"{'ok  ' if held else 'MISS'} {what:<46} {got:6.1%} ({bound} {bar:.0%})", flush=True)
    return held


def others(number: int) -> None:
    """Print the same error for `timeit` and torch's Timer, which run one after the other."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("one_after_the_other.py"))]
    errors: dict[str, list[float]] = {}
    for index in range(number):
        folder = Bank().load(PROBLEMS[index % len(PROBLEMS)])
        words = [*command, str(folder.folder), folder.reference.path]
        ran = subprocess.run(words, capture_output=True, text=True, check=True)
        for method, ratio in json.loads(ran.stdout.splitlines()[-1]).items():
            errors.setdefault(method, []).append(abs(ratio - 1))
    for method, values in errors.items():
        middle, high = statistics.median(values), quantile(values, 0.95)
        print(f"     {method:<30} median error {middle:6.1%}, 95th percentile {high:6.1%}")


def main() -> int:
    """Print everything; return 1 when something is over its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60, help="per line (60)")
    number = parser.parse_args().runs
    held = []
    for processes in (0, max(1, (os.cpu_count() or 1) - 1)):
        print(f"---- {processes} busy processes beside it, {number} runs a line")
        with load(processes), Pool() as pool:
            held += [against_itself(pool, number), against_slowed(pool, number // 2)]
            others(number // 2)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
