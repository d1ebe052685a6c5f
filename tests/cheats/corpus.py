"""The corpus of cheats and of their honest twins: what every file says about itself.

A file's docstring says what it does, then `key: value` lines what must come of it:

    problem: norms/rms_norm     the problem that it is graded as
    row: 3, 41                  the rows of the catalogue of exploits that it stands for
    verdict: wrong_answer       of a cheat: the verdicts that are right, often one
    needs: landlock             what the system must have for the defence to be there
    runs: 2                     how often it is graded, on a bank of its own; the last run counts

Runs nothing; that is `run`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HERE = Path(__file__).parent
KEYS = frozenset({"problem", "row", "verdict", "needs", "runs"})
NEEDS = frozenset({"", "landlock"})


class Kind(StrEnum):
    """Must a fixture be caught or accepted?"""

    CHEAT = "cheats"
    TWIN = "twins"


class Family(StrEnum):
    """The sections of the catalogue that a grader without a clock must withstand."""

    TAMPERING = "tampering"
    READING = "reading"
    NOT_WORKING = "not_working"
    LAX_COMPARISON = "lax_comparison"
    FORBIDDEN_OP = "forbidden_op"


ROWS = {
    Family.TAMPERING: range(1, 17),
    Family.READING: range(17, 24),
    Family.NOT_WORKING: range(24, 38),
    Family.LAX_COMPARISON: range(38, 50),
    Family.FORBIDDEN_OP: range(61, 68),
}


class CorpusError(ValueError):
    """A file of the corpus does not say about itself what it must."""


@dataclass(frozen=True)
class Fixture:
    """One attempt of the corpus, and the verdicts that it may get."""

    name: str
    family: Family
    kind: Kind
    problem: str
    rows: tuple[int, ...]
    verdicts: tuple[str, ...]
    needs: str
    runs: int
    says: str
    path: Path


def load() -> tuple[Fixture, ...]:
    """Return the whole corpus, by kind, family and name.

    Raises:
        CorpusError: a file says too little about itself, or something unknown.
    """
    return tuple(
        read(path, kind, family)
        for kind in Kind
        for family in Family
        for path in sorted((HERE / kind / family).glob("*.py"))
    )


def read(path: Path, kind: Kind, family: Family) -> Fixture:
    """Return what one file says about itself.

    Raises:
        CorpusError: it says too little, or something unknown.
    """
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    says, _, rest = text.partition("\n\n")
    pairs = dict(_pair(line, path) for line in rest.splitlines() if line.strip())
    wanted = {"problem", "row"} | ({"verdict"} if kind is Kind.CHEAT else set())
    if not says or not wanted <= pairs.keys() <= KEYS or pairs.get("needs", "") not in NEEDS:
        raise CorpusError(f"{path}: it has {sorted(pairs)}, and needs a sentence and {wanted}")
    return Fixture(
        name=path.stem,
        family=family,
        kind=kind,
        problem=pairs["problem"],
        rows=tuple(int(row) for row in _items(pairs["row"])),
        verdicts=_items(pairs["verdict"]) if kind is Kind.CHEAT else ("accepted",),
        needs=pairs.get("needs", ""),
        runs=int(pairs.get("runs", 1)),
        says=" ".join(says.split()),
        path=path,
    )


def _pair(line: str, path: Path) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon or not value.strip():
        raise CorpusError(f"{path}: {line!r} is no `key: value`")
    return key.strip(), value.strip()


def _items(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in value.split(","))
