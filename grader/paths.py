"""Prerequisites between problems, and learning paths: `problems/paths.yaml`, loaded strictly.

Knows no record; how far a person is on a path is the caller's to say.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

import msgspec
from msgspec import Struct

from grader.bank import Bank, load_yaml
from grader.errors import BankError, UsageError

FILE = "paths.yaml"
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
        BankError: names the file, what is wrong, and the nearest known name.
    """
    file = bank.root / "problems" / FILE
    if not file.exists():
        return Paths()
    try:
        found = msgspec.convert(load_yaml(file), Paths)
    except msgspec.ValidationError as error:
        raise BankError(f"{file}: {error}") from None
    names = bank.names()
    for problem in _named(found):
        if problem not in names:
            near = difflib.get_close_matches(problem, names, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise BankError(f"{file}: there is no problem {problem!r}{meant}")
    for name, path in found.paths.items():
        if len(set(path.problems)) < len(path.problems):
            raise BankError(f"{file}: the path {name!r} names a problem twice")
    in_order(found.prerequisites)
    return found


def in_order(prerequisites: Mapping[str, Iterable[str]]) -> list[str]:
    """Return all problems named, each after its prerequisites.

    Raises:
        BankError: they go round in a circle; names it.
    """
    try:
        return list(TopologicalSorter(prerequisites).static_order())
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise BankError(f"prerequisites go round in a circle: {circle}") from None


def _named(found: Paths) -> Iterable[str]:
    for problem, before in found.prerequisites.items():
        yield problem
        yield from before
    for path in found.paths.values():
        yield from path.problems
