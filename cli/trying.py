"""`drill try`: your own inputs through your attempt and the reference, side by side."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.practice import Device, Json, Problem
from grader.errors import UsageError

if TYPE_CHECKING:
    from threading import Event

    from grader.pool import Pool
    from grader.trying import Bench, Tried


def try_inputs(
    problem: Problem = None,
    code: Annotated[
        str | None, typer.Option("-c", metavar="CODE", help="Python; its last line is compared.")
    ] = None,
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
    asks = code is None and sys.stdin.isatty()
    typer.echo(f"trying {name}: {', '.join(exercise.problem.entry_points)}", err=True)
    with Pool() as pool:
        if asks:
            _converse(context, pool, lambda: closing(Bench(pool, exercise, source, chosen)))
            return
        with closing(Bench(pool, exercise, source, chosen)) as bench:
            tried = bench.run("", sys.stdin.read() if code is None else code)
    if json:
        context.json({"schema": 1, "problem": name, "tried": tried})
    else:
        _show(context, tried)
    raise typer.Exit(0 if tried.same else 1)


def _converse(
    context: Context, pool: Pool, benches: Callable[[], AbstractContextManager[Bench]]
) -> None:
    """Ask for an input at a time until there is none; what failed is not run again."""
    from grader.pool import CancelledError

    context.say("Python a line at a time, `torch` and your functions at hand; Ctrl-D ends it")
    before: list[str] = []
    while True:
        pool.cancel.clear()
        with benches() as bench:
            try:
                _until_interrupted(context, pool.cancel, bench, before)
            except CancelledError:
                context.say("interrupted; what you typed before still stands")
            except EOFError:
                context.say("")
                return


def _until_interrupted(context: Context, cancel: Event, bench: Bench, before: list[str]) -> None:
    """Run input after input; a Ctrl-C while one runs cancels it.

    Raises:
        CancelledError: it was cancelled.
        EOFError: there is no more.
    """
    while True:
        code = _typed()
        if not code.strip():
            continue
        ctrl_c = signal.signal(signal.SIGINT, lambda *_: cancel.set())
        try:
            tried = bench.run("\n".join(before), code)
        except UsageError as error:
            context.say(error.message)
            continue
        finally:
            signal.signal(signal.SIGINT, ctrl_c)
        if not tried.reference.raised:
            before.append(code)
        _show(context, tried)


def _typed() -> str:
    """Read a line, and more while it is the beginning of something, as Python's own prompt does."""
    code = input(">>> ")
    while _goes_on(code):
        code += f"\n{input('... ')}"
    return code


def _goes_on(code: str) -> bool:
    from codeop import compile_command

    try:
        return compile_command(code) is None
    except (SyntaxError, ValueError, OverflowError):
        return False  # it is told what is wrong


def _show(context: Context, tried: Tried) -> None:
    from cli.render_try import tried as rendered

    context.show(rendered(tried))
