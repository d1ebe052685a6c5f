"""A SQLite file that proves corrupt: its backups, and how one of them takes its place.

Knows files and SQLite's errors. What the tables mean, the store says: `prove` reads everything in
a file and fails on what is corrupt, `holds_anything` says whether there is something to keep.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

from grader.errors import MachineError
from grader.files import settle

BACKUPS = "backups"
BACKUPS_KEPT = 5
_PARTS = ("", "-wal", "-shm", "-journal")  # what SQLite lays beside a file
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)

Clock = Callable[[], datetime]
Look = Callable[[sqlite3.Connection], object]


class CorruptError(sqlite3.DatabaseError):
    """The file holds what drill never wrote."""


class Recovery:
    """The backups of one file, and its way back from corruption."""

    def __init__(
        self, path: Path, clock: Clock, prove: Look, holds_anything: Look, wait_seconds: float
    ) -> None:
        self._path = path
        self._backups = path.parent / BACKUPS
        self._clock = clock
        self._prove = prove
        self._holds_anything = holds_anything
        self._wait_seconds = wait_seconds
        self._backed_up = ""  # the day of the newest backup this process knows of

    def is_gone(self) -> bool:
        """Say whether the file is missing or empty though there was something in it."""
        if size(self._path):
            return False
        return bool(size(self._part("-wal")) or self._listed())

    def is_closed(self) -> bool:
        """Say whether everything is in the file itself and nothing waits beside it."""
        return bool(size(self._path)) and not size(self._part("-wal"))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process migrate, back up or restore meanwhile; a kill ends it too."""
        self._backups.mkdir(exist_ok=True)
        with closing(self._locking()) as lock:
            lock.execute("PRAGMA journal_mode = MEMORY")
            lock.execute("BEGIN EXCLUSIVE")
            yield

    def _locking(self) -> sqlite3.Connection:
        return sqlite3.connect(self._backups / "lock", self._wait_seconds, isolation_level=None)

    def back_up_daily(self, db: sqlite3.Connection) -> None:
        """Make the day's backup before the day's first write, where there is something to keep."""
        today = f"drill-{self._clock():%Y%m%d}-"
        if self._backed_up == today:
            return
        try:
            if not self._has_backup(today):
                if not self._holds_anything(db):
                    return
                with self.alone():
                    if not self._has_backup(today):
                        self.back_up(db)
        except (OSError, sqlite3.OperationalError) as error:
            if is_corrupt(error):
                raise
            return  # the write itself matters more, and the next one tries again
        self._backed_up = today

    def back_up(self, db: sqlite3.Connection) -> None:
        """Copy the file into the next backup; only the newest few are kept.

        Everything is read first, so that no backup of a corrupt file pushes a sound one out.
        """
        self._prove(db)
        new = self._backups / ".new.sqlite3"
        for suffix in _PARTS:  # of a process that was killed at this
            new.with_name(new.name + suffix).unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(new, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")
                db.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one plain file, with nothing beside
            settle(new, self._free_backup())
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        for old in self._listed()[:-BACKUPS_KEPT]:
            old.unlink(missing_ok=True)

    def replace(self) -> tuple[Path | None, Path | None]:
        """Move the broken file aside and put the newest sound backup in its place; name both."""
        sound = next((path for path in reversed(self._listed()) if self._is_sound(path)), None)
        return self._set_aside(), self._restore(sound) if sound else None

    def _part(self, suffix: str) -> Path:
        return self._path.with_name(self._path.name + suffix)

    def _has_backup(self, day: str) -> bool:
        return any(path.name.startswith(day) for path in self._listed())

    def _free_backup(self) -> Path:
        at = self._clock()
        while (path := self._backups / _backup_name(at)).exists():
            at += timedelta(seconds=1)
        return path

    def _listed(self) -> list[Path]:
        """Return the backups, oldest first; those from the future were made before a clock was set.

        A clock set back must not make the newest backup the first to be thrown away.
        """
        now = _backup_name(self._clock())
        found = self._backups.glob("drill-????????-??????.sqlite3")
        return sorted(found, key=lambda path: (path.name <= now, path.name))

    def _set_aside(self) -> Path | None:
        """Give the file and what lies beside it a free name; return it, if there was a file."""
        parts = [suffix for suffix in _PARTS if size(self._part(suffix))]
        if not parts:
            return None
        stem = f"{self._path.name}.corrupt-{self._clock():%Y%m%d-%H%M%S}"
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        name = next(name for name in names if not any(self._path.parent.glob(f"{name}*")))
        for suffix in parts:
            self._part(suffix).rename(self._path.with_name(name + suffix))
        return self._path.with_name(name)

    def _restore(self, backup: Path) -> Path:
        """Put a copy of a backup in the file's place; return the backup."""
        new = self._backups / ".restored.sqlite3"
        shutil.copyfile(backup, new)
        settle(new, self._path)
        return backup

    def _is_sound(self, backup: Path) -> bool:
        try:
            with closing(sqlite3.connect(backup)) as db:
                self._prove(db)
        except sqlite3.DatabaseError:
            return False
        except MachineError:
            return True  # of a newer drill, which can read it
        return True


def quick_check(path: Path) -> str:
    """Return SQLite's own word on whether a file is sound: `ok`, or what is wrong."""
    try:
        with closing(sqlite3.connect(path)) as db:
            return str(db.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


def size(path: Path) -> int:
    """Return how long a file is, or 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _backup_name(at: datetime) -> str:
    return f"drill-{at:%Y%m%d-%H%M%S}.sqlite3"


def told(moved_aside: Path | None, restored_from: Path | None) -> str:
    """Word what became of a corrupt file."""
    what = "The record was " + ("corrupt" if moved_aside else "gone")
    moved = f"It was moved to {moved_aside}; " if moved_aside else ""
    after = f"the backup {restored_from} took its place" if restored_from else "a new one begins"
    return f"{what}. {moved}{after}."


def code_of(error: Exception) -> int:
    """Return SQLite's own code of an error without its details, or 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_corrupt(error: Exception) -> bool:
    """Say whether an error means that the file holds what it should not."""
    return isinstance(error, CorruptError) or code_of(error) in _CORRUPT or _is_garbled(error)


def _is_garbled(error: Exception) -> bool:
    """Say whether it is corruption that SQLite has no code of its own for."""
    words = ("decode to UTF-8", "unsupported file format")
    return isinstance(error, sqlite3.OperationalError) and any(w in str(error) for w in words)


def is_ours(error: Exception) -> bool:
    """Say whether an error is a fault in our SQL and nothing a person can mend."""
    mendable = isinstance(error, OSError) or is_corrupt(error)
    return not mendable and code_of(error) in (0, sqlite3.SQLITE_ERROR)


def refusal(what: str, error: Exception) -> MachineError:
    """Return the error a person can mend, with the way to do it."""
    code = code_of(error)
    if code in _BUSY:
        remedy = "another drill holds it: wait until that one ends, then try again"
    elif code in _FULL:
        remedy = "make room on the disk and try again; what was recorded before is kept"
    elif is_corrupt(error):
        remedy = "move the folder aside to begin anew; drill doctor describes it"
    else:
        remedy = "make it writable, or set DRILL_HOME to another folder"
    return MachineError(f"{what}: {error}", remedy=remedy)
