"""The folder a person works in: `TOPIC/PROBLEM/attempt.py` under a root.

Never overwrites what a person wrote: a file that must go is kept beside as `attempt.py.N`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from grader.errors import MachineError, UsageError
from grader.files import settle, settle_new

ATTEMPT = "attempt.py"


def attempt_path(root: Path, problem: str) -> Path:
    """Return where a problem's attempt lies under a root."""
    return root / problem / ATTEMPT


def problem_at(folder: Path, names: Collection[str]) -> str | None:
    """Return the problem whose folder a person stands in, where it is one."""
    name = f"{folder.parent.name}/{folder.name}"
    return name if name in names else None


def root_at(folder: Path, names: Collection[str]) -> Path:
    """Return the root: `DRILL_WORKSPACE`, else what the folder is part of, else the folder."""
    if chosen := os.environ.get("DRILL_WORKSPACE"):
        return Path(chosen).expanduser().resolve()
    if problem_at(folder, names):
        return folder.parent.parent
    topics = {name.partition("/")[0] for name in names}
    inside = folder.name in topics and any(folder.glob(f"*/{ATTEMPT}"))
    return folder.parent if inside else folder


def scaffold(path: Path, stub: str, *, force: bool = False) -> Path | None:
    """Write the stub; return where an older attempt was kept, if there was one.

    Raises:
        UsageError: there is an attempt already and `force` is not given.
        MachineError: the folder cannot be written, or the disk is full.
    """
    try:
        if path.exists() and not force:
            raise _exists(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = keep(path) if path.exists() else None
        write_whole(path, stub, new=not force)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():  # begun elsewhere just now
            raise _exists(path) from None
        raise _unwritable(path, error) from None
    return kept


def put(path: Path, content: str | bytes) -> None:
    """Write a file whole, in place of what is there.

    Raises:
        MachineError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise _unwritable(path, error) from None


def keep(path: Path) -> Path:
    """Copy a file to the next free `NAME.N` beside it, durably; return the copy's path."""
    content = path.read_bytes()
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.{number}")
        try:
            if not copy.exists():
                write_whole(copy, content, new=True)
                return copy
        except FileExistsError:
            pass  # another process was faster
        number += 1


def write_whole(path: Path, content: str | bytes, *, new: bool = False) -> None:
    """Write a file so that after a crash it is the old one or the new one, never a part.

    Raises:
        FileExistsError: it must be `new` and is not.
    """
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        (settle_new if new else settle)(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _exists(path: Path) -> UsageError:
    return UsageError(
        f"{path} exists and is left as it is",
        remedy="--force starts over; it keeps a copy of the old file first",
    )


def _unwritable(path: Path, error: OSError) -> MachineError:
    return MachineError(
        f"{path} cannot be written: {error.strerror}",
        remedy="make room or make the folder writable; what was there before is untouched",
    )
