"""What lasts: one SQLite file with every check, hint and choice. The only module that knows SQL.

Each check is one transaction; migrations are numbered and each is one transaction too.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from grader.errors import MachineError, UsageError
from grader.model import Report, Verdict

FILE = "drill.sqlite3"
MIGRATIONS = (
    """
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, problem TEXT NOT NULL, verdict TEXT NOT NULL,
        device TEXT NOT NULL, seed INTEGER NOT NULL, seconds REAL NOT NULL, ratio REAL,
        mistake TEXT, whole INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
        source TEXT NOT NULL, report BLOB NOT NULL
    );
    CREATE INDEX checks_by_problem ON checks (problem, id);
    CREATE TABLE events (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, problem TEXT NOT NULL, kind TEXT NOT NULL,
        detail TEXT NOT NULL
    );
    CREATE INDEX events_by_problem ON events (problem, id);
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
)
_COLUMNS = "id, at, problem, verdict, device, seed, seconds, ratio, mistake, whole, path, sha256"

Clock = Callable[[], datetime]


class EventKind(StrEnum):
    """What a person did besides checking."""

    STARTED = "started"  # detail: the attempt's path
    HINT = "hint"  # detail: which, from 1
    SOLUTION = "solution"  # detail: `passed` or `gave_up`
    RESET = "reset"  # detail: where the old file is kept


class Check(Struct, frozen=True):
    """One recorded check, without its source and report. `whole` means no case was left out."""

    id: int
    at: datetime
    problem: str
    verdict: Verdict
    device: str
    seed: int
    seconds: float
    ratio: float | None
    mistake: str | None
    whole: bool
    path: str
    sha256: str


class Event(Struct, frozen=True):
    """One recorded event."""

    at: datetime
    problem: str
    kind: EventKind
    detail: str


def data_folder() -> Path:
    """Return the folder of what lasts: `DRILL_HOME`, else the platform's data folder."""
    if chosen := os.environ.get("DRILL_HOME"):
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("drill", appauthor=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The open file. `moved_aside` names where a corrupt predecessor was put."""

    def __init__(self, folder: Path | None = None, clock: Clock = _now) -> None:
        self.folder = folder or data_folder()
        self.path = self.folder / FILE
        self.moved_aside: Path | None = None
        self._clock = clock
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise MachineError(
                f"the data folder {self.folder} cannot be used: {error}",
                remedy="make it writable, or set DRILL_HOME to another folder",
            ) from None

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ---- writing

    def record(self, report: Report, source: str, *, whole: bool) -> int:
        """Record one check durably; return its number."""
        with self._transaction():
            cursor = self._db.execute(
                "INSERT INTO checks (at, problem, verdict, device, seed, seconds, ratio, mistake,"
                " whole, path, sha256, source, report) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    self._clock().isoformat(),
                    report.problem,
                    report.verdict,
                    report.device,
                    report.seed,
                    report.seconds,
                    report.timing.ratio if report.timing else None,
                    report.diagnosis.mistake if report.diagnosis else None,
                    whole,
                    report.attempt.path,
                    report.attempt.sha256,
                    source,
                    msgspec.json.encode(report),
                ),
            )
        return int(cursor.lastrowid or 0)

    def note(self, problem: str, kind: EventKind, detail: str = "") -> None:
        """Record one event."""
        with self._transaction():
            self._db.execute(
                "INSERT INTO events (at, problem, kind, detail) VALUES (?,?,?,?)",
                (self._clock().isoformat(), problem, kind, detail),
            )

    def set_current(self, problem: str) -> None:
        """Remember the problem that is being worked on."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO settings VALUES ('current', ?)", (problem,))

    # ---- reading

    def current(self) -> str | None:
        """Return the problem that is being worked on."""
        row = self._db.execute("SELECT value FROM settings WHERE key = 'current'").fetchone()
        return str(row[0]) if row else None

    def checks(self, problem: str | None = None) -> list[Check]:
        """Return the recorded checks in order, of one problem or of all."""
        where, values = ("WHERE problem = ?", (problem,)) if problem else ("", ())
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM checks {where} ORDER BY id", values)
        return [_check(row) for row in rows]

    def events(self, problem: str | None = None) -> list[Event]:
        """Return the recorded events in order, of one problem or of all."""
        where, values = ("WHERE problem = ?", (problem,)) if problem else ("", ())
        rows = self._db.execute(
            f"SELECT at, problem, kind, detail FROM events {where} ORDER BY id", values
        )
        return [Event(datetime.fromisoformat(a), p, EventKind(k), d) for a, p, k, d in rows]

    def source(self, number: int) -> str:
        """Return the source of a recorded check.

        Raises:
            UsageError: there is no such check.
        """
        row = self._db.execute("SELECT source FROM checks WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise UsageError(f"there is no check {number}", remedy="drill history lists them")
        return str(row[0])

    # ---- the file

    def _open(self) -> None:
        try:
            self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._set_aside()
            self._connect()

    def _connect(self) -> None:
        self._db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._migrate()
        except sqlite3.DatabaseError:
            self._db.close()
            raise

    def _migrate(self) -> None:
        version = self._version()
        if version > len(MIGRATIONS):
            self._db.close()
            raise MachineError(
                f"{self.path} was written by a newer drill",
                remedy="upgrade drill; nothing was changed",
            )
        while version < len(MIGRATIONS):
            with self._transaction():
                version = self._version()  # another process may have been faster
                if version < len(MIGRATIONS):
                    for statement in MIGRATIONS[version].split(";"):
                        self._db.execute(statement)
                    version += 1
                    self._db.execute(f"PRAGMA user_version = {version}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _set_aside(self) -> None:
        stamp = self._clock().strftime("%Y%m%d-%H%M%S")
        self.moved_aside = self.path.with_name(f"{FILE}.corrupt-{stamp}")
        for suffix in ("", "-wal", "-shm"):
            part = self.path.with_name(FILE + suffix)
            if part.exists():
                part.rename(self.moved_aside.with_name(self.moved_aside.name + suffix))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _check(row: tuple[object, ...]) -> Check:
    fields = dict(zip(Check.__struct_fields__, row, strict=True))
    fields["at"] = datetime.fromisoformat(str(fields["at"]))
    fields["whole"] = bool(fields["whole"])
    return msgspec.convert(fields, Check)


def quick_check(path: Path) -> str:
    """Return SQLite's own word on whether a file is sound: `ok`, or what is wrong."""
    try:
        with closing(sqlite3.connect(path)) as db:
            return str(db.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
