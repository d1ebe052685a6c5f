"""What a worker process may use, set in the worker itself before any attempt is imported.

The supervising command watches CPU time and resident memory from outside as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
from pathlib import Path

MAX_FILE = 32 * 2**20
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_M_PERTURB = -6  # malloc.h


def die_with_parent(how: int = signal.SIGKILL) -> None:
    """Ask the kernel for a signal when the process that made this one ends; 0 is none (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, how)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ended, to sweep them (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def threads() -> int:
    """Return the number of threads of this process, or 1 where the system does not say."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.exists() else 1


def confine(memory_mb: int) -> None:
    """Limit data memory to `memory_mb` above what is used now, file size, and core dumps."""
    if sys.platform == "win32":
        return
    import resource

    def limit(kind: int, value: int) -> None:
        with contextlib.suppress(ValueError, OSError):  # a lower hard limit stays
            resource.setrlimit(kind, (value, value))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, MAX_FILE)
    if sys.platform == "linux":
        limit(resource.RLIMIT_DATA, _data_bytes() + memory_mb * 2**20)


def spoil_new_memory() -> None:
    """Have malloc fill what it hands out: who reads it before writing finds no zeros (glibc)."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_PERTURB, 0x80)  # its complement is filled in: 3.4e38 as a float32


def _data_bytes() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
