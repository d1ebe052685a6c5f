"""Prerequisites between problems, and learning paths: `problems/paths.yaml`, loaded strictly.

Knows no record; how far a person is on a path is the caller's to say.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import msgspec
from msgspec import Struct

from grader.bank import Bank, load_yaml
from grader.errors import BankError, UsageError

FILE = "paths.yaml"
MOST = 3  # direct prerequisites: who needs more names what is not directly before it
Prerequisites = dict[str, tuple[str, ...]]


class Path(Struct, frozen=True, forbid_unknown_fields=True):
    """A way through the bank, in the order in which it is walked."""

    title: str
    why: str
    problems: tuple[str, ...]


class Paths(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that the file holds; prerequisites are the direct ones."""

    prerequisites: Prerequisites = {}
    paths: dict[str, Path] = {}

    def find(self, name: str) -> Path:
        """Return a path by its name.

        Raises:
            UsageError: there is none; names the nearest.
        """
        if name in self.paths:
            return self.paths[name]
        if not self.paths:
            raise UsageError(f"there is no path {name!r}", remedy="this bank has no learning paths")
        near = difflib.get_close_matches(name, self.paths, n=1, cutoff=0.4)
        known = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.paths)}"
        raise UsageError(f"there is no path {name!r}", remedy=known)

    def leads_to(self, problem: str) -> list[str]:
        """Return the problems that this one comes directly before."""
        return [name for name, before in self.prerequisites.items() if problem in before]

    def through(self, problem: str) -> list[str]:
        """Return the paths that a problem is on."""
        return [name for name, path in self.paths.items() if problem in path.problems]


def load_paths(bank: Bank) -> Paths:
    """Load and check the bank's paths; a bank without the file has none.

    Raises:
        BankError: names the file, the key, what is wrong there, and the nearest known name.
    """
    file = bank.root / "problems" / FILE
    if not file.exists():
        return Paths()
    try:
        found = _converted(load_yaml(file))
        _settle_names(found, bank.names())
        in_order(found.prerequisites)
    except ValueError as error:
        raise BankError(f"{file}: {error}") from None
    return found


def in_order(prerequisites: Mapping[str, Iterable[str]]) -> list[str]:
    """Return all problems named, each after its prerequisites.

    Raises:
        ValueError: they go round in a circle; names it, each before what it needs.
    """
    try:
        return list(TopologicalSorter(prerequisites).static_order())
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise ValueError(f"prerequisites go round in a circle: {circle}") from None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """The two keys of the file; what is below them is converted one by one, to be named."""

    prerequisites: dict[str, Any] = {}
    paths: dict[str, Any] = {}


def _converted(data: Any) -> Paths:
    file = _as(_File, data, "")
    return Paths(
        {
            name: _as(tuple[str, ...], below, f"prerequisites of {name}: ")
            for name, below in file.prerequisites.items()
        },
        {name: _as(Path, path, f"path {name}: ") for name, path in file.paths.items()},
    )


def _as(kind: Any, data: Any, where: str) -> Any:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        unknown = re.search(r"unknown field `(.*?)`", str(error))
        known = getattr(kind, "__struct_fields__", ())
        raise ValueError(
            f"{where}{error}{_nearest(unknown[1], known) if unknown else ''}"
        ) from None


def _settle_names(found: Paths, names: list[str]) -> None:
    """Raise ValueError where a list names what is no problem, a problem twice, or too many."""
    for key, problems in _lists(found):
        for problem in problems:
            if problem not in names:
                nearest = _nearest(problem, names)
                raise ValueError(f"{key}: there is no problem {problem!r}{nearest}")
            if problems.count(problem) > 1:
                raise ValueError(f"{key}: {problem} is named twice")
    for problem, below in found.prerequisites.items():
        if len(below) > MOST:
            raise ValueError(f"prerequisites of {problem}: {len(below)} are too many, {MOST} do")


def _lists(found: Paths) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every list of problems in the file, with the key that it stands under."""
    yield "prerequisites", tuple(found.prerequisites)
    for problem, below in found.prerequisites.items():
        yield f"prerequisites of {problem}", below
    for name, path in found.paths.items():
        yield f"path {name}", path.problems


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
