"""The command bench: the attempt beside all other right answers, over sizes and dtypes.

How a bench is shown is in `render_bench`, `plots` and `page`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, require_folder, shorten
from cli.practice import Device, Json, Problem, problem_of
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.benching import Plan
    from grader.roofline import Bench
    from grader.source import Source


def bench(
    problem: Problem = None,
    sizes: Annotated[
        str, typer.Option(metavar="N,N,...", help="Of the benchmark's axis; else those declared.")
    ] = "",
    dtype: Annotated[
        str, typer.Option(metavar="NAME,...", help="float32, float64, bfloat16, float16.")
    ] = "float32",
    device: Device = None,
    seconds: Annotated[
        float, typer.Option(help="How long a row is measured.", min=0.05, max=60)
    ] = 0.3,
    seed: Annotated[int | None, typer.Option(help="Replay a run; else fresh.", min=0)] = None,
    file: Annotated[Path | None, typer.Option(help="Bench this file in place of yours.")] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with growth and roofline.")
    ] = None,
    json: Json = False,
) -> None:
    """Time and count the attempt beside the bank's other answers, over sizes and dtypes."""
    from cli import plots, render_bench
    from grader.benching import Plan

    context = Context()
    plan = Plan(_sizes(sizes), _dtypes(dtype), context.device(device), seed, seconds)
    if html:
        require_folder(html)
    name = context.problem(problem or (problem_of(file, context.names) if file else None))
    found = _run(context, name, file, plan)
    if html and found.rows:
        _write(html, found)
        context.say(f"The page is {shorten(html)}.")
    if json:
        context.json(found)
    else:
        pretty = context.out.is_terminal and not context.out.no_color
        context.show(render_bench.bench(found))
        for shown in plots.growth(found, width=min(80, context.out.width), pretty=pretty):
            context.show(shown)
    raise typer.Exit(_exit_code(found))


def _run(context: Context, name: str, file: Path | None, plan: Plan) -> Bench:
    from grader.benching import bench
    from grader.pool import Pool

    with Pool() as pool:
        exercise = context.bank.load(name)
        source = _source(context, name, file, exercise.stub)
        with _bar(context) as tell:
            return bench(pool, exercise, source, plan, tell)


def _source(context: Context, name: str, file: Path | None, stub: str) -> Source | None:
    """Return the attempt, or None where there is none yet; says which is meant."""
    from grader.source import STUB, read_source

    if file is None and (file := context.begun(name)) is None:
        context.say(f"there is no attempt at {name} yet: these are the bank's own answers")
        return None
    source = read_source(file.resolve(), stub)
    if source.fault == STUB:
        context.say(
            f"{shorten(file.resolve())} is still the stub: these are the bank's own answers"
        )
        return None
    context.say(f"benching {name}: {shorten(file.resolve())}")
    return source


@contextmanager
def _bar(context: Context) -> Iterator[Callable[[float, str], None]]:
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(24), TextColumn("{task.percentage:>3.0f} % {task.description}"))
    bar = Progress(
        *columns, console=context.err, disable=not context.err.is_terminal, transient=True
    )
    with bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda done, what: bar.update(task, completed=done, description=what)


def _write(path: Path, found: Bench) -> None:
    from cli import page

    try:
        path.write_text(page.page(found), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def _sizes(words: str) -> tuple[int, ...]:
    sizes = [word.strip() for word in words.split(",")] if words else []
    for size in sizes:
        if not (size.isascii() and size.isdigit() and int(size)):
            raise UsageError(f"{size!r} is no size", remedy="positive numbers: --sizes 128,256")
    return tuple(sorted({int(size) for size in sizes}))


def _dtypes(words: str) -> tuple[str, ...]:
    from grader.benching import DTYPES

    dtypes = tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    for dtype in dtypes:
        if dtype not in DTYPES:
            raise UsageError(f"there is no dtype {dtype!r} here", remedy=", ".join(DTYPES))
    return dtypes


def _exit_code(found: Bench) -> int:
    from grader.model import Verdict

    return {None: 0, Verdict.ACCEPTED: 0, Verdict.JUDGE_ERROR: 3}.get(found.verdict, 1)
