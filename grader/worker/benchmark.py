"""A benchmark in its process: thunks with fresh inputs made, called, counted and dropped.

Reads no clock; the command does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader import wire
from grader.worker import cost, device
from grader.worker.fixtures import case_seed, seed_everything
from grader.worker.heap import Heap
from grader.worker.noise import warm_up
from grader.worker.observe import Observer

MARKER = "sizes(axis=(...)): sizes of a benchmark's axis, to see how its cost grows"


class Benchmark:
    """A `bench_*` function with its fixtures.

    One seed gives one process the same inputs as every other: which round it is decides, and for
    a count the size alone.
    """

    def __init__(self, item: pytest.Function, seed: int, on: str) -> None:
        names = item._fixtureinfo.argnames
        self._function = item.obj
        self._given = {name: item.funcargs[name] for name in names}
        self._rng: Any = item.funcargs.get("rng")
        self._axis = axis_of(item)[0]
        self._name = item.name
        self._seed = seed
        self._device = torch.device(on)
        self._thunks: list[Callable[[], Any]] = []
        self._outputs: list[Any] = []
        warm_up()
        self._heap = Heap()

    def make(self, times: int, number: int, size: int | None = None) -> None:
        """Make thunks with fresh inputs, for a round of this number."""
        self._heap.take()
        self._sow(f"{self._name}:{number}")
        self._thunks = [self._thunk(size) for _ in range(times)]
        device.flush(self._device)

    def run(self) -> wire.Ran:
        """Call every thunk once, keep what they return, and wait for the device."""
        self._outputs, seconds = device.run(self._device, self._call)
        return wire.Ran(seconds)

    def _call(self) -> list[Any]:
        return [thunk() for thunk in self._thunks]

    def output(self, index: int) -> bytes:
        """Return what one of them returned, as data."""
        observer = Observer()
        observer(self._outputs[index], "what a timed call returned")
        return wire.encode_observations(observer.taken)

    def drop(self) -> None:
        """Forget thunks and outputs, and give their memory back."""
        self._thunks, self._outputs = [], []
        self._heap.give_back()

    def count(self, size: int | None = None) -> wire.Counted:
        """Count one call, of the declared size or another.

        Raises:
            LookupError: the benchmark has no axis.
        """
        self._sow(self._name)
        return cost.as_message(cost.measure(self._thunk(size)))

    def _thunk(self, size: int | None) -> Callable[[], Any]:
        if size is not None and not self._axis:
            raise LookupError(f"{self._name} has no axis")
        changed = {} if size is None else {self._axis: size}
        thunk: Callable[[], Any] = self._function(**self._given, **changed)
        return thunk

    def _sow(self, what: str) -> None:
        seed = case_seed(self._seed, what)
        seed_everything(seed)
        if self._rng is not None:
            self._rng.manual_seed(seed)


def axis_of(item: pytest.Item) -> tuple[str, tuple[int, ...]]:
    """Return the axis that a benchmark's marker names, and its sizes; without one, neither.

    Raises:
        ValueError: it is not one parameter that has a default, with two sizes or more.
    """
    marker = item.get_closest_marker("sizes")
    if marker is None:
        return "", ()
    function: Any = getattr(item, "obj", item)
    parameters = inspect.signature(function).parameters
    axis, sizes = next(iter(marker.kwargs.items()), ("", ()))
    single = len(marker.kwargs) == 1 and not marker.args
    if not single or axis not in parameters or parameters[axis].default is inspect.Parameter.empty:
        raise ValueError(f"{item.name}: sizes wants one parameter that has a default")
    if len(set(sizes)) < 2 or not all(isinstance(size, int) and size > 0 for size in sizes):
        raise ValueError(f"{item.name}: {axis} wants two sizes or more, each a positive int")
    return axis, tuple(sizes)
