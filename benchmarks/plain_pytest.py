"""One attempt through the hidden tests the usual way: a Python, torch and pytest of its own.

Called by `latency.py` with a problem's folder and an attempt's path. Nothing is compared.
"""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from grader.model import LADDER
from grader.worker.fixtures import Fixtures


class Rungs:
    """A pytest plug-in that knows the ladder's markers."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register them."""
        for marker in (*LADDER, "sizes"):
            config.addinivalue_line("markers", marker)


def main(folder: str, path: str) -> None:
    """Run the tests."""
    module: Any = types.ModuleType("attempt")
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), vars(module))
    fixtures = Fixtures((), "cpu")
    fixtures.put(module, 0, "float32")
    options = ["-q", "--tb=no", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={folder}"]
    pytest.main([*options, f"{folder}/hidden_tests.py"], plugins=[fixtures, Rungs()])


if __name__ == "__main__":
    main(*sys.argv[1:])
