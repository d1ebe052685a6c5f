"""Junk answers: the reference's source with one entry point spoiled.

What a grader with weak tests lets through: zeros, the input, a transposed result. Writes source
text only; `verify` runs it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.bank import Exercise, Submission
from grader.entry import EntryPoint, parse_entry

# kind -> what becomes of a tensor, a list, a string and so on. `v` is the right answer, `a` the
# arguments.
_TENSOR = {
    "none": "None",
    "nan": "_torch.full_like(v, float('nan')) if v.is_floating_point() else ~v",
    "zeros": "_torch.zeros_like(v)",
    "ones": "_torch.ones_like(v)",
    "mean": "_torch.full_like(v, v.mean()) if v.is_floating_point() and v.numel() else None",
    "wrong_shape": "v[None]",
    "transposed": "v.transpose(-1, -2) if v.ndim > 1 else v.flip(0) if v.ndim else v + 1",
    "shuffled": "v.flatten().roll(1).reshape(v.shape) if v.numel() > 1 else None",
    "half_right": "_torch.cat([v[: len(v) // 2], v[len(v) // 2 :] * 0]) if v.ndim else None",
    "wrong_dtype": "v.to(_torch.float64 if v.dtype != _torch.float64 else _torch.float32)",
    "a_list": "v.tolist()",
    "the_input": "next((x for x in a if isinstance(x, _torch.Tensor)), None)",
    "of_the_previous_case": "_previous(v)",
}
_CUT_GRADIENT = {"cut_gradient": "v.detach() if v.is_floating_point() else None"}
_LIST = {
    "none": "None",
    "zeros": "[_spoiled(x, a) for x in v]",
    "ones": "[_spoiled(x, a) for x in v]",
    "mean": "[_spoiled(x, a) for x in v]",
    "shuffled": "v[1:] + v[:1]",
    "half_right": "(v[: len(v) // 2] * 3)[: len(v)]",
    "empty": "[]",
    "reversed": "v[::-1]",
    "cut": "v[:-1]",
    "doubled": "v + v[-1:]",
    "tuple": "tuple(v)",
    "the_input": "a[0]",
    "of_the_previous_case": "_previous(v)",
}
_STRING = {
    "none": "None",
    "zeros": "'0' * len(v)",
    "shuffled": "v[1:] + v[:1]",
    "half_right": "v[: len(v) // 2].ljust(len(v))",
    "empty": "''",
    "reversed": "v[::-1]",
    "bytes": "v.encode()",
    "cut": "v[:-1]",
    "the_input": "a[0]",
    "of_the_previous_case": "_previous(v)",
}

_TUPLE = {
    "none": "None",
    "zeros": "(0,) * len(v)",
    "ones": "(1,) * len(v)",
    "shuffled": "v[1:] + v[:1]",
    "half_right": "(v[: len(v) // 2] * 3)[: len(v)]",
    "empty": "()",
    "reversed": "v[::-1]",
    "cut": "v[:-1]",
    "doubled": "v + v[-1:]",
    "a_list": "[*v]",
    "the_input": "a[0]",
    "of_the_previous_case": "_previous(v)",
}
_MAPPING = {
    "none": "None",
    "empty": "{}",
    "shuffled": "dict(zip(v, [*v.values()][1:] + [*v.values()][:1]))",
    "cut": "dict([*v.items()][:-1])",
    "a_list": "[*v.values()]",
    "zeros": "{k: _spoiled(x, a) for k, x in v.items()}",
    "ones": "{k: _spoiled(x, a) for k, x in v.items()}",
    "the_input": "a[0]",
    "of_the_previous_case": "_previous(v)",
}
_NUMBER = {
    "none": "None",
    "zeros": "type(v)(0)",
    "ones": "type(v)(1)",
    "wrong_dtype": "str(v)",
    "the_input": "a[0]",
    "of_the_previous_case": "_previous(v)",
}

_BEGIN = """

# ---- spoiled from here on
import torch as _torch


_kept = []


def _previous(v):
    _kept.append(v)
    return _kept[-2] if len(_kept) > 1 else v
"""

_HEAD = (
    _BEGIN
    + """

def _tensor(v, a):
    return {tensor}


def _list(v, a):
    return {list}


def _string(v, a):
    return {string}


def _tuple(v, a):
    return {tuple}


def _mapping(v, a):
    return {mapping}


def _number(v, a):
    return {number}


def _spoiled(v, a):
    if isinstance(v, dict):
        return _mapping(v, a)
    if isinstance(v, (bool, int, float)):
        return _number(v, a)
    if isinstance(v, _torch.Tensor):
        return _tensor(v, a)
    if isinstance(v, tuple) and all(isinstance(x, int) for x in v):
        return _tuple(v, a)
    if isinstance(v, tuple):
        return (_spoiled(v[0], a), *v[1:])
    if isinstance(v, list):
        return _list(v, a)
    if isinstance(v, str):
        return _string(v, a)
    return None


def _wrap(call):
    def answer({self}*a, **kw):
        return _spoiled(call({self}*a, **kw), a)

    return answer


{target} = _wrap({target})
"""
)

_IDLE = """

def _idle(*a, **kw):
    return None


{target} = _idle
"""

# What becomes of the parameters that a step returns nothing but changes.
_STEP = (
    _BEGIN
    + """

_held = {{}}


def _hold(make):
    def init(self, params, *a, **kw):
        _held[id(self)] = list(params)
        make(self, _held[id(self)], *a, **kw)

    return init


def _wrap(call):
    def step(self):
        call(self)
        for p in _held[id(self)]:
            v = p.data.clone()
            p.data = {tensor}

    return step


{owner}.__init__ = _hold({owner}.__init__)
{target} = _wrap({target})
"""
)
_OF_A_STEP = (
    *("zeros", "ones", "mean", "shuffled", "transposed", "half_right"),
    "of_the_previous_case",
)


def junk(exercise: Exercise, *, gradients: bool) -> Iterator[Submission]:
    """Yield every junk answer of a problem; `gradients` adds the one that cuts them off."""
    entries = [parse_entry(form) for form in exercise.problem.entry_points]
    owners = {entry.owner for entry in entries}
    for entry in entries:
        if entry.name in owners:
            continue
        if entry.owner:
            yield _made(exercise, entry, "does_nothing", _IDLE.format(target=_target(entry)))
        if not entry.owner or entry.name == "forward":
            yield from _spoilt(exercise, entry, gradients)
        elif returns(exercise.reference.source, entry):
            yield from _spoilt(exercise, entry, gradients=False)
        elif entry.name == "step":
            yield from _missteps(exercise, entry)


def returns(source: str, entry: EntryPoint) -> bool:
    """Say whether a method, as it is written in a source, returns anything."""
    return any(
        isinstance(part, ast.Return) and part.value is not None
        for owner in ast.walk(ast.parse(source))
        if isinstance(owner, ast.ClassDef) and owner.name == entry.owner
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name == entry.name
        for part in ast.walk(method)
    )


def _missteps(exercise: Exercise, entry: EntryPoint) -> Iterator[Submission]:
    for kind in _OF_A_STEP:
        tail = _STEP.format(tensor=_TENSOR[kind], owner=entry.owner, target=_target(entry))
        yield _made(exercise, entry, kind, tail)


def _spoilt(exercise: Exercise, entry: EntryPoint, gradients: bool) -> Iterator[Submission]:
    tensor = _TENSOR | (_CUT_GRADIENT if gradients else {})
    for kind in dict.fromkeys([*tensor, *_LIST, *_STRING, *_TUPLE, *_MAPPING, *_NUMBER]):
        tail = _HEAD.format(
            tensor=tensor.get(kind, "None"),
            list=_LIST.get(kind, "None"),
            string=_STRING.get(kind, "None"),
            tuple=_TUPLE.get(kind, "None"),
            mapping=_MAPPING.get(kind, "None"),
            number=_NUMBER.get(kind, "None"),
            self="self, " if entry.owner else "",
            target=_target(entry),
        )
        yield _made(exercise, entry, kind, tail)


def _made(exercise: Exercise, entry: EntryPoint, kind: str, tail: str) -> Submission:
    reference = exercise.reference
    name = f"{kind}_from_{entry.name}"
    return Submission("junk", name, f"{name}.py", reference.source.rstrip() + tail)


def _target(entry: EntryPoint) -> str:
    return f"{entry.owner}.{entry.name}" if entry.owner else entry.name
