"""How long a person waits, as ratios to what cannot be avoided on the same machine.

Whole processes, alternating, medians. An absolute time says nothing on a shared machine; a ratio
within one run does.
"""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from grader.bank import Bank, Exercise
from grader.checking import Options, check_on, stage_for
from grader.model import Attempt, Report, Verdict, Versions
from grader.pool import Pool
from grader.source import Source
from grader.store import Store

ROUNDS = 11
ATTEMPTS = 100
GRADE_ROUNDS = 3
GRADED = (  # some thirteen attempts at each, as a class hands them in
    *("attention/flash", "attention/multi_head", "attention/sliding_window", "backprop/dropout"),
    *("norms/rms_norm", "optimizers/adam", "tokenization/bpe_encode", "tokenization/bpe_train"),
)
WARM_ROUNDS = 30
TYPING_SECONDS = 0.3
PROBLEM = "norms/rms_norm"
PYTHON = sys.executable
DRILL = str(Path(sys.executable).with_name("drill"))
TAB = [  # what a shell runs when the Tab key is pressed after `drill new att`
    *("env", "_DRILL_COMPLETE=complete_bash", "COMP_WORDS=drill new att", "COMP_CWORD=2", DRILL),
]
LIGHT = [PYTHON, "-c", "import typer, rich.table"]
HEAVY = [PYTHON, "-c", "import torch, pytest"]


def seconds(command: list[str], folder: Path) -> float:
    """Run a command in a folder with a home of its own and return its wall time."""
    began = time.perf_counter()
    environment = os.environ | {"DRILL_HOME": str(folder / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python caches what it compiles
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return time.perf_counter() - began


def medians(commands: dict[str, list[str]], folder: Path) -> dict[str, float]:
    """Run all commands in turn, many rounds, and return each one's median."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(seconds(command, folder))
    return {name: statistics.median(values) for name, values in taken.items()}


def fill_record(folder: Path, checks: int) -> None:
    """Record many checks, as after months of practice."""
    names = Bank().names()
    with Store(folder / "home") as store:
        for number in range(checks):
            verdict = Verdict.WRONG_ANSWER if number % 3 else Verdict.ACCEPTED
            report = _report(names[number % len(names)], verdict)
            store.record(report, "pass\n" * 30, whole=True)


def _report(problem: str, verdict: Verdict) -> Report:
    return Report(
        problem=problem,
        attempt=Attempt("attempt.py", ""),
        device="cpu",
        dtypes=(),
        seed=0,
        verdict=verdict,
        cases=(),
        diagnosis=None,
        timing=None,
        cost=None,
        versions=Versions("", "", ""),
        seconds=1.0,
    )


def warm_overhead() -> tuple[float, float]:
    """Return a warm re-check's median seconds, and the hidden tests' own seconds in it.

    As `drill watch` does it: what needs no source is prepared while the person types.
    """
    exercise = Bank().load(PROBLEM)
    ours = exercise.alternatives[0]
    source = Source(Attempt(ours.path, ""), ours.source)
    taken, own = [], []
    options = Options(timing=False)
    with Pool() as pool, closing(stage_for(pool, exercise, options)) as stage:
        for _ in range(WARM_ROUNDS):
            stage.prepare(ours.path)
            time.sleep(TYPING_SECONDS)
            began = time.perf_counter()
            report = check_on(stage, source, options)
            taken.append(time.perf_counter() - began)
            own.append(sum(case.seconds for case in report.cases))
    return statistics.median(taken), statistics.median(own)


def save_to_verdict(folder: Path) -> float:
    """Return the median seconds from a save until `drill watch` shows the verdict of it."""
    bank, path = Bank().load(PROBLEM), folder / "attempt.py"
    words = {b"accepted": bank.alternatives[0].source, b"wrong answer": bank.mistakes[0].source}
    folder.mkdir()
    environment = os.environ | {"DRILL_HOME": str(folder / "home")}
    new = [DRILL, "new", PROBLEM]
    made = subprocess.run(new, cwd=folder, env=environment, capture_output=True, check=True)
    path = Path(made.stdout.decode().strip())
    master, theirs = pty.openpty()
    watch = [DRILL, "watch", PROBLEM]
    process = subprocess.Popen(
        watch, cwd=folder, env=environment | {"TERM": "xterm"}, stdin=theirs, stdout=theirs
    )
    taken = []
    try:
        _read_until(master, b"this is still the stub")
        for turn in range(WARM_ROUNDS):
            word, source = list(words.items())[turn % 2]
            time.sleep(TYPING_SECONDS)
            path.write_text(source, encoding="utf-8")
            began = time.perf_counter()
            _read_until(master, word)
            taken.append(time.perf_counter() - began)
    finally:
        process.kill()
        process.wait()
        os.close(theirs)
        os.close(master)
    return statistics.median(taken[2:])  # the first of each finds out what the others remember


def _read_until(master: int, word: bytes) -> None:
    shown = b""
    while word not in shown:
        shown = shown[-100:] + os.read(master, 2**16)


def first_line(folder: Path) -> float:
    """Return the median seconds until `drill check` says its first line, over those of --help."""
    command = [DRILL, "check", PROBLEM, "--no-timing", "--file", _answer()]
    taken: dict[str, list[float]] = {"first": [], "help": []}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with _started(command, folder) as process:
            assert process.stderr is not None
            process.stderr.readline()
            taken["first"].append(time.perf_counter() - began)
            process.communicate()
        taken["help"].append(seconds([DRILL, "--help"], folder))
    return statistics.median(taken["first"]) / statistics.median(taken["help"])


def _started(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DRILL_HOME": str(folder / "home")}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=pipe, stderr=pipe)


def _answer() -> str:
    return Bank().load(PROBLEM).alternatives[0].path


def many_attempts(folder: Path) -> float:
    """Return how many times faster `drill grade` is than a pytest process an attempt.

    The hundred processes are not all run: some, one a problem, stand for the others. Median of
    rounds, in each of which both are run, so that what else the machine does falls on both.
    """
    bank, work = Bank(), folder / "attempts"
    exercises = [bank.load(name) for name in GRADED]
    for number in range(ATTEMPTS):
        exercise = exercises[number % len(exercises)]
        ours = (*exercise.alternatives, *exercise.mistakes)
        chosen = ours[number // len(exercises) % len(ours)]
        path = work / exercise.name / f"a{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(chosen.source, encoding="utf-8")
    return statistics.median(_gain(exercises, work) for _ in range(GRADE_ROUNDS))


def _gain(exercises: list[Exercise], work: Path) -> float:
    folder = work.parent
    grade = [DRILL, "grade", str(work), "--json", "--jobs", "2"]
    began = time.perf_counter()
    subprocess.run(grade, cwd=folder, capture_output=True, check=False)  # 1: some are wrong
    whole = time.perf_counter() - began
    plain = [str(Path(__file__).with_name("plain_pytest.py"))]
    alone = []
    for exercise in exercises:
        path = sorted((work / exercise.name).glob("*.py"))[0]
        alone.append(seconds([PYTHON, *plain, str(exercise.folder), str(path)], folder))
    return ATTEMPTS * statistics.fmean(alone) / whole


def show(name: str, value: float, limit: float, unit: str) -> bool:
    """Print one line and return whether the limit holds."""
    held = value <= limit
    print(f"{'ok  ' if held else 'OVER'} {name:<46} {value:7.2f} {unit} (at most {limit:g})")
    return held


def main() -> int:
    """Print every ratio; return 1 when one is over its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill_record(folder, 500)
        fast = medians(
            {
                "import typer, rich.table": LIGHT,
                "drill --help": [DRILL, "--help"],
                "drill list": [DRILL, "list"],
                "Tab after drill new att": TAB,
                "drill stats, 500 checks": [DRILL, "stats"],
            },
            folder,
        )
        cold = [DRILL, "check", PROBLEM, "--no-timing", "--file", _answer()]
        first, gain = first_line(folder), many_attempts(folder)
        slow = medians({"import torch, pytest": HEAVY, "cold drill check": cold}, folder)
        watched = save_to_verdict(folder / "watched")
    whole, own = warm_overhead()
    light, heavy = fast.pop("import typer, rich.table"), slow.pop("import torch, pytest")
    print(f"     import typer, rich.table: {1e3 * light:.0f} ms")
    print(f"     import torch, pytest: {heavy:.2f} s")
    held = [show(what, value / light, 2.2, "x") for what, value in fast.items()]
    tab = fast["Tab after drill new att"] / fast["drill list"]
    held.append(show("Tab after drill new att, over drill list", tab, 1.3, "x"))
    held += [show(f"{what} {PROBLEM}", value / heavy, 1.2, "x") for what, value in slow.items()]
    held.append(show("first line of drill check, over --help", first, 1.5, "x"))
    held.append(show("warm re-check beyond the tests' own time", 1e3 * (whole - own), 60, "ms"))
    held.append(show("drill watch, from save to verdict", 1e3 * watched, 200, "ms"))
    held.append(show("100 attempts by grade, share of 100 pytests", 1 / gain, 1 / 15, "x"))
    print(f"     that is {gain:.1f} times faster")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
