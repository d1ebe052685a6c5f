"""The warm process and its workers: started, supervised, killed.

Knows processes, clocks and limits; neither problems nor verdicts.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from msgspec import Struct

from grader import wire
from grader.errors import JudgeError, MachineError

TICK = 0.02  # seconds between two looks at a worker's CPU time and memory
START_SECONDS = 120  # an import of torch from a cold disk
MAX_OUTPUT = 32 * 1024  # of what an attempt printed, kept at either end
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


MOST_PROCESSES = 64  # that one attempt may have started
MOST_SCRATCH = 256 * 2**20  # bytes in the one folder it may write to
MOST_OPEN = 4  # processes kept open for one problem or another, of which no worker is alive
BASE_BYTES = 400 * 2**20  # resident in a worker that was started anew, before it does anything


class End(StrEnum):
    """Why a worker stopped answering."""

    DIED = "died"
    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    PROCESSES = "processes"
    DISK = "disk"
    OBSERVED = "observed"
    MALFORMED = "malformed"


class WorkerEndedError(Exception):
    """The worker is gone; `status` is its exit code, or minus the signal, where it died itself."""

    def __init__(self, end: End, status: int = 0, printed: str = "") -> None:
        super().__init__(end)
        self.end = end
        self.status = status
        self.printed = printed


class CancelledError(Exception):
    """Nobody wants the answer any more: the pool's `cancel` was set."""


class Budget(Struct, frozen=True):
    """What one answer may take: CPU seconds, and memory above a worker's own.

    Wall time is generous: a busy machine is not the person's fault.
    """

    cpu_seconds: float
    memory_bytes: int

    @property
    def wall_seconds(self) -> float:
        """The wall clock's limit."""
        return 3 * self.cpu_seconds + 2


class Pool:
    """One warm process and what is opened from it; use as a context manager, from many threads.

    Without `fork` every worker is started anew: slower, never different. While `cancel` is set,
    whoever waits for a worker gives up.
    """

    def __init__(self, *, fork: bool | None = None, cancel: threading.Event | None = None) -> None:
        self._fork = can_fork() if fork is None else fork
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._warm: Forker | None = None
        self._errors: IO[bytes] | None = None
        self._opened: dict[wire.Open, Opened] = {}
        self.cancel = cancel or threading.Event()
        self.scratch = ""
        self.torch = ""
        self.devices: wire.Devices | None = None  # once somebody has asked

    def __enter__(self) -> Self:
        """Start the warm process without waiting for it."""
        try:
            self.scratch = tempfile.mkdtemp(prefix="drill-")
        except OSError as error:
            raise MachineError(
                f"no temporary folder can be made: {error.strerror}",
                remedy="make room, or let TMPDIR name a folder that can be written",
            ) from None
        try:
            if self._fork:
                self._errors = tempfile.TemporaryFile()
                self._process, channel = self._launch([], self._errors)
                self._warm = Forker(channel, self._process.pid, self.scratch, self.cancel)
                self._warm.words = self._last_words
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Hang up, which ends the warm process and every worker."""
        try:
            for opened in self._opened.values():
                opened.hang_up()
            if self._warm is not None and self._process is not None:
                self._warm.hang_up()
                self._end(self._process)
        finally:
            if self._errors is not None:
                self._errors.close()
            _remove(Path(self.scratch))

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(timeout=5 if self.torch else 0)  # still importing: no need to wait
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def worker(self) -> Worker:
        """Return a fresh worker, which does what its first message says.

        Raises:
            JudgeError: the warm process did not start or is gone.
        """
        if self._warm is None:
            return self._alone()
        with self._lock:
            self._ready(self._warm)
        return self._warm.worker()

    def opened(self, order: wire.Open) -> Worker:
        """Return a fresh worker that is opened by this order: it may `Enter`.

        It is a fork of a process that is kept open for the orders to come.

        Raises:
            JudgeError: as `worker`; or the opened process is gone.
        """
        if self._warm is None:
            worker = self._alone()
            worker.send(order)
            return worker
        with self._lock:
            return self._kept_open(order).forker.worker()

    @property
    def lost(self) -> bool:
        """Whether a process that forks has died, and with it all its workers."""
        forkers = [opened.forker for opened in self._opened.values()]
        return any(forker.lost for forker in (self._warm, *forkers) if forker)

    def died(self) -> JudgeError:
        """Return the error that tells that such a process ended."""
        return JudgeError("the warm process ended", remedy="run: drill doctor")

    def _alone(self) -> Worker:
        output = tempfile.TemporaryFile()  # noqa: SIM115  (the worker closes it)
        scratch = tempfile.mkdtemp(dir=self.scratch)
        process, channel = self._launch(["--alone"], output)
        return Worker(Started(process, self.cancel), channel, (output, scratch), process.pid)

    def _kept_open(self, order: wire.Open) -> Opened:
        """Return the process that is open for this order; too many idle ones are closed."""
        assert self._warm is not None
        if order not in self._opened:
            idle = [key for key, opened in self._opened.items() if not opened.forker.living]
            for key in idle[: max(0, len(idle) + 1 - MOST_OPEN)]:
                self._opened.pop(key).close()
            self._ready(self._warm)
            self._opened[order] = Opened(self._warm.worker(), order, self.scratch)
        self._opened[order] = self._opened.pop(order)  # the last used stands last
        return self._opened[order]

    def _launch(
        self, extra: list[str], errors: IO[bytes]
    ) -> tuple[subprocess.Popen[bytes], wire.Channel]:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "grader.worker", str(theirs.fileno()), *extra],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C and a closed terminal are the command's to handle
                cwd=self.scratch,
                env=self._environment(),
            )
        return process, wire.Channel(ours)

    def _environment(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ}
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        folders = dict.fromkeys(("HOME", "TMPDIR"), self.scratch)
        own = {"PYTHONHASHSEED": "0", "PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
        # glibc's cache of freed pieces keeps a heap in shreds, and each process's differently
        heap = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}
        return kept | threads | folders | own | heap

    def _ready(self, warm: Forker) -> None:
        if not self.torch:
            self.torch = warm.receive(START_SECONDS).torch

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        return self._errors.read().decode(errors="backslashreplace")


class Maker(Protocol):
    """Where a worker comes from, as its supervision needs it."""

    lost: bool
    cancel: threading.Event

    @property
    def base_bytes(self) -> int:
        """What is resident in a worker that has done nothing."""

    def reap(self, pid: int) -> int:
        """Kill a worker and its descendants; return how it ended."""

    def died(self) -> JudgeError:
        """Return the error that tells of this process's own end."""


class Forker:
    """A process that forks workers when asked: the warm one, or one opened for a problem."""

    def __init__(
        self,
        channel: wire.Channel,
        pid: int,
        scratch: str,
        cancel: threading.Event,
        origin: Maker | None = None,
    ) -> None:
        self._channel = channel
        self._pid = pid
        self._scratch = scratch
        self._lock = threading.Lock()
        self.cancel = cancel
        self._origin = origin
        self.words: Callable[[], str] = str  # what the process printed
        self.living = 0  # workers that have not been reaped
        self.lost = False

    def worker(self) -> Worker:
        """Return a fresh worker.

        Raises:
            JudgeError: this process is gone.
        """
        output = tempfile.TemporaryFile()  # noqa: SIM115  (the worker closes it)
        scratch = tempfile.mkdtemp(dir=self._scratch)
        ours, theirs = socket.socketpair()
        try:
            with self._lock, theirs:
                forked = self._ask(wire.Fork(), [theirs.fileno(), output.fileno()])
                self.living += 1
        except BaseException:
            ours.close()
            output.close()
            raise
        return Worker(self, wire.Channel(ours), (output, scratch), forked.pid)

    @property
    def base_bytes(self) -> int:
        """What may be resident in a worker that has done nothing: as much as in this process.

        Or in the one that this was forked from: pages of files are mapped anew after a fork.
        """
        above = self._origin.base_bytes if self._origin else 0
        return max(above, resident_bytes(self._pid)) or BASE_BYTES

    def reap(self, pid: int) -> int:
        """Kill a worker and its descendants; return how it ended."""
        try:
            with self._lock:
                self.living -= 1
                return int(self._ask(wire.Reap(pid)).status)
        except JudgeError:
            self.lost = True
            return 0  # with this process its workers end too

    def hang_up(self) -> None:
        """Close the channel, which ends the process and its workers."""
        self._channel.close()

    def _ask(self, request: wire.ToForker, descriptors: list[int] | None = None) -> Any:
        try:
            self._channel.send(request, descriptors)
        except OSError as error:
            raise self.died() from error
        try:
            return self.receive(30)
        except BaseException:
            self._channel.close()  # an answer that comes late must not be taken for the next one's
            raise

    def receive(self, timeout: float) -> Any:
        """Return what the process says next.

        Raises:
            JudgeError: it says nothing.
        """
        try:
            answer = self._channel.receive(wire.FromForker, timeout)
        except (TimeoutError, wire.WireError, OSError) as error:
            raise JudgeError("the warm process does not answer", remedy="try again") from error
        if answer is None:
            raise self.died()
        return answer

    def died(self) -> JudgeError:
        """Return the error that tells the process's end, with its last words."""
        self.lost = True
        lines = self.words().strip().splitlines()
        words = f": {lines[-1]}" if lines else ""
        return JudgeError(f"the warm process ended{words}", remedy="run: drill doctor")


class Opened:
    """A worker that was opened and forks others that are."""

    def __init__(self, worker: Worker, order: wire.Open, scratch: str) -> None:
        worker.send(order)
        self._worker = worker
        self.forker = Forker(worker.channel, worker.pid, scratch, worker.cancel, worker.maker)
        self.forker.words = worker.printed

    def hang_up(self) -> None:
        """End it, when the warm process ends too."""
        self._worker.let_go()

    def close(self) -> None:
        """End it and wait."""
        self._worker.close()


class Started:
    """A worker that was started anew, as the maker of itself."""

    lost = False
    base_bytes = BASE_BYTES

    def __init__(self, process: subprocess.Popen[bytes], cancel: threading.Event) -> None:
        self._process = process
        self.cancel = cancel

    def reap(self, pid: int) -> int:
        """Kill it with what it started once it led its own session; return how it ended."""
        try:
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.kill()
        return self._process.wait()

    def died(self) -> JudgeError:
        """Return the error of a process that forks, which this is not."""
        return JudgeError("the worker ended", remedy="run: drill doctor")


class Worker:
    """One forked process and its channel."""

    def __init__(
        self,
        maker: Maker,
        channel: wire.Channel,
        place: tuple[IO[bytes], str],
        pid: int,
    ) -> None:
        self.maker = maker
        self.cancel = maker.cancel
        self.channel = channel
        self._output, self.scratch = place
        self.pid = pid
        self._read = 0

    def send(self, message: Struct) -> None:
        """Send a message; a worker that is gone shows at the next `receive`."""
        try:
            self.channel.send(message)
        except OSError:
            pass  # its end is told by receive, with the reason

    def receive(self, expected: Any, budget: Budget) -> Any:
        """Return the next message within the budget.

        Raises:
            WorkerEndedError: it died, overran its budget, or sent what is no message. It is killed.
            JudgeError: the warm process died, and the worker with it.
            CancelledError: the pool was told to cancel. The worker goes on.
        """
        began, cpu = time.monotonic(), cpu_seconds(self.pid)
        looked = False
        while True:
            try:
                message = self.channel.receive(expected, TICK)
            except TimeoutError:
                if self.cancel.is_set():
                    raise CancelledError from None
                if not looked:  # most answers come before the first look, which is not free
                    cpu, looked = cpu + waited_seconds(self.pid), True
                if end := self._overrun(budget, time.monotonic() - began, cpu):
                    raise self._ended(end) from None
                continue
            except wire.WireError:
                raise self._ended(End.MALFORMED) from None
            if message is None:
                raise self._ended(End.DIED)
            return message

    def _overrun(self, budget: Budget, wall_seconds: float, cpu_before: float) -> End | None:
        """Look at clocks, memory, processes and files; return what is over its budget."""
        family = [self.pid, *descendants(self.pid, MOST_PROCESSES + 1)]
        used = sum(cpu_seconds(pid) for pid in family) + waited_seconds(self.pid)
        if used - cpu_before > budget.cpu_seconds:
            return End.CPU_TIME
        if wall_seconds > budget.wall_seconds:
            return End.WALL_TIME
        if len(family) > MOST_PROCESSES:
            return End.PROCESSES
        base = self.maker.base_bytes
        if sum(max(0, resident_bytes(pid) - base) for pid in family) > budget.memory_bytes:
            return End.MEMORY
        if folder_bytes(self.scratch) > MOST_SCRATCH:
            return End.DISK
        return None

    def printed(self, end: int | None = None) -> str:
        """Return what the worker printed since the last call, its middle cut where it is long.

        `end` is where in the output to stop, as the worker claims it.
        """
        size = os.fstat(self._output.fileno()).st_size
        if end is not None:
            size = min(size, max(end, self._read))
        begin, self._read = self._read, size
        length = size - begin
        shown = min(length, MAX_OUTPUT if length > 2 * MAX_OUTPUT else length)
        text = os.pread(self._output.fileno(), shown, begin).decode(errors="backslashreplace")
        if shown < length:
            tail = os.pread(self._output.fileno(), MAX_OUTPUT, size - MAX_OUTPUT)
            text += f"\n... {length - 2 * MAX_OUTPUT} bytes cut ...\n"
            text += tail.decode(errors="backslashreplace")
        return wire.printable(text)

    def kill(self) -> None:
        """Begin to end the worker, without waiting for it."""
        if not self._output.closed:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except OSError:
                pass  # it has ended already

    def let_go(self) -> None:
        """Leave the worker to the end of what made it."""
        self.channel.close()
        self._output.close()

    def close(self) -> int:
        """Kill the worker and everything it started; return how it had ended."""
        if self._output.closed:
            return 0
        self.channel.close()
        status = self.maker.reap(self.pid)
        self._output.close()
        _remove(Path(self.scratch))
        return status

    def _ended(self, end: End) -> WorkerEndedError:
        words = self.printed()
        status = self.close()
        if self.maker.lost:
            raise self.maker.died()  # which is no deed of the worker's
        return WorkerEndedError(end, status, words)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process has used, or 0 where its clock cannot be read."""
    if sys.platform != "linux":
        return 0.0
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def waited_seconds(pid: int) -> float:
    """Return the CPU time of a process's children that have ended, or 0 where it is not told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0


def resident_bytes(pid: int) -> int:
    """Return a process's resident memory, or 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def descendants(pid: int, most: int) -> list[int]:
    """Return the living descendants of a process, at most so many, where the system tells."""
    found: list[int] = []
    waiting = [pid]
    while waiting and len(found) < most:
        parent = waiting.pop()
        try:
            tasks = list(Path(f"/proc/{parent}/task").iterdir())
            children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue  # gone meanwhile
        found += children
        waiting += children
    return found


def folder_bytes(folder: str) -> int:
    """Return how much the files under a folder hold; they may change while we look."""
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(f"{path}/{name}").st_blocks * 512
            except OSError:
                continue
    return total


def can_fork() -> bool:
    """Say whether workers may be forked: not on Windows, nor on macOS, where it breaks MPS."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
