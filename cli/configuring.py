"""The command config: what a person chooses for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.settings import Setting


def config(
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="Which setting; else all are shown.")
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="What it is to be; else it is shown.")
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Forget the setting.")] = False,
    json: Json = False,
) -> None:
    """Show and set defaults: interview-date, device, editor, path."""
    from grader.settings import find

    context = Context()
    if unset and (key is None or value is not None):
        raise UsageError("--unset takes one setting", remedy="drill config --unset KEY")
    setting = find(key) if key else None
    if setting and unset:
        context.store.unset(setting.key)
    elif setting and value is not None:
        change(context, setting, value)
    if json:
        _print_json(context)
    elif setting is None:
        _print_all(context)
    elif not unset and value is None:
        _print_one(context, setting)


def change(context: Context, setting: Setting, value: str) -> None:
    """Keep a value, if the setting can be that, and say what follows from it.

    Raises:
        UsageError: it cannot.
    """
    from grader.settings import INTERVIEW, checked, read_date

    kept = checked(setting, value, context.today, list(context.paths.paths))
    context.store.set_setting(setting.key, kept)
    if setting.key == INTERVIEW and (day := read_date(kept)):
        from cli.render_review import interview_words

        context.say(interview_words(day, context.today))


def _print_one(context: Context, setting: Setting) -> None:
    if kept := context.store.setting(setting.key):
        typer.echo(kept)
    else:
        context.say(f"{setting.key} is not set: {setting.otherwise}")


def _print_json(context: Context) -> None:
    from grader.settings import SETTINGS

    values = {setting.key: context.store.setting(setting.key) for setting in SETTINGS}
    context.json({"schema": 1, "settings": values})


def _print_all(context: Context) -> None:
    from cli import render_review
    from grader.settings import SETTINGS

    rows = [(setting, context.store.setting(setting.key)) for setting in SETTINGS]
    context.show(render_review.settings(rows))
