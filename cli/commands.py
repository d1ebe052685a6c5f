"""The command `drill`: which commands there are, handed to typer; runs none of them."""

from __future__ import annotations

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

app = typer.Typer(
    help="PyTorch interview problems at the terminal: write the answer, learn why it is wrong.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(practice.new)
app.command()(practice.check)
app.command()(watch.watch)
app.command()(mock.mock)
app.command("try")(trying.try_inputs)
app.command()(benching.bench)
app.command("list")(listing.list_problems)
app.command()(practice.show)
app.command()(practice.hint)
app.command()(practice.solution)
app.command()(practice.reset)
app.command("next")(reviewing.next_problem)
app.command()(reviewing.review)
app.command()(reviewing.rate)
app.command()(quiz.quiz)
app.command()(progress.stats)
app.command()(past.history)
app.command()(past.diff)
app.command()(past.restore)
app.command()(past.export)
app.command("import")(past.import_record)
app.command()(upkeep.demo)
app.command()(upkeep.doctor)
app.command()(configuring.config)
app.command()(author.verify)
app.command("new-problem")(author.new_problem)
app.command()(author.grade)


def _version(wanted: bool) -> None:
    if wanted:
        from grader.checking import drill_version

        typer.echo(f"drill {drill_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (its callback acts)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """PyTorch interview problems at the terminal: write the answer, learn why it is wrong."""
    if context.invoked_subcommand is None:
        progress.home()
