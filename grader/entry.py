"""Entry points: the call forms of `problem.yaml`, parsed.

Says nothing of whether a solution offers them; the worker looks.
"""

from __future__ import annotations

import ast
from typing import Any

from msgspec import Struct


class EntryPoint(Struct, frozen=True):
    """`Adam.step()` has the owner `Adam` and the name `step`; a function has no owner."""

    form: str
    owner: str
    name: str
    required: tuple[str, ...]
    optional: tuple[tuple[str, Any], ...]

    @property
    def top(self) -> str:
        """The name that the solution's file must define."""
        return self.owner or self.name


def parse_entry(form: str) -> EntryPoint:
    """Parse a call form such as `rms_norm(x, weight, eps=1e-6)`.

    Raises:
        ValueError: it is not one, or a default is not a literal.
    """
    try:
        call = ast.parse(form, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{form!r} is not a call form such as 'f(x, eps=1e-6)'") from error
    if not isinstance(call, ast.Call):
        raise ValueError(f"{form!r} is not a call form such as 'f(x, eps=1e-6)'")
    required = tuple(argument.id for argument in call.args if isinstance(argument, ast.Name))
    optional = tuple(
        (keyword.arg, ast.literal_eval(keyword.value)) for keyword in call.keywords if keyword.arg
    )
    match call.func:
        case ast.Name(id=name):
            return EntryPoint(form, "", name, required, optional)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return EntryPoint(form, owner, name, required, optional)
    raise ValueError(f"{form!r} names neither a function nor a method")
