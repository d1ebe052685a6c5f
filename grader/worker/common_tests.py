"""The hidden tests that every problem has: the entry points can be called as it says."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from grader.entry import EntryPoint


@pytest.mark.signature
def test_signature(solution: Any, observe: Any, entry_points: tuple[EntryPoint, ...]) -> None:
    """Every entry point can be called as the problem says."""
    for entry in entry_points:
        observe(call_form(solution, entry), f"the signature of {entry.name}")


def call_form(solution: Any, entry: EntryPoint) -> str:
    """Return the entry's own form when the solution accepts it, else what it does accept."""
    owner = vars(solution)["_module"]
    target = getattr(getattr(owner, entry.owner) if entry.owner else owner, entry.name, None)
    if target is None:
        return f"{entry.name} is missing"
    signature = inspect.signature(target)
    this = (None,) if entry.owner else ()
    defaults = {name: None for name, _ in entry.optional}
    try:
        signature.bind(*this, *[None] * len(entry.required), **defaults)
        signature.bind(*this, *[None] * (len(entry.required) + len(defaults)))
        signature.bind(*this, **dict.fromkeys(entry.required), **defaults)
        signature.bind(*this, *[None] * len(entry.required))
    except TypeError:
        return f"{entry.name}{signature}"
    for name, default in entry.optional:
        parameter = signature.parameters.get(name)
        if parameter is not None and parameter.default != default:
            return f"{entry.name}{signature}"
    return entry.form
