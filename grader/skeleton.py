"""The skeleton of a problem: files that load, for an author to fill."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError

_FILES = {
    "problems/{name}/problem.yaml": """\
title: TODO
difficulty: medium
minutes: 15
entry_points:
  - {short}(x)
statement: |
  TODO: what to build, and why it exists, in two sentences.

  ### Arguments
  - `x`: `(...)`

  ### Result
  TODO: shape, dtype, device.

  ### Example
  ```python
  >>> {short}(torch.tensor([1.0]))
  tensor([1.])
  ```
hints: [TODO nudge, TODO step, TODO near-answer]
follow_ups:
  - question: TODO
    answer: TODO
  - question: TODO
    answer: TODO
references:
  - title: TODO
    url: https://docs.pytorch.org
""",
    "problems/{name}/stub.py": '''\
from torch import Tensor


def {short}(x: Tensor) -> Tensor:
    """TODO: one sentence.

    Args:
        x: (...)

    Returns:
        (...)
    """
    raise NotImplementedError
''',
    "problems/{name}/hidden_tests.py": '''\
"""Hidden tests of {name}."""

import pytest


@pytest.mark.parametrize("length", [1, 5])
def test_values(solution, observe, randn, length):
    """TODO: the sentence that the person reads."""
    observe(solution.{short}(randn(length)))


@pytest.mark.sizes(length=(256, 512, 1024, 2048))
def bench_typical(solution, randn, length=1024):
    """TODO: what is timed."""
    x = randn(length)
    return lambda: solution.{short}(x)
''',
    "solutions/{name}/reference.py": '''\
"""TODO: what it is, the legend of shapes, the limits."""

from torch import Tensor


def {short}(x: Tensor) -> Tensor:
    """TODO: one sentence, with the source; x (...), returns (...)."""
    return x
''',
    "solutions/{name}/alternatives/another_way.py": '''\
"""TODO: what is different about this right answer."""

from torch import Tensor


def {short}(x: Tensor) -> Tensor:
    """TODO; x (...), returns (...)."""
    return x
''',
    "solutions/{name}/mistakes/off_by_something.py": '''\
"""TODO: your code does this; that causes this; right is this.

fails: test_values
"""


def {short}(x):
    return x + 1
''',
}


def write_skeleton(root: Path, name: str) -> list[Path]:
    """Write the files of a new problem and return their paths.

    Raises:
        UsageError: the problem exists already, or the bank cannot be written.
    """
    if (root / "problems" / name).exists():
        raise UsageError(f"{name} exists already in {root}")
    short = name.partition("/")[2]
    written = []
    for pattern, text in _FILES.items():
        path = root / pattern.replace("{name}", name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                text.replace("{name}", name).replace("{short}", short), encoding="utf-8"
            )
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from None
        written.append(path)
    return written
