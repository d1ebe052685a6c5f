"""What this machine offers: versions, paths, devices, and which protections are on."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from grader import wire
from grader.bank import bank_root
from grader.check import drill_version, probe
from grader.pool import Pool, can_fork
from grader.store import FILE, data_folder, quick_check

LAST_ERROR = "last_error.txt"


class Machine(Struct, frozen=True):
    """A pasteable description; `protections` says per layer whether it is on."""

    drill: str
    python: str
    platform: str
    packages: dict[str, str]
    devices: dict[str, str]
    cores: int
    bank: str
    problems: int
    data: str
    record: str
    protections: dict[str, bool]
    last_error: str
    schema: int = 1


def describe(problems: int) -> Machine:
    """Look at the machine; starts the warm process to ask torch for its devices."""
    with Pool() as pool:
        judge = pool.worker()
        judge.send(wire.Become())
        devices = probe(judge)
        judge.close()
    folder = data_folder()
    record = folder / FILE
    return Machine(
        drill=drill_version(),
        python=f"{platform.python_version()} ({sys.executable})",
        platform=platform.platform(),
        packages={name: _version(name) for name in ("torch", "numpy", "pytest", "typer", "rich")},
        devices=dict(zip(devices.names, devices.labels, strict=True)),
        cores=os.cpu_count() or 1,
        bank=str(bank_root()),
        problems=problems,
        data=str(folder),
        record=quick_check(record) if record.exists() else "none yet",
        protections=protections(),
        last_error=last_error(folder),
    )


def protections() -> dict[str, bool]:
    """Say which layers stand between an attempt and the machine."""
    linux = sys.platform == "linux"
    return {
        "attempt, reference and judge in separate processes": True,
        "warm process forked, not started anew": can_fork(),
        "limits of memory, file size and core dumps": sys.platform != "win32",
        "CPU time and resident memory watched from outside": linux,
        "escaped child processes swept": linux,
        "file system and network closed to the attempt": False,
    }


def last_error(folder: Path) -> str:
    """Return what the last fault of ours left behind."""
    try:
        return (folder / LAST_ERROR).read_text(encoding="utf-8")
    except OSError:
        return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
