"""What the tests share: a small bank, a warm pool, and the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.bank import Bank, Exercise
from grader.checking import Options, check
from grader.model import Attempt, Report
from grader.pool import Pool
from grader.source import Source

TOY_BANK = Path(__file__).parent / "bank"
TOY = "toy/softmax"


@pytest.fixture(scope="session")
def toy() -> Exercise:
    """The problem of the small bank."""
    return Bank(TOY_BANK).load(TOY)


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One warm process for the whole run."""
    with Pool() as pool:
        yield pool


@pytest.fixture
def grade(pool: Pool, toy: Exercise) -> Callable[..., Report]:
    """Check a source text against the small bank's problem, without timing."""

    def run(source: str, **options: Any) -> Report:
        attempt = Attempt("/somewhere/attempt.py", "")
        chosen = Options(**{"seed": 1, "device": "cpu", "timing": False} | options)
        return check(pool, toy, Source(attempt, source), chosen)

    return run


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as one JSON document."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Drill:
    """The installed command in an empty folder with a home of its own."""

    folder: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """A user's environment: this bank, this home, no colour, 80 columns."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("DRILL_")}
        own = {"DRILL_HOME": str(self.home), "DRILL_BANK": str(TOY_BANK), "COLUMNS": "80"}
        return kept | own

    def __call__(self, *words: str, cwd: Path | None = None, **environment: str) -> Ran:
        """Run the command and wait."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("drill")), *words],
            cwd=cwd or self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def drill(tmp_path: Path) -> Drill:
    """The installed command."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Drill(folder, tmp_path / "home")


@pytest.fixture
def right(toy: Exercise) -> str:
    """A right answer to the small bank's problem that is not the reference."""
    return toy.alternatives[0].source


@pytest.fixture
def mistake(toy: Exercise) -> Callable[[str], str]:
    """The source of a named mistake of the small bank's problem."""
    return lambda name: next(m.source for m in toy.mistakes if m.name == name)
