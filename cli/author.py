"""The commands for those who write problems or grade many attempts: verify, new-problem, grade."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Verdict
    from grader.verify import Verification


def verify(
    problems: Annotated[
        list[str] | None, typer.Argument(metavar="[PROBLEM]...", help="Which; else all.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="On how many seeds.", min=1)] = 20,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print problem.yaml's JSON Schema.")
    ] = False,
    json: Json = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Show solutions x cases: . passed, W E T M F failed."),
    ] = False,
) -> None:
    """Compile the bank: are the problems what they claim to be?"""
    from cli import render
    from grader.bank import problem_schema

    context = Context()
    if schema:
        context.json(problem_schema())
        return
    names = [context.bank.find(query) for query in problems] if problems else context.names

    def tell(result: Verification) -> None:
        if not json:
            context.show(render.verification(result, verbose=verbose))

    results = _verify(context, names, seeds, tell)
    findings = sum(len(result.findings) for result in results)
    if json:
        context.json({"schema": 1, "findings": findings, "problems": results})
    else:
        word = "finding" if findings == 1 else "findings"
        context.show(f"{len(results)} problems verified, {findings} {word}")
    raise typer.Exit(1 if findings else 0)


def _verify(
    context: Context, names: list[str], seeds: int, tell: Callable[[Verification], None]
) -> list[Verification]:
    from rich.progress import BarColumn, Progress, TextColumn

    from grader.errors import BankError
    from grader.pool import Pool
    from grader.verify import Finding, Verification, verify

    columns = (BarColumn(24), TextColumn("{task.completed}/{task.total} {task.description}"))
    bar = Progress(
        *columns, console=context.err, disable=not context.err.is_terminal, transient=True
    )
    results: list[Verification] = []
    with Pool() as pool, bar:
        task = bar.add_task("", total=len(names))
        for name in names:

            def tell_step(what: str, name: str = name) -> None:
                bar.update(task, description=f"{name}: {what}")

            try:
                exercise = context.bank.load(name)
                result = verify(pool, exercise, seeds=seeds, progress=tell_step)
            except BankError as error:
                finding = Finding("schema", name, error.message)
                result = Verification(name, (finding,), (), {}, {})
            results.append(result)
            tell(result)
            bar.advance(task)
    return results


def new_problem(
    name: Annotated[
        str, typer.Argument(metavar="TOPIC/NAME", help="Lower case, with underscores.")
    ],
) -> None:
    """Write the skeleton of a problem into the bank, for an author to fill."""
    import re

    from grader.skeleton import write_skeleton

    if not re.fullmatch(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", name):
        raise UsageError(
            f"{name!r} is not TOPIC/NAME", remedy="lower case and underscores: norms/rms_norm"
        )
    context = Context()
    for path in write_skeleton(context.bank.root, name):
        typer.echo(path)
    context.say(f"Fill them in; CONTRIBUTING.md says how. Then: drill verify {name}")


def grade(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Holds TOPIC/PROBLEM/NAME.py files.")
    ],
    json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, as each is done.")
    ] = False,
    resume: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Leave out what FILE reports, the output of an earlier --json: "
            "drill grade DIR --json --resume FILE >> FILE. A last line cut off by a kill is "
            "removed from FILE; a judge_error is graded again; the exit code counts both runs.",
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(help="How many at once.", min=1)] = 1,
    seed: Annotated[int | None, typer.Option(help="One seed for all; else fresh.", min=0)] = None,
    timing: Annotated[bool, typer.Option("--timing", help="Measure time and cost too.")] = False,
) -> None:
    """Grade every TOPIC/PROBLEM/NAME.py and TOPIC/PROBLEM.py under DIR; records nothing."""
    from cli import render
    from grader import grading
    from grader.check import Options

    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}")
    context = Context()
    work = grading.entries(folder.resolve(), context.names)
    if not work:
        raise UsageError(
            f"no attempts under {folder}", remedy="they are looked for as TOPIC/PROBLEM/NAME.py"
        )
    rows, rest = grading.resume(work, grading.read_reports(resume) if resume else {})
    verdicts = {row.verdict for row in rows}
    options = Options(seed=seed, timing=timing)
    reports = grading.grade_all(context.bank, rest, options, jobs, context.say)
    # Closed by name: on Ctrl-C or a closed pipe, what is still running ends at once.
    with closing(reports), _counter(context, done=len(rows), total=len(work), json=json) as count:
        for report in reports:
            verdicts.add(report.verdict)
            if json:
                context.json(report)
            else:
                rows.append(grading.row(report))
            count()
    if not json:
        context.show(render.grades(sorted(rows, key=lambda row: row.attempt.path)))
    raise typer.Exit(_grades_exit(verdicts))


@contextmanager
def _counter(
    context: Context, *, done: int, total: int, json: bool
) -> Iterator[Callable[[], None]]:
    """Count attempts in a bar on a terminal, unless the reports themselves scroll there."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(24), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    shown = context.err.is_terminal and not (json and sys.stdout.isatty())
    bar = Progress(
        *columns,
        console=context.err,
        disable=not shown,
        transient=True,
        redirect_stdout=False,  # stdout is data, and seldom the terminal
        redirect_stderr=False,
    )
    with bar:
        task = bar.add_task("", total=total, completed=done)
        yield lambda: bar.advance(task)


def _grades_exit(verdicts: set[Verdict]) -> int:
    from grader.model import Verdict

    if Verdict.JUDGE_ERROR in verdicts:
        return 3
    return 0 if verdicts == {Verdict.ACCEPTED} else 1
