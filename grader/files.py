"""Files that survive a kill and a power cut: a name is given only to what is whole.

Knows neither attempts nor records.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def settle(temporary: Path, path: Path) -> None:
    """Give a finished file its name, durably, in place of what had the name before."""
    sync(temporary)
    temporary.replace(path)
    sync_folder(path.parent)


def settle_new(temporary: Path, path: Path) -> None:
    """Give a finished file a name that nothing has yet, durably.

    Raises:
        FileExistsError: the name is taken, perhaps by another process just now.
    """
    sync(temporary)
    try:
        os.link(temporary, path)  # unlike a rename it never replaces
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temporary.replace(path)
    temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can be asked to."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write in it and not read it
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)
