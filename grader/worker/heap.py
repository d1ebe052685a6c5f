"""The memory of a process whose calls are timed: given back and taken again as whole pages.

Two processes that run the same code differ by up to a quarter for as long as they live, because
the pages they happened to get lie differently in the caches. Each gives its pages back after its
turn, so that the next one gets the same. Only for Linux with glibc; elsewhere nothing happens.
"""

from __future__ import annotations

import ctypes
import mmap
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h
_MADV_POPULATE_WRITE = 23  # Linux 5.14
_LARGEST = 32 * 2**20  # the most that glibc takes from the heap in one piece
_EVERYTHING = 2**30
_FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"


class _Usage(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_size_t) for name in _FIELDS.split())


class Heap:
    """What this process's heap grows by from now on."""

    def __init__(self) -> None:
        self._libc = _glibc()
        self._begin = 0
        if self._libc is not None:
            _keep_to_the_heap(self._libc)
            self._begin = self._libc.sbrk(0)

    def give_back(self) -> None:
        """Return the free pages to the system, those between pieces in use and those at the top."""
        if self._libc is not None:
            self._libc.malloc_trim(_EVERYTHING)  # without the top, which would shrink the heap
            top, end = _free_top(self._libc)
            self._advise(mmap.MADV_DONTNEED, top + mmap.PAGESIZE, end)  # malloc's notes stay

    def take(self) -> None:
        """Take pages for what was given back, so that no call that is timed has to."""
        if self._libc is not None:
            self._advise(_MADV_POPULATE_WRITE, self._begin, self._libc.sbrk(0))

    def _advise(self, advice: int, begin: int, end: int) -> None:
        assert self._libc is not None
        begin = -(-begin // mmap.PAGESIZE) * mmap.PAGESIZE
        if end > begin:
            self._libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), advice)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        return None
    libc.mallinfo2.restype = _Usage
    libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
    libc.malloc_trim.argtypes = libc.malloc.argtypes = (ctypes.c_size_t,)
    return libc


def _keep_to_the_heap(libc: ctypes.CDLL) -> None:
    """Let everything come from the top of the heap, and fill the free pieces below it.

    No two processes have those alike.
    """
    libc.mallopt(_M_MMAP_THRESHOLD, _LARGEST)
    libc.mallopt(_M_TRIM_THRESHOLD, _EVERYTHING)
    for size in (2**power for power in range(24, 11, -1)):
        top, _ = _free_top(libc)
        while (block := libc.malloc(size) or top) < top:
            pass
        libc.free(ctypes.c_void_p(block if block != top else None))
    libc.malloc_trim(0)  # what the last piece of each size has grown the heap by


def _free_top(libc: ctypes.CDLL) -> tuple[int, int]:
    """Return where the free top of the heap begins and ends."""
    end = int(libc.sbrk(0))
    return end - int(libc.mallinfo2().keepcost), end
