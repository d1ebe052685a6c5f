"""From a function or class of a running Python to a source file that stands alone.

Takes along what it uses: imports, other functions and classes defined beside it, plain constants.
Runs nothing.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import UsageError

PLAIN = (bool, int, float, complex, str, bytes, type(None))
ELSEWHERE = "define it in a notebook cell, in IPython or in a file, and nowhere else"


def source_of(solutions: Iterable[Any]) -> str:
    """Return the source of these functions and classes with all that they use.

    Raises:
        UsageError: the source of one cannot be had, or it uses what cannot be taken along.
    """
    luggage = _Luggage()
    for solution in solutions:
        luggage.define(solution.__name__, solution)
    return luggage.text()


def standing_alone(code: str, names: Mapping[str, Any]) -> str:
    """Return code with all that it uses of these names and does not define itself.

    Raises:
        UsageError: it uses what cannot be taken along.
    """
    luggage = _Luggage()
    luggage.follow(ast.parse(code), "the cell", names)
    return luggage.text() + code


class _Luggage:
    """What has been collected; every name once, what it needs before it."""

    def __init__(self) -> None:
        self._imports: dict[str, str] = {}
        self._parts: list[str] = []
        self._seen: set[str] = set()

    def text(self) -> str:
        head = "".join(f"{line}\n" for line in self._imports.values())
        return head + ("\n" if head else "") + "".join(f"{part}\n\n" for part in self._parts)

    def define(self, name: str, value: Any) -> None:
        """Take a function or a class along, and what it uses."""
        if name in self._seen:
            return
        self._seen.add(name)
        text, tree = _definition(name, value)
        self.follow(tree, name, _surroundings(value))
        self._parts.append(text)

    def follow(self, tree: ast.AST, user: str, names: Mapping[str, Any]) -> None:
        """Take along what a piece of code uses of these names."""
        for name in _used(tree):
            if name in names and name not in self._seen:
                self._take(name, names[name], user)

    def _take(self, name: str, value: Any, user: str) -> None:
        if isinstance(value, types.ModuleType):
            self._imports[name] = f"import {value.__name__} as {name}"
        elif _is_plain(value):
            self._imports[name] = f"{name} = {value!r}"
        elif _is_local(value):
            self.define(value.__name__, value)
            if value.__name__ != name:
                self._parts.append(f"{name} = {value.__name__}")
        elif line := _import_line(name, value):
            self._imports[name] = line
        else:
            kind = type(value).__name__
            raise UsageError(
                f"{user} uses {name}, a {kind} that lives outside of it",
                remedy="make it inside, or hand it in as an argument",
            )
        self._seen.add(name)


def _definition(name: str, value: Any) -> tuple[str, ast.AST]:
    """Return the source of a definition, decorators included, and its tree."""
    lines = _lines_around(name, value)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        raise _unknown(name) from None
    kinds = (ast.FunctionDef, ast.ClassDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds) and node.name == name]
    if not found:
        raise _unknown(name)
    node = found[-1]
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return inspect.cleandoc("\n" + "".join(lines[first - 1 : node.end_lineno])), node


def _lines_around(name: str, value: Any) -> list[str]:
    """Return the lines of the cell or file that something is defined in.

    A class of a notebook does not know its file; its methods do.
    """
    inside = vars(value).values() if inspect.isclass(value) else [value]
    codes = [f.__code__ for f in map(inspect.unwrap, inside) if inspect.isfunction(f)]
    for code in codes:
        if lines := linecache.getlines(code.co_filename):
            return lines
    raise _unknown(name)


def _unknown(name: str) -> UsageError:
    return UsageError(f"the source of {name} cannot be had", remedy=ELSEWHERE)


def _surroundings(value: Any) -> Mapping[str, Any]:
    if inspect.isclass(value):
        return vars(sys.modules[value.__module__])
    function = inspect.unwrap(value)
    closed = inspect.getclosurevars(function).nonlocals
    return {**function.__globals__, **closed}


def _used(tree: ast.AST) -> list[str]:
    """Return the names that a piece of code reads and that are not Python's own, in order."""
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [name for name in dict.fromkeys(names) if not hasattr(builtins, name)]


def _is_plain(value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return all(map(_is_plain, value))
    return type(value) in PLAIN


def _is_local(value: Any) -> bool:
    return (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__ in (
        "__main__",
        None,
    )


def _import_line(name: str, value: Any) -> str:
    """Return the import that gives a value of a module, or nothing where none does."""
    module, known = getattr(value, "__module__", None), getattr(value, "__name__", name)
    for place in (module, "torch", "torch.nn.functional", "math", "typing"):
        if place in sys.modules and vars(sys.modules[place]).get(known) is value:
            return f"from {place} import {known} as {name}"
    return ""
