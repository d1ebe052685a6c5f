"""What has been verified, kept beside the solutions as `verified.json` and committed with them.

It holds for the very files that were verified and for the code that judged them, and not for
another torch, nor for a check's own path, which the tests hold to account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.bank import Exercise
from grader.files import settle
from grader.mutation import Mutation
from grader.verify import Verification

NAME = "verified.json"
_GRADER = Path(__file__).parent
_JUDGING = (
    *("verify", "mutants", "mutation", "junk", "worker/judge", "worker/observe", "worker/rules"),
    *("worker/fixtures", "worker/common_tests", "worker/cost", "worker/growth"),
    "worker/operations",
)


class Verified(Struct, frozen=True, forbid_unknown_fields=True):
    """One problem's record: of which files, on how many seeds, and what was found there."""

    digest: str
    seeds: int
    submissions: dict[str, int]
    rounding: float
    mutation: Mutation
    seconds: float


def judging(grader: Path = _GRADER) -> str:
    """Return the digest of the code that judges; to be asked for before that code is run."""
    return _digest(_named((grader / f"{name}.py" for name in _JUDGING), grader))


def digest(exercise: Exercise, judging: str) -> str:
    """Return the digest of a problem's files and of the code that judges them."""
    return _digest(_files(exercise), judging)


def _digest(files: Iterable[tuple[str, Path]], begin: str = "") -> str:
    hashed = hashlib.sha256(begin.encode())
    for name, path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{name}\0{len(content)}\0".encode() + content)
    return hashed.hexdigest()


def read(exercise: Exercise) -> Verified | None:
    """Return what was recorded last, for whatever files; None where that cannot be read."""
    try:
        return msgspec.json.decode(_path(exercise).read_bytes(), type=Verified)
    except (OSError, msgspec.DecodeError):
        return None


def write(exercise: Exercise, digest: str, seeds: int, result: Verification) -> None:
    """Record a verification with mutants and without findings; a bank may be read-only."""
    assert result.mutation is not None
    record = Verified(
        digest,
        seeds,
        result.submissions,
        round(result.rounding, 4),
        result.mutation,
        round(result.seconds, 1),
    )
    path = _path(exercise)
    temporary = path.with_suffix(".new")
    try:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")
        settle(temporary, path)
    except OSError:
        pass  # an installed bank: it is verified again next time


def recalled(exercise: Exercise, record: Verified) -> Verification:
    """Return the verification that a record stands for."""
    return Verification(
        exercise.name,
        (),
        (),
        {},
        record.submissions,
        record.rounding,
        record.mutation,
        record.seconds,
        unchanged=True,
    )


def _path(exercise: Exercise) -> Path:
    return exercise.solutions / NAME


def _files(exercise: Exercise) -> Iterator[tuple[str, Path]]:
    for folder in (exercise.folder, exercise.solutions):
        found = (path for path in folder.rglob("*") if path.suffix in (".py", ".yaml"))
        yield from _named(found, folder)


def _named(paths: Iterable[Path], root: Path) -> list[tuple[str, Path]]:
    return sorted((path.relative_to(root).as_posix(), path) for path in paths)
