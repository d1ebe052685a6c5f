"""The bank: finds problems by name, loads them strictly, lists their solutions.

Runs nothing; whether a problem is any good is `verify`'s to say.
"""

from __future__ import annotations

import ast
import difflib
import os
import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from grader.entry import parse_entry
from grader.errors import BankError, UsageError
from grader.model import Difficulty, Equivalent, FollowUp, Limits, Link, Problem, Rules, Tolerance

_PLAIN_LINE = re.compile(r"^(title|difficulty|minutes): (\w(?:[^#:\n]*[^\s#:])?)$", re.MULTILINE)
_STRUCTS = (Problem, Rules, Limits, Tolerance, FollowUp, Link, Equivalent)


class Submission(Struct, frozen=True):
    """A solution file of the bank: its kind (`reference`, `mistakes`, ...), name and source.

    `says` is the module docstring without its `fails:` line; `fails` names the case of a mistake.
    """

    kind: str
    name: str
    path: str
    source: str
    says: str = ""
    fails: str = ""


class Head(Struct, frozen=True):
    """What a list shows of a problem."""

    title: str
    difficulty: Difficulty
    minutes: int


class Exercise(Struct, frozen=True):
    """A problem with its name and its folders."""

    name: str
    problem: Problem
    folder: Path
    solutions: Path

    @property
    def topic(self) -> str:
        """The folder that the problem is in."""
        return self.name.partition("/")[0]

    @property
    def hidden(self) -> tuple[str, ...]:
        """The folders that no attempt may read: the solutions of the whole bank."""
        return (str(self.solutions.parent.parent),)

    @property
    def stub(self) -> str:
        """The source where a person starts."""
        return _read(self.folder / "stub.py")

    @property
    def reference(self) -> Submission:
        """Our solution."""
        return _submission("reference", self.solutions / "reference.py")

    @property
    def builtin(self) -> Submission | None:
        """PyTorch's own op in the problem's entry points, where there is one."""
        path = self.solutions / "builtin.py"
        return _submission("builtin", path) if path.exists() else None

    @property
    def alternatives(self) -> tuple[Submission, ...]:
        """Other right answers."""
        return self._all("alternatives")

    @property
    def mistakes(self) -> tuple[Submission, ...]:
        """Wrong answers that people give."""
        return self._all("mistakes")

    @property
    def equivalents(self) -> tuple[Equivalent, ...]:
        """The reference's mutants that are right too, each with its reason."""
        path = self.solutions / "equivalent.yaml"
        return load_equivalents(path) if path.exists() else ()

    def _all(self, kind: str) -> tuple[Submission, ...]:
        return tuple(
            _submission(kind, path) for path in sorted((self.solutions / kind).glob("*.py"))
        )


class Bank:
    """The folders `problems/` and `solutions/` under one root."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or bank_root()
        self._heads: dict[str, Head] = {}

    def names(self) -> list[str]:
        """Return every problem's name, sorted, without reading any."""
        found = (self.root / "problems").glob("*/*/problem.yaml")
        return sorted(f"{path.parent.parent.name}/{path.parent.name}" for path in found)

    def load(self, name: str) -> Exercise:
        """Load one problem.

        Raises:
            BankError: its files are broken; names the file and the key.
        """
        folder = self.root / "problems" / name
        problem = load_problem(folder / "problem.yaml")
        return Exercise(name, problem, folder, self.root / "solutions" / name)

    def head(self, name: str) -> Head:
        """Load what lists show of a problem; where that stands in plain lines, without YAML.

        Raises:
            BankError: as `load`.
        """
        if name not in self._heads:
            self._heads[name] = self._head(name)
        return self._heads[name]

    def _head(self, name: str) -> Head:
        path = self.root / "problems" / name / "problem.yaml"
        above, _, _ = _read(path).partition("\nstatement:")
        try:
            return msgspec.convert(dict(_PLAIN_LINE.findall(above)), Head, strict=False)
        except msgspec.ValidationError:
            problem = load_problem(path)  # written otherwise, or broken, which this tells
            return Head(problem.title, problem.difficulty, problem.minutes)

    def find(self, query: str) -> str:
        """Return the name that a person meant: exact, without topic, a prefix, or with dashes.

        Raises:
            UsageError: none or several fit; names the nearest.
        """
        names = self.names()
        wanted = query.strip().strip("/").lower().replace("-", "_")
        for fits in (_is_named, _is_called, _starts_with, _contains):
            fitting = [name for name in names if wanted and fits(name, wanted)]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                shown = ", ".join(fitting[:5]) + (", ..." if len(fitting) > 5 else "")
                raise UsageError(f"{query!r} fits several problems: {shown}", remedy="say which")
        raise UsageError(f"there is no problem {query!r}", remedy=self._nearest(wanted, names))

    @staticmethod
    def _nearest(wanted: str, names: list[str]) -> str:
        def likeness(name: str) -> float:
            forms = (name, *name.split("/"), *name.replace("/", "_").split("_"))
            return max(difflib.SequenceMatcher(None, wanted, form).ratio() for form in forms)

        nearest = sorted(names, key=likeness, reverse=True)[:3]
        return f"nearest: {', '.join(nearest)}" if nearest else "the bank is empty"


def bank_root() -> Path:
    """Return the bank's root: `DRILL_BANK`, else inside the wheel, else the checkout."""
    if chosen := os.environ.get("DRILL_BANK"):
        root = Path(chosen).expanduser().resolve()
        if not (root / "problems").is_dir():
            raise UsageError(f"DRILL_BANK names {root}, which has no folder problems/")
        return root
    package = Path(__file__).resolve().parent
    shipped = package / "_bank"
    return shipped if shipped.is_dir() else package.parent


def load_problem(path: Path) -> Problem:
    """Load and check one `problem.yaml`.

    Raises:
        BankError: names the file, the key, and the nearest known key.
    """
    data = load_yaml(path)
    try:
        problem = msgspec.convert(data, Problem)
        for form in problem.entry_points:
            parse_entry(form)
    except (msgspec.ValidationError, ValueError) as error:
        raise BankError(f"{path}: {_explained(str(error))}") from None
    return problem


def load_equivalents(path: Path) -> tuple[Equivalent, ...]:
    """Load and check one `equivalent.yaml`.

    Raises:
        BankError: names the file and the key.
    """
    try:
        return msgspec.convert(load_yaml(path), tuple[Equivalent, ...])
    except msgspec.ValidationError as error:
        raise BankError(f"{path}: {_explained(str(error))}") from None


def problem_schema() -> dict[str, Any]:
    """Return the JSON Schema of `problem.yaml`, for editors."""
    return msgspec.json.schema(Problem)


def load_yaml(path: Path) -> Any:
    """Load a YAML file as plain data.

    Raises:
        BankError: it cannot be read; names the file and the line.
    """
    return _parsed(path, _read(path))


def _parsed(path: Path, text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise BankError(f"{path}: {where}{getattr(error, 'problem', error)}") from None


def _explained(message: str) -> str:
    unknown = re.search(r"unknown field `(\w+)`", message)
    if not unknown:
        return message
    known = [name for struct in _STRUCTS for name in struct.__struct_fields__]
    nearest = difflib.get_close_matches(unknown[1], known, n=1)
    return f"{message}; did you mean {nearest[0]!r}?" if nearest else message


def _submission(kind: str, path: Path) -> Submission:
    source = _read(path)
    try:
        text = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError as error:
        raise BankError(f"{path}: {error}") from None
    fails = re.search(r"^fails:\s*(\S.*?)\s*$", text, re.MULTILINE)
    says = re.sub(r"^fails:.*$", "", text, flags=re.MULTILINE).strip()
    return Submission(kind, path.stem, str(path), source, says, fails[1] if fails else "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BankError(f"{path} cannot be read: {error}") from None


def _is_named(name: str, wanted: str) -> bool:
    return name == wanted


def _is_called(name: str, wanted: str) -> bool:
    return name.partition("/")[2] == wanted


def _starts_with(name: str, wanted: str) -> bool:
    topic, _, problem = name.partition("/")
    head, slash, tail = wanted.partition("/")
    if slash:
        return topic.startswith(head) and problem.startswith(tail)
    return name.startswith(head) or problem.startswith(head)


def _contains(name: str, wanted: str) -> bool:
    return wanted in name
