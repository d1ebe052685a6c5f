"""Forbidden calls: traps in the dispatcher and in torch's Python classes and functions.

A trap sits on the operator itself, so every way to it is one way: function, method, module,
`torch.ops`, scripted, vmapped, another thread. It runs where the attempt runs: it stops
shortcuts, not hostile code.
"""

from __future__ import annotations

import ast
import fnmatch
import functools
import importlib
import inspect
import sys
import warnings
from collections.abc import Callable, Iterable
from types import FrameType, ModuleType
from typing import Any

import torch

from grader import wire

# Where an operator is looked up: backends, their autograd, and the function transforms.
_KEYS = (
    *("CPU", "AutogradCPU", "CUDA", "AutogradCUDA", "MPS", "AutogradMPS"),
    *("FuncTorchBatched", "FuncTorchGradWrapper"),
)


class ForbiddenCallError(RuntimeError):
    """Raised at the call; the record of it stays even when the attempt catches this."""


class Rules:
    """The traps of one process. Calls made by the hidden tests themselves are let through."""

    def __init__(self, attempt_path: str, tests_dir: str) -> None:
        self.calls: list[wire.ForbiddenCall] = []
        self.attempt_path = attempt_path
        self.source = ""  # for a line to name where the stack has none of the attempt
        self._tests_dir = tests_dir
        self._library = torch.library.Library("aten", "IMPL")

    def forbid(self, names: Iterable[str]) -> None:
        """Set a trap for every name; a dotted one is Python's, any other an ATen pattern.

        Raises:
            LookupError: nothing has this name.
        """
        for name in names:
            if name.startswith("torch."):
                self._forbid_python(name)
            else:
                self._forbid_operator(name)

    def _forbid_operator(self, pattern: str) -> None:
        found = [name for name in operators() if fnmatch.fnmatchcase(_base(name), pattern)]
        if not found:
            raise LookupError(f"no operator is called {pattern!r}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name in found:
                trap = self._trap(_base(name))
                for key in _KEYS:
                    self._library.impl(name.removeprefix("aten::"), trap, key, allow_override=True)

    def _forbid_python(self, dotted: str) -> None:
        target = _find(dotted)
        if isinstance(target, ModuleType):
            for module in [m for n, m in sys.modules.items() if f"{n}.".startswith(f"{dotted}.")]:
                for name, value in list(vars(module).items()):
                    if getattr(value, "__module__", "").startswith(dotted):
                        self._wrap(module, name, value, f"{dotted}.{name}")
        else:
            owner, _, name = dotted.rpartition(".")
            self._wrap(_find(owner), name, target, dotted)

    def _wrap(self, owner: Any, name: str, value: Any, dotted: str) -> None:
        if inspect.isclass(value):
            if "__init__" in vars(value):
                setattr(value, "__init__", self._trap(dotted, vars(value)["__init__"]))  # noqa: B010
        elif callable(value):
            setattr(owner, name, self._trap(dotted, value))

    def _trap(self, name: str, original: Callable[..., Any] | None = None) -> Callable[..., Any]:
        def trap(*args: Any, **kw: Any) -> Any:
            mine, line = self._caller()
            if not mine and original is not None:
                return original(*args, **kw)
            self.calls.append(wire.ForbiddenCall(name, line or first_mention(self.source, name)))
            raise ForbiddenCallError(f"{name} is what this problem asks you to build")

        return functools.wraps(original)(trap) if original else trap

    def _caller(self) -> tuple[bool, int]:
        """Return whether the attempt is behind this call, and its line where it is on the stack."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.attempt_path:
                return True, frame.f_lineno
            if frame.f_code.co_filename.startswith(self._tests_dir):
                return False, 0
            frame = frame.f_back
        return True, 0


def first_mention(source: str, name: str) -> int:
    """Return the first line that mentions a name as code, or 0: a hint, never a verdict."""
    last = name.rpartition(".")[2].strip("_")
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr.strip("_") == last)
        or (isinstance(node, ast.Name) and node.id.strip("_") == last)
        or (isinstance(node, ast.ImportFrom) and any(a.name == last for a in node.names))
    ]
    return min(lines, default=0)


@functools.cache
def operators() -> list[str]:
    """Return the names of all ATen operators, overloads included."""
    return [n for n in torch._C._dispatch_get_all_op_names() if n.startswith("aten::")]


def _base(operator: str) -> str:
    return operator.removeprefix("aten::").partition(".")[0]


def _find(dotted: str) -> Any:
    try:
        return importlib.import_module(dotted)
    except ImportError:
        owner, _, name = dotted.rpartition(".")
        try:
            return getattr(_find(owner), name)
        except (AttributeError, ImportError) as error:
            raise LookupError(f"torch has no {dotted!r}") from error
