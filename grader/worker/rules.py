"""Forbidden calls: traps in the dispatcher and in torch's Python classes and functions.

A trap sits on the operator itself, so every way to it is one way: function, method, module,
`torch.ops`, scripted, vmapped, another thread. It runs where the attempt runs: it stops
shortcuts, not code that sets out to undo it.
"""

from __future__ import annotations

import ast
import fnmatch
import functools
import importlib
import importlib.util
import inspect
import sys
import warnings
from collections.abc import Callable, Iterable
from types import CodeType, FrameType, ModuleType
from typing import Any

import torch
import torch._decomp
import torch._refs
import torch._refs.nn.functional
import torch.onnx.ops  # registers operators that do what others do

from grader import wire

# Where an operator is looked up: backends, their autograd, the function transforms, and what stands
# in for every other backend.
_KEYS = (
    *("CPU", "AutogradCPU", "CUDA", "AutogradCUDA", "MPS", "AutogradMPS"),
    *("FuncTorchBatched", "FuncTorchGradWrapper"),
    *("CompositeImplicitAutograd", "CompositeExplicitAutograd"),
)

# Where torch holds operators a second time, written in Python.
_IN_PYTHON = (torch._decomp.decompositions, torch._refs, torch._refs.nn.functional)


class ForbiddenCallError(RuntimeError):
    """Raised at the call; the record of it stays even when the attempt catches this."""


class Rules:
    """The traps of one process. Calls made by hidden tests and fixtures are let through."""

    def __init__(self) -> None:
        self.calls: list[wire.ForbiddenCall] = []
        self.attempt_path = ""
        self.source = ""  # for a line to name where the stack has none of the attempt
        self.tests: list[dict[str, Any]] = []  # the global names of the hidden tests' modules
        self._files: dict[str, str] = {}  # a file that defines a forbidden name -> the name
        self._operators: list[str] = []
        self._as_set: list[str] = []
        self._libraries: dict[str, torch.library.Library] = {}

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
        self._as_set = self._dump()
        if self._files:
            sys.addaudithook(self._watch)

    def check_traps(self) -> None:
        """Note it as a forbidden call where a trap in the dispatcher is no longer as it was set."""
        if self._dump() != self._as_set:
            self.calls.append(wire.ForbiddenCall("torch.library, to undo the rules,", 0))

    def _forbid_operator(self, pattern: str) -> None:
        bases = fnmatch.filter(operators(), pattern)
        found = [name for base in bases for name in operators()[base]]
        if not found:
            raise LookupError(f"no operator is called {pattern!r}")
        self._operators += found
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name in found:
                trap = self._trap(_base(name))
                space, _, short = name.partition("::")
                library = self._library(space)
                for key in _KEYS:
                    library.impl(short, trap, key, allow_override=True)
        for module in _IN_PYTHON:
            for name in fnmatch.filter(list(vars(module)), pattern):
                if inspect.isfunction(value := getattr(module, name)):
                    setattr(module, name, self._trap(name, value))
        table = torch._decomp.decomposition_table
        for operator in [op for name in bases for op in decompositions().get(name, ())]:
            table[operator] = self._trap(_base(str(operator)), table[operator])

    def _library(self, space: str) -> torch.library.Library:
        if space not in self._libraries:
            self._libraries[space] = torch.library.Library(space, "IMPL")
        return self._libraries[space]

    def _forbid_python(self, dotted: str) -> None:
        owner, _, name = dotted.rpartition(".")
        if dotted not in sys.modules and (unloaded := _file_of(dotted)):
            self._files[unloaded] = dotted  # trapped when it is loaded
            return
        target = _find(dotted)
        if isinstance(target, ModuleType):
            for module in [m for n, m in sys.modules.items() if f"{n}.".startswith(f"{dotted}.")]:
                self._note_file(module, dotted)
                for name, value in list(vars(module).items()):
                    if getattr(value, "__module__", "").startswith(dotted):
                        self._wrap(module, name, value, f"{dotted}.{name}")
        else:
            self._note_file(target, dotted)
            self._wrap(_find(owner), name, target, dotted)

    def _note_file(self, target: Any, dotted: str) -> None:
        try:
            self._files[inspect.getsourcefile(target) or ""] = dotted
        except TypeError:
            pass  # built in: it has no file that could be run again

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Catch a file of forbidden names being run again, which would make untrapped copies."""
        if event != "exec" or not isinstance(arguments[0], CodeType):
            return
        code = arguments[0]
        if code.co_name == "<module>" and code.co_filename in self._files:
            self._caught(self._files[code.co_filename])

    def _wrap(self, owner: Any, name: str, value: Any, dotted: str) -> None:
        if inspect.isclass(value):
            if "__init__" in vars(value):
                setattr(value, "__init__", self._trap(dotted, vars(value)["__init__"]))  # noqa: B010
        elif callable(value):
            setattr(owner, name, self._trap(dotted, value))

    def _trap(self, name: str, original: Callable[..., Any] | None = None) -> Callable[..., Any]:
        def trap(*args: Any, **kw: Any) -> Any:
            if original is not None and not self._is_the_attempts()[0]:
                return original(*args, **kw)
            return self._caught(name)

        if original is not None:
            functools.update_wrapper(trap, original)
            del trap.__wrapped__  # type: ignore[attr-defined]  # the way back to the original
        return trap

    def _caught(self, name: str) -> None:
        mine, line = self._is_the_attempts()
        if mine:
            self.calls.append(wire.ForbiddenCall(name, line or first_mention(self.source, name)))
        raise ForbiddenCallError(f"{name} is what this problem asks you to build")

    def _is_the_attempts(self) -> tuple[bool, int]:
        """Return whether the attempt is behind this call, and its line where it is on the stack.

        A stack with no frame of the attempt is a test's or a fixture's, but for a thread's own.
        """
        frame: FrameType | None = sys._getframe(2)
        ours = False
        while frame is not None:
            if frame.f_code.co_filename == self.attempt_path:
                return True, frame.f_lineno
            ours = ours or any(frame.f_globals is names for names in self.tests)
            frame = frame.f_back
        return not ours, 0

    def _dump(self) -> list[str]:
        return [torch._C._dispatch_dump(name) for name in self._operators]


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
def operators() -> dict[str, list[str]]:
    """Return every operator's overloads by its name: ATen's, and those that stand for ONNX's."""
    found: dict[str, list[str]] = {}
    for name in torch._C._dispatch_get_all_op_names():
        if name.startswith(("aten::", "onnx::")):
            found.setdefault(_base(name), []).append(name)
    return found


@functools.cache
def decompositions() -> dict[str, list[Any]]:
    """Return the operators that torch can take apart in Python, by name."""
    found: dict[str, list[Any]] = {}
    for operator in torch._decomp.decomposition_table:
        found.setdefault(_base(str(operator)), []).append(operator)
    return found


def _base(operator: str) -> str:
    return operator.rpartition("::")[2].removeprefix("aten.").partition(".")[0]


def _file_of(dotted: str) -> str | None:
    """Return the source file of a module that is not loaded, where there is such a module."""
    try:
        found = importlib.util.find_spec(dotted)
    except (ImportError, AttributeError):
        return None
    return found.origin if found else None


def _find(dotted: str) -> Any:
    try:
        return importlib.import_module(dotted)
    except ImportError:
        owner, _, name = dotted.rpartition(".")
        try:
            return getattr(_find(owner), name)
        except (AttributeError, ImportError) as error:
            raise LookupError(f"torch has no {dotted!r}") from error
