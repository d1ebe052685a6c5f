"""The commands on what is recorded: history, diff, restore, export, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, shorten
from cli.practice import Json, Problem
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.store import Check

Number = Annotated[int, typer.Argument(metavar="N", help="A check's number; drill history.")]


def history(
    problem: Problem = None,
    last: Annotated[int, typer.Option(help="How many to show.", min=1)] = 20,
    json: Json = False,
) -> None:
    """List past checks, of one problem or of all."""
    from cli import render

    context = Context()
    name = context.bank.find(problem) if problem else None
    checks = context.store.checks(name)
    if json:
        context.json({"schema": 1, "checks": checks[-last:]})
    elif checks:
        context.show(render.history(checks[-last:]))
        if len(checks) > last:
            context.say(f"the last {last} of {len(checks)}; --last {len(checks)} shows all")
    else:
        context.say("No check is recorded yet. drill new PROBLEM starts one.")


def diff(
    one: Number,
    other: Annotated[
        int | None, typer.Argument(metavar="M", help="Another check; else the file as it is now.")
    ] = None,
) -> None:
    """Show how the source of a check differs from that of another, or from the file now."""
    import difflib

    from cli import render

    context = Context()
    first = _check(context, one)
    now = Path(first.path) if other is None else None
    after = _text(now) if now else context.store.source(_check(context, int(other or 0)).id)
    lines = difflib.unified_diff(
        context.store.source(one).splitlines(),
        after.splitlines(),
        f"check {one}, {first.problem}, {first.verdict}",
        shorten(now) if now else f"check {other}",
        lineterm="",
    )
    if shown := list(lines):
        context.show(render.difference(shown))
    else:
        context.say("the two are the same")


def restore(number: Number) -> None:
    """Put the source of a check back into the attempt; the file as it is now is kept beside."""
    from grader.workspace import keep, put

    context = Context()
    check = _check(context, number)
    path = context.begun(check.problem) or context.new_path(check.problem)
    source = context.store.source(number)
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") == source:
        context.say(f"{shorten(path)} is what check {number} graded; nothing was changed.")
        return
    kept = keep(path) if path.exists() else None
    put(path, source)
    context.say(f"{shorten(path)} is again what check {number} graded ({check.verdict}).")
    if kept:
        context.say(f"The file before is kept as {shorten(kept)}.")


def _check(context: Context, number: int) -> Check:
    for check in context.store.checks():
        if check.id == number:
            return check
    raise UsageError(f"there is no check {number}", remedy="drill history lists them")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", remedy="name two checks"
        ) from None


def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Into this file, in place of stdout.")
    ] = None,
) -> None:
    """Write the whole record as JSON lines, to be imported on another machine."""
    from grader import exchange
    from grader.workspace import put

    context = Context()
    lines = exchange.write(context.store.lines())
    if output is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.flush()
        return
    written = list(lines)
    put(output, b"".join(written))
    context.say(f"{len(written) - 1} checks and events are in {shorten(output.resolve())}.")


def import_record(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What drill export wrote; - is stdin.")
    ],
    json: Json = False,
) -> None:
    """Merge an exported record into this one: nothing is lost, nothing counted double."""
    from grader import exchange

    context = Context()
    if str(file) == "-":
        lines = list(exchange.read(sys.stdin.buffer, "stdin"))
    else:
        try:
            with file.open("rb") as opened:
                lines = list(exchange.read(opened, str(file)))
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    added = context.store.merge(lines)
    if json:
        context.json({"schema": 1, "read": len(lines), "added": added})
    else:
        context.say(f"{added} of {len(lines)} checks and events were new; they are in the record.")
