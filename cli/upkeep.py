"""The commands about drill itself: doctor and demo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.context import Context
from cli.practice import Json

if TYPE_CHECKING:
    from grader.machine import Machine

# What no layer changes; SECURITY.md has all of it.
WORDS = (
    "never promised: a sandbox against a hostile binary; check code that you would run",
    "to report a wrong verdict: open an issue with this, the attempt and drill check --json",
    "of harm to the machine write to the maintainers privately first; more in SECURITY.md",
)
DEMO = "attention/sliding_window"
DEMO_MISTAKE = "future_not_hidden"


def doctor(json: Json = False) -> None:
    """Describe this machine and this installation, to paste into a report."""
    from grader.machine import describe

    context = Context()
    with context.busy("asking torch"):
        machine = describe(context.bank)
    if json:
        context.json(machine)
    else:
        context.show("\n".join(_lines(machine)))


def _lines(machine: Machine) -> list[str]:
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages.items())
    lines = [
        f"drill     {machine.drill}",
        f"python    {machine.python}",
        f"platform  {machine.platform}, {machine.cores} cores",
        f"packages  {packages}",
        *(f"device    {name}: {label}" for name, label in machine.devices.items()),
        f"bank      {machine.bank}, {machine.problems} problems",
        f"data      {machine.data} (record: {machine.record})",
    ]
    for what, on in machine.protections.items():
        lines.append(f"{'on ' if on else 'OFF'}       {what}")
        if not on:
            lines.append(f"          not promised: {machine.not_promised[what]}")
    error = machine.last_error.strip().splitlines()
    lines += ["last error"] + [f"  {line}" for line in error] if error else ["last error: none"]
    return [*lines, *WORDS]


def demo() -> None:
    """Take the tour: a mistake diagnosed and a right answer timed, in a temporary workspace."""
    from tempfile import TemporaryDirectory

    from cli import render
    from cli.practice import grade_file
    from grader.checking import Options
    from grader.store import EventKind
    from grader.workspace import attempt_path, scaffold, write_whole

    with TemporaryDirectory(prefix="drill-demo-") as folder:
        os.environ["DRILL_HOME"] = str(Path(folder) / "home")
        context = Context(Path(folder))
        exercise = context.bank.load(DEMO)
        path = attempt_path(Path(folder), DEMO)

        _heading(context, f"drill new {DEMO}")
        scaffold(path, exercise.stub)
        context.store.note(DEMO, EventKind.STARTED, str(path))
        context.store.set_current(DEMO)
        context.show(f"  wrote {DEMO}/attempt.py ({exercise.problem.minutes} minutes)")

        mistake = next(m for m in exercise.mistakes if m.name == DEMO_MISTAKE)
        right = exercise.alternatives[0]
        for words, submission in (("a classic mistake", mistake), ("a right answer", right)):
            _heading(context, f"drill check     ({words})")
            write_whole(path, _without_docstring(submission.source))
            context.show(render.report(grade_file(context, DEMO, path, Options(device="cpu"))))

        _heading(context, "drill stats")
        _stats(context)
        context.store.close()
    typer.echo("Now yours: drill list, drill new PROBLEM, drill check")


def _heading(context: Context, command: str) -> None:
    from rich.text import Text

    context.show(Text(f"\n$ {command}", "bold cyan"))


def _without_docstring(source: str) -> str:
    import ast

    first = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[first.end_lineno or 0 :]).lstrip() + "\n"


def _stats(context: Context) -> None:

    from cli.progress import statistics
    from cli.render_stats import stats

    today = context.today
    context.show(stats(statistics(context, today), today))
