"""What lasts: one SQLite file with every check, hint and choice. Nothing else knows its tables.

Each check is one transaction; migrations are numbered and each is one transaction too. Backups, and
what happens where the file is found corrupt, are `recovery`'s.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from grader.errors import MachineError, UsageError
from grader.files import sync_folder
from grader.model import Report, Verdict
from grader.recovery import (
    Clock,
    CorruptError,
    Recovery,
    code_of,
    is_corrupt,
    is_ours,
    refusal,
    told,
)

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
    # So that records can be merged: `uid` names a row on every machine, and `rank` is its time,
    # but never before what was recorded earlier, for a clock may be set back.
    """
    ALTER TABLE checks ADD COLUMN uid TEXT;
    ALTER TABLE events ADD COLUMN uid TEXT;
    ALTER TABLE checks ADD COLUMN rank TEXT;
    ALTER TABLE events ADD COLUMN rank TEXT;
    UPDATE checks SET uid = lower(hex(randomblob(16))), rank = latest
    FROM (SELECT id AS row, max(at) OVER (ORDER BY id) AS latest FROM checks) WHERE id = row;
    UPDATE events SET uid = lower(hex(randomblob(16))), rank = latest
    FROM (SELECT id AS row, max(at) OVER (ORDER BY id) AS latest FROM events) WHERE id = row;
    CREATE INDEX checks_by_rank ON checks (rank, id);
    CREATE INDEX events_by_rank ON events (rank, id);
    CREATE UNIQUE INDEX checks_by_uid ON checks (uid);
    CREATE UNIQUE INDEX events_by_uid ON events (uid);
    """,
)
_TABLES = {"checks", "events", "settings"}
_UNOPENED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
_COLUMNS = "id, at, problem, verdict, device, seed, seconds, ratio, mistake, whole, path, sha256"
_CHECK = (
    "uid, rank, at, problem, verdict, device, seed, seconds, ratio, mistake, whole, path, sha256,"
    " source, report"
)
_EVENT = "uid, rank, at, problem, kind, detail"
_ORDER = "ORDER BY rank, id"
# At one instant, where a clock is coarse: what begins, then checks, then what judges them.
_DEEDS = """
    SELECT at, problem, verdict, CASE WHEN whole THEN 'whole' ELSE 'partial' END,
           rank, 1 AS turn, id FROM checks WHERE {where}
    UNION ALL
    SELECT at, problem, kind, detail, rank, 2 * (kind IN ('solution', 'rated')), id
    FROM events WHERE {where}
    ORDER BY rank, turn, id
"""
_RANK = "max(?, coalesce((SELECT max(rank) FROM {}), ''))"

Row = Sequence[Any]
T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


class EventKind(StrEnum):
    """What a person did besides checking."""

    STARTED = "started"  # detail: the attempt's path
    HINT = "hint"  # detail: which, from 1
    SOLUTION = "solution"  # detail: `passed` or `gave_up`
    RESET = "reset"  # detail: where the old file is kept
    RATED = "rated"  # detail: the grade that the last episode is to have, or `undo`
    ANSWERED = "answered"  # a concept card; detail: `right` or `wrong`
    MOCK = "mock"  # a step of a mock interview; detail: which, as JSON


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


class Deed(Struct, frozen=True):
    """A check or an event, as little of it as tells what was practised when.

    `detail` of a check is `whole` or `partial`.
    """

    at: datetime
    problem: str
    what: Verdict | EventKind
    detail: str


class CheckLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="is", tag="check"):
    """A whole recorded check as it goes from machine to machine.

    `uid` is its name on all, and `rank` what it is sorted by.
    """

    uid: str
    rank: datetime
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
    source: str
    report: msgspec.Raw


class EventLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="is", tag="event"):
    """A recorded event as it goes from machine to machine."""

    uid: str
    rank: datetime
    at: datetime
    problem: str
    kind: EventKind
    detail: str


Line: TypeAlias = CheckLine | EventLine


def data_folder() -> Path:
    """Return the folder of what lasts: `DRILL_HOME`, else the platform's data folder."""
    if chosen := os.environ.get("DRILL_HOME"):
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("drill", appauthor=False)


def _now() -> datetime:
    return datetime.now(UTC)


def _quiet(_words: str) -> None:
    """Tell nobody."""


class Store:
    """The open file.

    `tell` hears in words when a corrupt file had to go; then `moved_aside` names where it was put
    and `restored_from` the backup that took its place, each where there was one.
    """

    def __init__(
        self,
        folder: Path | None = None,
        clock: Clock = _now,
        *,
        tell: Callable[[str], None] = _quiet,
        migrations: Sequence[str] = MIGRATIONS,
        wait_seconds: float = 10,
    ) -> None:
        self.folder = folder or data_folder()
        self.path = self.folder / FILE
        self.moved_aside: Path | None = None
        self.restored_from: Path | None = None
        self._clock = clock
        self._tell = tell
        self._migrations = migrations
        self._wait_seconds = wait_seconds
        self._recovery = Recovery(self.path, clock, _prove, _holds_anything, wait_seconds)
        self._opened: tuple[int, int] | None = None
        self._unwritable: sqlite3.OperationalError | None = None  # why it is open for reading only
        self._db = sqlite3.connect(":memory:")
        try:
            self._make_folder()
            self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            self._db.close()
            raise refusal(f"the data folder {self.folder} cannot be used", error) from None
        except BaseException:
            self._db.close()
            raise

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
        """Record one check durably; return its number.

        Raises:
            MachineError: it cannot be written: a full disk, a read-only file, another writer.
        """
        at = self._clock().isoformat()
        return self._write(
            f"INSERT INTO checks ({_CHECK})"
            f" VALUES (?,{_RANK.format('checks')},?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                _uid(),
                at,
                at,
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

    def note(self, problem: str, kind: EventKind, detail: str = "") -> None:
        """Record one event."""
        at = self._clock().isoformat()
        self._write(
            f"INSERT INTO events ({_EVENT}) VALUES (?,{_RANK.format('events')},?,?,?,?)",
            (_uid(), at, at, problem, kind, detail),
        )

    def set_current(self, problem: str) -> None:
        """Remember the problem that is being worked on."""
        self.set_setting("current", problem)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def unset(self, key: str) -> None:
        """Forget a setting."""
        self._write("DELETE FROM settings WHERE key = ?", (key,))

    def merge(self, lines: Iterable[Line]) -> int:
        """Add what is not here yet, all or nothing; return how many lines that were.

        Raises:
            MachineError: it cannot be written.
        """
        rows = [(_values(line), isinstance(line, CheckLine)) for line in lines]

        def work() -> int:
            self._recovery.back_up_daily(self._db)
            before = self._db.total_changes
            with self._transaction():
                for values, is_check in rows:
                    table, columns = ("checks", _CHECK) if is_check else ("events", _EVENT)
                    holes = ",".join("?" * len(values))
                    self._db.execute(
                        f"INSERT INTO {table} ({columns}) VALUES ({holes}) ON CONFLICT DO NOTHING",
                        values,
                    )
            return self._db.total_changes - before

        return self._guard("written", work)

    def require_writable(self) -> None:
        """Find out before long work that its result could not be recorded.

        Raises:
            MachineError: nothing can be written now.
        """

        def work() -> None:
            with self._transaction():  # BEGIN alone is let through where the file is read-only
                self._db.execute("DELETE FROM settings WHERE FALSE")

        self._guard("written", work)

    # ---- reading

    def current(self) -> str | None:
        """Return the problem that is being worked on."""
        return self.setting("current")

    def setting(self, key: str) -> str | None:
        """Return what a setting is, where it is set."""
        found = self._read("SELECT value FROM settings WHERE key = ?", (key,), _text)
        return found[0] if found else None

    def checks(self, problem: str | None = None) -> list[Check]:
        """Return the recorded checks in order, of one problem or of all."""
        where, values = ("WHERE problem = ?", (problem,)) if problem else ("", ())
        return self._read(f"SELECT {_COLUMNS} FROM checks {where} {_ORDER}", values, _check)

    def events(self, problem: str | None = None) -> list[Event]:
        """Return the recorded events in order, of one problem or of all."""
        where, values = ("WHERE problem = ?", (problem,)) if problem else ("", ())
        return self._read(
            f"SELECT at, problem, kind, detail FROM events {where} {_ORDER}",
            values,
            _event,
        )

    def deeds(self, problem: str | None = None) -> list[Deed]:
        """Return checks and events together in order, of one problem or of all."""
        where, values = ("problem = ?", (problem, problem)) if problem else ("TRUE", ())
        return self._read(_DEEDS.format(where=where), values, _deed)

    def lines(self) -> Iterator[Line]:
        """Yield the whole record, as `merge` takes it, in order of time."""
        for kind, columns, table in (
            (CheckLine, _CHECK, "checks"),
            (EventLine, _EVENT, "events"),
        ):
            numbers = self._read(f"SELECT id FROM {table} {_ORDER}", (), lambda row: row[0])
            for number in numbers:  # one by one: with sources and reports all are too many
                row = (f"SELECT {columns} FROM {table} WHERE id = ?", (number,))
                yield from self._read(*row, partial(_line, kind))

    def source(self, number: int) -> str:
        """Return the source of a recorded check.

        Raises:
            UsageError: there is no such check.
        """
        found = self._read("SELECT source FROM checks WHERE id = ?", (number,), _text)
        if not found:
            raise UsageError(f"there is no check {number}", remedy="drill history lists them")
        return found[0]

    # ---- one statement

    def _read(self, statement: str, values: Row, parse: Callable[[Row], T]) -> list[T]:
        return self._guard("read", lambda: _rows(self._db, statement, values, parse))

    def _write(self, statement: str, values: Row) -> int:
        def work() -> int:
            self._recovery.back_up_daily(self._db)
            with self._transaction():
                number = self._db.execute(statement, values).lastrowid
            return int(number or 0)

        number = self._guard("written", work)
        if self._identity() != self._opened:  # replaced meanwhile: what we wrote went with it
            self._guard("opened", self._reopen)
            number = self._guard("written", work)
        return number

    def _guard(self, doing: str, work: Callable[[], T]) -> T:
        """Do it; where the file proves corrupt, restore it and do it once more."""
        try:
            try:
                return work()
            except sqlite3.DatabaseError as error:
                if self._unwritable or not is_corrupt(error):
                    raise
            self._recover(self._opened)
            return work()
        except (OSError, sqlite3.DatabaseError) as error:
            if is_ours(error):
                raise
            raise refusal(f"{self.path} cannot be {doing}", error) from None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._unwritable:
            raise self._unwritable
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")
            raise

    # ---- the file

    def _make_folder(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder.parent)

    def _open(self) -> None:
        """Connect; a file that is corrupt, or gone though there are backups, is restored first."""
        if self._recovery.is_gone():
            self._recover(None)
            return
        try:
            self._connect()
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
            self._recover(self._opened)

    def _reopen(self) -> None:
        self._db.close()
        self._make_folder()
        self._open()

    def _connect(self) -> None:
        self._opened = self._identity()
        self._unwritable = None
        self._db = self._connection(self.path)
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            self._db.close()
            if code_of(error) not in _UNOPENED or not self._recovery.is_closed():
                raise
            # a read-only folder or a full disk has no room for what SQLite lays beside a file
            self._unwritable = error
            self._db = self._connection(self.path.absolute().as_uri() + "?mode=ro&immutable=1")
            self._prepare()
        self._opened = self._opened or self._identity()

    def _connection(self, where: Path | str) -> sqlite3.Connection:
        return sqlite3.connect(where, self._wait_seconds, isolation_level=None, uri=True)

    def _prepare(self) -> None:
        version = self._version()
        if version < len(self._migrations):
            with self._recovery.alone():
                self._migrate()
        elif self._db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            self._use_wal()
        self._db.execute("PRAGMA synchronous = FULL")

    def _use_wal(self) -> None:
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            pass  # read-only, or others are at it: it works without, and the next one tries again

    def _migrate(self) -> None:
        version = self._version()  # another process may have been faster
        if 0 < version < len(self._migrations):
            self._recovery.back_up(self._db)
        self._use_wal()
        while version < len(self._migrations):
            with self._transaction():
                for statement in self._migrations[version].split(";"):
                    self._db.execute(statement)
                version += 1
                self._db.execute(f"PRAGMA user_version = {version}")

    def _version(self) -> int:
        """Return how many migrations the file has seen, from its header and its schema alone."""
        try:
            version, names = self._db.execute(
                "SELECT user_version, (SELECT group_concat(name) FROM sqlite_master"
                " WHERE type = 'table') FROM pragma_user_version"
            ).fetchone()
        except UnicodeDecodeError as error:
            raise CorruptError(str(error)) from None
        if version > len(self._migrations):
            raise MachineError(
                f"{self.path} was written by a newer drill",
                remedy="upgrade drill; nothing was changed",
            )
        tables = set(names.split(",")) if names else set()
        if version < 0 or not tables >= _TABLES if version else tables:
            raise CorruptError("the tables are not drill's")
        return int(version)

    def _identity(self) -> tuple[int, int] | None:
        """Return what tells the file from another one of the same name."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _recover(self, broken: tuple[int, int] | None) -> None:
        """Let a backup take the broken file's place, unless another process has, and connect."""
        self._db.close()
        with self._recovery.alone():
            if acts := self._recovery.is_gone() or self._identity() == broken:  # else it is done
                self.moved_aside, self.restored_from = self._recovery.replace()
        self._connect()
        if acts and (self.moved_aside or self.restored_from):
            self._tell(told(self.moved_aside, self.restored_from))


def _rows(
    db: sqlite3.Connection, statement: str, values: Row, parse: Callable[[Row], T]
) -> list[T]:
    """Return what a query finds; what drill never wrote is corruption.

    SQLite has no checksums: a damaged page may still be a page.
    """
    rows = db.execute(statement, values).fetchall()
    try:
        return [parse(row) for row in rows]
    except (ValueError, TypeError, msgspec.ValidationError) as error:
        raise CorruptError(str(error)) from None


def _check(row: Row) -> Check:
    fields = dict(zip(Check.__struct_fields__, row, strict=True))
    fields["at"] = datetime.fromisoformat(fields["at"])
    fields["verdict"] = _known(Verdict, fields["verdict"])
    fields["whole"] = bool(fields["whole"])
    return msgspec.convert(fields, Check)


def _event(row: Row) -> Event:
    at, problem, kind, detail = row
    return Event(datetime.fromisoformat(at), problem, _known(EventKind, kind), detail)


def _deed(row: Row) -> Deed:
    at, problem, word, detail, _, turn, _ = row
    what = _known(Verdict, word) if turn == 1 else _known(EventKind, word)
    return Deed(datetime.fromisoformat(at), problem, what, detail)


def _known(words: type[Word], word: object) -> Word:
    """Return a word of ours; a word we do not know may be a newer drill's, so nothing is moved."""
    if not isinstance(word, str):
        raise TypeError(f"{word!r} is no word")
    try:
        return words(word)
    except ValueError:
        raise MachineError(
            f"the record holds the word {word!r}, which this drill does not know",
            remedy="a newer drill wrote it: upgrade; nothing was changed",
        ) from None


def _text(row: Row) -> str:
    return str(row[0])


def _uid() -> str:
    return os.urandom(16).hex()


def _line(kind: type[Line], row: Row) -> Line:
    fields = dict(zip(kind.__struct_fields__, row, strict=True))
    for name in ("at", "rank"):
        fields[name] = datetime.fromisoformat(fields[name])
    if kind is EventLine:
        fields["kind"] = _known(EventKind, fields["kind"])
        return msgspec.convert(fields, EventLine)
    fields["verdict"] = _known(Verdict, fields["verdict"])
    fields["whole"] = bool(fields["whole"])
    report = msgspec.Raw(fields.pop("report"))
    return CheckLine(**msgspec.convert(fields, dict[str, Any]), report=report)


def _values(line: Line) -> Row:
    """Return a line as the row it is stored as."""
    fields = {name: getattr(line, name) for name in line.__struct_fields__}
    for name in ("at", "rank"):
        fields[name] = fields[name].astimezone(UTC).isoformat()
    if isinstance(line, CheckLine):
        fields["report"] = bytes(line.report)
    return tuple(fields.values())


def _prove(db: sqlite3.Connection) -> None:
    """Read everything in a file.

    Raises:
        sqlite3.DatabaseError: some of it is corrupt.
    """
    words = db.execute("PRAGMA quick_check").fetchone()[0]
    if words != "ok":
        raise CorruptError(words)
    _rows(db, f"SELECT {_COLUMNS} FROM checks", (), _check)
    _rows(db, "SELECT at, problem, kind, detail FROM events", (), _event)


def _holds_anything(db: sqlite3.Connection) -> bool:
    anything = "SELECT 1 FROM checks UNION ALL SELECT 1 FROM events LIMIT 1"
    return db.execute(anything).fetchone() is not None
