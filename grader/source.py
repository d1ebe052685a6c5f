"""The attempt's file, read once and looked at without running it."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from msgspec import Struct

from grader.errors import UsageError
from grader.model import Attempt

MAX_SOURCE = 2**20
STUB = "this is still the stub: nothing is written yet"


class Source(Struct, frozen=True):
    """What was read: the same bytes are digested, stored and graded."""

    attempt: Attempt
    text: str
    fault: str = ""
    traceback: str = ""


def read_source(path: Path, stub: str) -> Source:
    """Read an attempt; `fault` says why it cannot be run, where it cannot.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}", remedy="drill new PROBLEM makes one") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    attempt = Attempt(str(path), hashlib.sha256(data).hexdigest())
    if len(data) > MAX_SOURCE:
        return Source(attempt, "", f"the file is larger than {MAX_SOURCE // 1024} KiB")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Source(attempt, "", f"the file is not UTF-8 (byte {error.start})")
    if not text.strip():
        return Source(attempt, text, "the file is empty")
    return parsed(attempt, text, stub)


def parsed(attempt: Attempt, text: str, stub: str) -> Source:
    """Return an attempt's text, with the fault where it is no Python or still the stub."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        where = f"line {error.lineno}" if error.lineno else "the file"
        shown = f"{error.text.rstrip()}\n{' ' * ((error.offset or 1) - 1)}^" if error.text else ""
        return Source(attempt, text, f"syntax error in {where}: {error.msg}", shown)
    except (ValueError, RecursionError, MemoryError) as error:
        return Source(attempt, text, f"the file cannot be parsed: {error}")
    if ast.dump(tree) == ast.dump(ast.parse(stub)):
        return Source(attempt, text, STUB)
    return Source(attempt, text)
