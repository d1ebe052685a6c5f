"""`drill try`: your own inputs through your attempt and the reference, side by side."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.practice import Device, Json, Problem
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.trying import Bench, Tried


def try_inputs(
    problem: Problem = None,
    code: Annotated[
        str, typer.Option("-c", metavar="CODE", help="Python; its last line is compared.")
    ] = "",
    device: Device = None,
    json: Json = False,
) -> None:
    """Run your own inputs through your attempt and the reference: values, shapes, difference.

    Without -c a line at a time: each is run after those before it. Nothing is recorded.
    """
    from grader.pool import Pool
    from grader.source import STUB, read_source
    from grader.trying import Bench

    context = Context()
    chosen = context.device(device)
    name = context.problem(problem)
    exercise = context.bank.load(name)
    source = read_source(context.attempt(name).resolve(), exercise.stub)
    if source.fault and source.fault != STUB:
        raise UsageError(source.fault, remedy="mend the file first; drill check shows where")
    asks = not code and sys.stdin.isatty()
    typer.echo(f"trying {name}: {', '.join(exercise.problem.entry_points)}", err=True)
    with Pool() as pool, closing(Bench(pool, exercise, source, chosen)) as bench:
        if asks:
            _converse(context, bench)
            return
        tried = bench.run("", code or sys.stdin.read())
    if json:
        context.json({"schema": 1, "problem": name, "tried": tried})
    else:
        _show(context, tried)
    raise typer.Exit(0 if tried.same else 1)


def _converse(context: Context, bench: Bench) -> None:
    """Ask for a line at a time until there is none; what failed is not run again."""
    context.say("a line of Python at a time, `torch` and your functions at hand; Ctrl-D ends it")
    before = ""
    while True:
        try:
            line = input(">>> ")
        except EOFError:
            context.say("")
            return
        if not line.strip():
            continue
        try:
            tried = bench.run(before, line)
        except UsageError as error:
            context.say(error.message)
            continue
        if not tried.reference.raised:
            before += f"{line}\n"
        _show(context, tried)


def _show(context: Context, tried: Tried) -> None:
    from cli.render_try import tried as rendered

    context.show(rendered(tried))
