"""The commands for those who write problems or grade many attempts: verify, new-problem, grade."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Verdict
    from grader.verify import Verification


def verify(
    problems: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROBLEM]...", help="Which; else all.", autocompletion=completion.problems
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(help="On how many seeds.", min=1)] = 20,
    full: Annotated[
        bool, typer.Option("--full", help="All problems, also those unchanged since verified.")
    ] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants/--no-mutants", help="Edit the reference, too.")
    ] = True,
    jobs: Annotated[
        int | None, typer.Option(help="How many at once; else one a processor.", min=1)
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write what was found to this Markdown file.")
    ] = None,
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
    from grader.verify import Plan
    from grader.whole_bank import Trust, of_the_bank, together, verify_all

    context = Context()
    if schema:
        context.json(problem_schema())
        return
    if report and (problems or not mutants):
        raise UsageError(
            "--report is of the whole bank with its mutants", remedy="leave out the rest"
        )
    names = [context.bank.find(query) for query in problems] if problems else context.names
    trust = Trust.NOTHING if problems or full else Trust.EVERYTHING
    plan = Plan(seeds=seeds, mutants=mutants)
    results: list[Verification] = []
    with _steps(context, len(names)) as (tell, count):
        run = verify_all(
            context.bank, names, plan, trust=trust, jobs=jobs or os.cpu_count() or 1, tell=tell
        )
        # Closed by name: on Ctrl-C what is still running ends at once.
        with closing(run):
            for result in run:
                results.append(result)
                if not json and (result.findings or verbose):
                    context.show(render.verification(result, verbose=verbose))
                count()
    results.sort(key=lambda result: result.problem)
    whole = [] if problems else of_the_bank(results)
    findings = sum(len(result.findings) for result in results) + len(whole)
    if json:
        numbers = {"findings": findings, "bank": whole, "mutation": together(results)}
        context.json({"schema": 1, **numbers, "problems": results})
    else:
        context.show(render.verifications(results, whole))
    if report and not findings:
        from grader.bank_report import page
        from grader.workspace import put

        put(report, page(context.bank, results))
        context.say(f"written: {report}")
    raise typer.Exit(1 if findings else 0)


@contextmanager
def _steps(
    context: Context, total: int
) -> Iterator[tuple[Callable[[str, str], None], Callable[[], None]]]:
    """Show on a terminal how many problems are done, and what is being done at this moment."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        *(BarColumn(24), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn()),
        TextColumn("{task.description}"),
    )
    bar = Progress(
        *columns, console=context.err, disable=not context.err.is_terminal, transient=True
    )
    with bar:
        task = bar.add_task("", total=total)
        yield (
            lambda name, step: bar.update(task, description=f"{name}: {step}"),
            lambda: bar.advance(task),
        )


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
    from grader.checking import Options

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
