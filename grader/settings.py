"""What a person may choose for good: the keys of `drill config` and what each may be.

Keeps nothing; the store does.
"""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Collection
from datetime import date

from msgspec import Struct

from grader.errors import UsageError

INTERVIEW = "interview-date"
DEVICE = "device"
EDITOR = "editor"
PATH = "path"
DEVICES = ("auto", "cpu", "cuda", "mps")


class Setting(Struct, frozen=True):
    """One key: what it does, and what holds where it is not set."""

    key: str
    does: str
    otherwise: str


SETTINGS = (
    Setting(INTERVIEW, "no interval is longer than half the days left to it", "none"),
    Setting(DEVICE, "what attempts run on where no --device is given", "auto"),
    Setting(EDITOR, "what --edit opens", "$VISUAL, else $EDITOR"),
    Setting(PATH, "the learning path that drill next goes along", "none"),
)


def find(key: str) -> Setting:
    """Return the setting of a key; `_` may stand for `-`.

    Raises:
        UsageError: there is none; names the nearest.
    """
    keys = [setting.key for setting in SETTINGS]
    wanted = key.strip().lower().replace("_", "-")
    if wanted in keys:
        return SETTINGS[keys.index(wanted)]
    near = difflib.get_close_matches(wanted, keys, n=1, cutoff=0.0)
    raise UsageError(
        f"there is no setting {key!r}", remedy=f"nearest: {near[0]}; all: {', '.join(keys)}"
    )


def checked(setting: Setting, value: str, today: date, paths: Collection[str]) -> str:
    """Return a value as it is kept.

    Raises:
        UsageError: the setting cannot be that.
    """
    checks: dict[str, Callable[[], str]] = {
        INTERVIEW: lambda: str(_future(value, today)),
        DEVICE: lambda: one_of(DEVICE, value, DEVICES),
        EDITOR: lambda: _command(value),
        PATH: lambda: one_of(PATH, value, paths),
    }
    return checks[setting.key]()


def read_date(value: str | None) -> date | None:
    """Return a kept date, or None where none is kept."""
    return date.fromisoformat(value) if value else None


def one_of(what: str, value: str, known: Collection[str]) -> str:
    """Return the value if it is one of those known.

    Raises:
        UsageError: it is not; names the nearest.
    """
    if value in known:
        return value
    near = difflib.get_close_matches(value, known, n=1, cutoff=0.5)
    words = f"nearest: {near[0]}; " if near else ""
    listed = ", ".join(known) or "there are none yet"
    raise UsageError(f"there is no {what} {value!r}", remedy=f"{words}known: {listed}")


def _future(value: str, today: date) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is no date", remedy=f"write it like {today}") from None
    if day < today:
        raise UsageError(f"{day} is over", remedy="give a day to come; --unset forgets it")
    return day


def _command(value: str) -> str:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is no command: {str(error).lower()}") from None
    if not words:
        raise UsageError("an editor is a command, not nothing", remedy="--unset forgets it")
    return value
