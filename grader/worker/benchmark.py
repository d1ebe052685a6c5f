"""A benchmark: the thunk that is timed, and thunks of other sizes along its axis.

Neither times nor counts.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from grader.worker.fixtures import case_seed, seed_everything

MARKER = "sizes(axis=(...)): sizes of a benchmark's axis, to see how its cost grows"


class Benchmark:
    """A `bench_*` function with its fixtures; every thunk of one size gets the same inputs."""

    def __init__(self, item: pytest.Function, seed: int) -> None:
        names = item._fixtureinfo.argnames
        self._function = item.obj
        self._given = {name: item.funcargs[name] for name in names}
        self._rng: Any = item.funcargs.get("rng")
        self._axis = axis_of(item)[0]
        self._seed = case_seed(seed, item.name)

    def thunk(self, size: int | None = None) -> Any:
        """Return the thunk as it is declared, or that of another size.

        Raises:
            LookupError: the benchmark has no axis.
        """
        if size is not None and not self._axis:
            raise LookupError(f"{self._function.__name__} has no axis")
        seed_everything(self._seed)
        if self._rng is not None:
            self._rng.manual_seed(self._seed)
        changed = {} if size is None else {self._axis: size}
        return self._function(**self._given, **changed)


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
