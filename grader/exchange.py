"""The record as JSON lines, to be carried from one machine to another.

The first line says what the file is; every further one is a check or an event with a name of its
own, so that merging twice, or both ways, counts nothing double.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from grader.errors import UsageError
from grader.store import CheckLine, EventLine, Line

FORMAT = 1
MAX_LINE = 64 * 2**20  # bytes; a check holds its source and its report


class Header(Struct, frozen=True, forbid_unknown_fields=True, tag_field="is", tag="drill"):
    """The first line."""

    schema: int = FORMAT


def write(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the lines of a file, each with its end."""
    yield msgspec.json.encode(Header()) + b"\n"
    for line in lines:
        yield msgspec.json.encode(line) + b"\n"


def read(file: Iterable[bytes], name: str) -> Iterator[Line]:
    """Yield the checks and events in a file; an empty line is left out.

    Raises:
        UsageError: a line is not one of ours; says which.
    """
    decoder = msgspec.json.Decoder(Header | CheckLine | EventLine)
    begun = False
    for number, raw in enumerate(file, 1):
        if not raw.strip():
            continue
        line = _decoded(decoder, raw, f"line {number} of {name}")
        if isinstance(line, Header):
            if line.schema > FORMAT:
                raise UsageError(f"{name} was written by a newer drill", remedy="upgrade drill")
            begun = True
        elif not begun:
            raise _foreign(name)
        elif line.at.tzinfo is None or line.rank.tzinfo is None:
            raise UsageError(f"line {number} of {name} names no time zone", remedy=UNCHANGED)
        else:
            yield line
    if not begun:
        raise _foreign(name)


UNCHANGED = "nothing was changed"


def _decoded(
    decoder: msgspec.json.Decoder[Header | CheckLine | EventLine], raw: bytes, where: str
) -> Header | Line:
    try:
        return decoder.decode(raw)
    except msgspec.DecodeError as error:
        words = f"{where} cannot be read: {str(error)[:200]}"
    except RecursionError:
        words = f"{where} cannot be read: it is nested too deep"
    raise UsageError(words, remedy=UNCHANGED)


def _foreign(name: str) -> UsageError:
    return UsageError(f"{name} is not an export of drill", remedy="drill export > FILE makes one")
