"""The command `drill`: which commands there are, handed to typer; runs none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from cli import (
    author,
    benching,
    configuring,
    listing,
    mock,
    past,
    practice,
    progress,
    quiz,
    reviewing,
    trying,
    upkeep,
    watch,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "new": practice.new,
    "check": practice.check,
    "watch": watch.watch,
    "mock": mock.mock,
    "try": trying.try_inputs,
    "bench": benching.bench,
    "list": listing.list_problems,
    "show": practice.show,
    "hint": practice.hint,
    "solution": practice.solution,
    "reset": practice.reset,
    "next": reviewing.next_problem,
    "review": reviewing.review,
    "rate": reviewing.rate,
    "quiz": quiz.quiz,
    "stats": progress.stats,
    "history": past.history,
    "diff": past.diff,
    "restore": past.restore,
    "export": past.export,
    "import": past.import_record,
    "demo": upkeep.demo,
    "doctor": upkeep.doctor,
    "config": configuring.config,
    "verify": author.verify,
    "new-problem": author.new_problem,
    "grade": author.grade,
}


def app(words: Sequence[str]) -> typer.Typer:
    """Return the command with its sub-commands, or only with the one that the first word names.

    To build them all takes typer as long as most of them run.
    """
    made = typer.Typer(
        callback=home,
        invoke_without_command=True,
        no_args_is_help=False,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    wanted = words[:1] if words and words[0] in COMMANDS else COMMANDS
    for name in wanted:
        made.command(name)(COMMANDS[name])
    return made


def _version(wanted: bool) -> None:
    if wanted:
        from grader.checking import drill_version

        typer.echo(f"drill {drill_version()}")
        raise typer.Exit


def home(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (its callback acts)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """PyTorch interview problems at the terminal: write the answer, learn why it is wrong."""
    if context.invoked_subcommand is None:
        progress.home()
