"""What this machine offers: versions, paths, devices, and which protections are on."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from grader import wire
from grader.bank import Bank, Exercise
from grader.checking import drill_version
from grader.model import Layer
from grader.pool import Pool, can_fork
from grader.recovery import quick_check
from grader.stage import probe
from grader.store import FILE, data_folder
from grader.trial import Settings, Trial

LAST_ERROR = "last_error.txt"
SEPARATE = "attempt, reference and judge in separate processes"
FORKED = "warm process forked, not started anew"
LIMITED = "limits of memory, file size and core dumps"
WATCHED = "CPU time, memory, processes and files watched"
SWEPT = "escaped child processes swept"
WITHOUT: dict[str, str] = {
    SEPARATE: "that a verdict is out of the attempt's reach",
    FORKED: "a verdict within a second: every process imports torch anew, with the same result",
    LIMITED: "that memory and disk cannot be filled before the attempt is ended",
    WATCHED: "any limit but the clock's, which a busy machine may spend on an honest attempt",
    SWEPT: "that nothing an attempt started runs on after the check",
    Layer.FILES: "that the solutions, your files and drill's record are out of the attempt's reach",
    Layer.NETWORK: "that an attempt sends nothing (TCP has a line of its own)",
    Layer.TCP: "that an attempt makes no TCP connection, unless it has no network at all",
    Layer.SIGNALS: "that an attempt leaves your other processes, and the check itself, alone",
    Layer.PROCESSES: "that a fork bomb is refused; it is only noticed and killed, as for root",
}


class Machine(Struct, frozen=True):
    """A pasteable description; `protections` says per layer whether it is on.

    `not_promised` says of every layer that is off what then is not.
    """

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
    not_promised: dict[str, str]
    last_error: str
    schema: int = 1


def describe(bank: Bank) -> Machine:
    """Look at the machine: torch is asked for its devices, a worker for its protections."""
    names = bank.names()
    with Pool() as pool:
        judge = pool.worker()
        judge.send(wire.Become())
        devices = probe(judge)
        judge.close()
        layers = _layers(pool, bank.load(names[0])) if names else ()
    folder = data_folder()
    record = folder / FILE
    shown = protections(layers)
    return Machine(
        drill=drill_version(),
        python=f"{platform.python_version()} ({sys.executable})",
        platform=platform.platform(),
        packages={name: _version(name) for name in ("torch", "numpy", "pytest", "typer", "rich")},
        devices=dict(zip(devices.names, devices.labels, strict=True)),
        cores=os.cpu_count() or 1,
        bank=str(bank.root),
        problems=len(names),
        data=str(folder),
        record=quick_check(record) if record.exists() else "none yet",
        protections=shown,
        not_promised={layer: WITHOUT[layer] for layer, on in shown.items() if not on},
        last_error=last_error(folder),
    )


def protections(layers: tuple[Layer, ...]) -> dict[str, bool]:
    """Say which layers stand between an attempt and the machine; `layers` is a worker's word."""
    linux = sys.platform == "linux"
    always = {
        SEPARATE: True,
        FORKED: can_fork(),
        LIMITED: sys.platform != "win32",
        WATCHED: linux,
        SWEPT: linux,
    }
    return always | {layer: layer in layers for layer in Layer}


def _layers(pool: Pool, exercise: Exercise) -> tuple[Layer, ...]:
    settings = Settings(exercise.problem, exercise.folder, 0, "cpu", hidden=exercise.hidden)
    ours = exercise.reference
    with closing(Trial(pool, settings, ours.path)) as trial:
        trial.swap(ours.path, ours.source)
        return trial.layers


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
