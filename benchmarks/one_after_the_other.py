"""Time a benchmark against itself the usual way: all calls of one, then all calls of the other.

Called by `timing_accuracy.py` with a problem's folder and a solution's path; prints ratios as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import timeit
import types
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils.benchmark import Timer

from grader.worker.fixtures import Fixtures

SECONDS = 0.5


class OneAfterTheOther:
    """A pytest plug-in that times what a `bench_*` function returns, twice."""

    def __init__(self) -> None:
        self.ratios: dict[str, float] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know the markers of hidden tests."""
        for marker in ("sizes", "statistics", "cost"):
            config.addinivalue_line("markers", marker)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Time the first benchmark."""
        names = pyfuncitem._fixtureinfo.argnames
        thunk = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
        thunk()
        number = max(1, round(SECONDS / timeit.timeit(thunk, number=3) * 3))
        one, other = (timeit.timeit(thunk, number=number) for _ in range(2))
        self.ratios.setdefault("timeit, the mean of 0.5 s", one / other)
        timer = Timer("thunk()", globals={"thunk": thunk})
        first, second = (timer.blocked_autorange(min_run_time=SECONDS).median for _ in range(2))
        self.ratios.setdefault("torch Timer.blocked_autorange", first / second)
        return True


def main(folder: str, path: str) -> None:
    """Run the benchmarks of a folder on one solution."""
    torch.set_num_threads(1)
    module: Any = types.ModuleType("attempt")
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), vars(module))
    fixtures, plugin = Fixtures((), "cpu"), OneAfterTheOther()
    fixtures.put(module, 0, "float32")
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={folder}"]
    tests = f"{folder}/hidden_tests.py"
    pytest.main([*options, "-o", "python_functions=bench_*", tests], plugins=[fixtures, plugin])
    print("\n" + json.dumps(plugin.ratios))


if __name__ == "__main__":
    main(*sys.argv[1:])
