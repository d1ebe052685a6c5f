"""`drill list`: the problems, filtered, by topic or along a learning path; and the paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion, recall
from cli.context import Context
from cli.practice import Json
from cli.progress import all_standings
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.bank import Head
    from grader.paths import Paths
    from grader.stats import Standing


def list_problems(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="Part of a name, a topic or a title.")
    ] = "",
    path: Annotated[
        str, typer.Option(help="Along this learning path.", autocompletion=completion.paths)
    ] = "",
    paths: Annotated[bool, typer.Option("--paths", help="List the learning paths.")] = False,
    topic: Annotated[
        str, typer.Option(help="Only this topic.", autocompletion=completion.topics)
    ] = "",
    difficulty: Annotated[str, typer.Option(help="easy, medium or hard.")] = "",
    status: Annotated[str, typer.Option(help="new, started or solved.")] = "",
    minutes: Annotated[int | None, typer.Option(help="At most so many minutes.", min=1)] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due for a redo.")] = False,
    json: Json = False,
) -> None:
    """List the problems, filtered, by topic or along a learning path."""
    from grader.model import Difficulty
    from grader.stats import Status

    context = Context()
    topics = sorted({name.partition("/")[0] for name in context.names})
    _one_of("difficulty", difficulty, list(Difficulty))
    _one_of("status", status, list(Status))
    _one_of("topic", topic, topics)
    if paths:
        _show_paths(context, context.paths, json=json)
        return
    wanted = recall.due_names(context) if due else set(context.names)
    rows = []
    for standing in _in_order(context, path):
        head = context.bank.head(standing.problem)
        if (
            standing.problem in wanted
            and _fits(standing.problem, head, query)
            and topic in ("", standing.problem.partition("/")[0])
            and difficulty in ("", head.difficulty)
            and status in ("", standing.status)
            and (minutes is None or head.minutes <= minutes)
        ):
            rows.append((head, standing))
    _show(context, rows, path, json=json)


def _in_order(context: Context, path: str) -> list[Standing]:
    """Return where the person stands with all problems, or with those of a path in its order."""
    standings = all_standings(context)
    if not path:
        return standings
    by_name = {standing.problem: standing for standing in standings}
    return [by_name[name] for name in context.paths.find(path).problems]


def _fits(name: str, head: Head, query: str) -> bool:
    wanted = query.lower().replace("-", "_")
    return wanted in name or query.lower() in head.title.lower()


def _show(context: Context, rows: list[tuple[Head, Standing]], path: str, *, json: bool) -> None:
    from cli import render

    if json:
        listed = [
            {
                "problem": standing.problem,
                "title": head.title,
                "difficulty": head.difficulty,
                "minutes": head.minutes,
                "status": standing.status,
                "checks": standing.checks,
                "best_ratio": standing.best_ratio,
            }
            for head, standing in rows
        ]
        context.json({"schema": 1, "problems": listed})
    elif rows:
        grouped = context.out.is_terminal and not path
        context.show(render.problems(rows, grouped=grouped))
        solved = sum(standing.status == "solved" for _, standing in rows)
        context.say(f"{len(rows)} problem{'' if len(rows) == 1 else 's'}, {solved} solved")
    else:
        context.say("No problem fits. drill list shows all.")


def _show_paths(context: Context, found: Paths, *, json: bool) -> None:
    from cli import render

    solved = {row.problem for row in all_standings(context) if row.status == "solved"}
    rows = [
        (name, path, sum(problem in solved for problem in path.problems))
        for name, path in found.paths.items()
    ]
    if json:
        listed = [
            {"path": name, "title": path.title, "problems": path.problems, "solved": done}
            for name, path, done in rows
        ]
        context.json({"schema": 1, "paths": listed})
    elif rows:
        context.show(render.paths(rows))
    else:
        context.say("This bank has no learning paths.")


def _one_of(option: str, given: str, known: list[str]) -> None:
    if given and given not in known:
        import difflib

        near = difflib.get_close_matches(given, known, n=1)
        remedy = f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(known)}"
        raise UsageError(f"--{option} cannot be {given!r}", remedy=remedy)
