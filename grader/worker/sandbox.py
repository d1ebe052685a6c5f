"""What an attempt's process can no longer reach, set in the process itself before it is loaded.

Each layer is tried and named when it is on; a system without it runs all the same, and
`drill doctor` says what is then not promised. It guards the verdict and the machine against
accidents and casual cheating, not against a hostile binary.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import grader
from grader.model import Layer

MOST_PROCESSES = 64

# Landlock, Linux 5.13 and later (https://docs.kernel.org/userspace-api/landlock.html).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_VERSION = 1
_READ = (1 << 2) | (1 << 3)  # read a file, list a folder; starting a program is not among them
_ON_FILES = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)
_SINCE = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # file-system rights per version
_NET_SINCE, _SCOPE_SINCE = 4, 6
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc", "/sys/devices/system"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys"),
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_CUDA = ("/dev", "/proc", "/sys")


class _Rules(ctypes.Structure):
    _fields_ = (
        ("fs", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def enter(
    scratch: str, readable: tuple[str, ...], hidden: tuple[str, ...], device: str
) -> tuple[Layer, ...]:
    """Close this process in; return the layers that are on. It must have one thread.

    Args:
        scratch: the only folder it may write to; it becomes the working folder
        readable: read by the hidden tests, or the attempt's own file
        hidden: folders that stay unreadable even inside readable ones
        device: `cuda` leaves its device files open
    """
    os.chdir(scratch)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    sys.dont_write_bytecode = True
    if sys.platform != "linux":
        return ()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    root = os.geteuid() == 0  # the kernel's limit of processes does not bind root
    layers: list[Layer] = []
    if device == "cpu" and _own_namespaces():
        layers.append(Layer.NETWORK)
        if not root and _limit_processes():
            layers.append(Layer.PROCESSES)
    return (*layers, *_landlock(scratch, readable, hidden, device))


def _own_namespaces() -> bool:
    """Move into a network without any device."""
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def _limit_processes() -> bool:
    """Limit processes; in a user namespace of its own the count is this attempt's alone."""
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_NPROC, (MOST_PROCESSES, MOST_PROCESSES))
    except (ValueError, OSError):
        return False
    return True


def _landlock(
    scratch: str, readable: tuple[str, ...], hidden: tuple[str, ...], device: str
) -> tuple[Layer, ...]:
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return ()
    every = sum(rights for since, rights in _SINCE.items() if since <= version)
    rules = _Rules(every, 0b11 if version >= _NET_SINCE else 0, 0)
    size = 8 if version < _NET_SINCE else 16
    if version >= _SCOPE_SINCE:
        rules.scoped, size = 0b11, 24
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return ()
    closed = [os.path.realpath(folder) for folder in (*hidden, *_shipped_solutions())]
    read = [*_SYSTEM, *_python(), *readable, *(_CUDA if device == "cuda" else ())]
    for path in _outermost(read):
        for part in _around(path, closed):
            _allow(libc, ruleset, part, every & _READ)
    for path in (scratch, *_DEVICES, *(_CUDA if device == "cuda" else ())):
        _allow(libc, ruleset, path, every)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    restricted = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    if not restricted:
        return ()
    since = {Layer.FILES: 1, Layer.TCP: _NET_SINCE, Layer.SIGNALS: _SCOPE_SINCE}
    return tuple(layer for layer, first in since.items() if first <= version)


def _python() -> list[str]:
    """Return where Python, its packages and drill's own code lie."""
    packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    own = str(Path(grader.__file__).parent)
    return [sys.base_prefix, sys.prefix, *packages, own]


def _shipped_solutions() -> list[str]:
    """Return where an installed drill, this one or another, holds its solutions."""
    places = {*sys.path, str(Path(grader.__file__).parent.parent)}
    shipped = [f"{place}/grader/_bank/solutions" for place in places]
    return [folder for folder in shipped if Path(folder).is_dir()]


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the real paths that lie in none of the others."""
    real = sorted({os.path.realpath(path) for path in paths})
    kept: list[str] = []
    for path in real:
        if not any(path.startswith(f"{outer}/") for outer in kept):
            kept.append(path)
    return kept


def _around(path: str, hidden: list[str]) -> Iterator[str]:
    """Yield the path, or what it holds besides the hidden folders inside it.

    A link counts as what it leads to: `lib64` beside `lib` must not be a second door.
    """
    if path in hidden:
        return
    if not any(folder.startswith(f"{path}/") for folder in hidden):
        yield path
        return
    with os.scandir(path) as parts:
        for part in parts:
            place = os.path.realpath(part.path) if part.is_symlink() else part.path
            yield from _around(place, hidden)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this system
    if not stat.S_ISDIR(os.fstat(parent).st_mode):
        rights &= _ON_FILES
    rule = _Beneath(rights, parent)
    libc.syscall(_ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
    os.close(parent)
