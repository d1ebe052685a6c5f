"""Forbidden calls: caught by every route, named with their line; honest code is left alone."""

from __future__ import annotations

import pytest

from grader.model import Verdict

ROUTES = {
    "function": "torch.softmax(y, -1)",
    "functional": "torch.nn.functional.softmax(y, dim=-1)",
    "log_softmax": "torch.log_softmax(y, -1).exp()",
    "method": "y.softmax(-1)",
    "module": "torch.nn.Softmax(dim=-1)(y)",
    "operator": "torch.ops.aten.softmax(y, -1)",
    "low_level_operator": "torch.ops.aten._softmax(y, -1, False)",
    "private_table": "torch._C._VariableFunctions.softmax(y, -1)",
    "getattr": "getattr(torch, 'soft' + 'max')(y, -1)",
    "scripted": "scripted(y)",
    "traced": "torch.jit.trace(lambda z: torch.softmax(z, -1), y)(y)",
    "vmapped": "torch.vmap(lambda z: torch.softmax(z, -1))(y)",
    "no_grad": "torch.no_grad()(lambda: torch.softmax(y, -1))()",
    "caught": "caught(y)",
    "thread": "threaded(y)",
    "modes_disabled": "disabled(y)",
    "exec": "eval('torch.softmax(y, -1)', {'torch': torch, 'y': y})",
}
HEAD = """
import threading
import torch
from torch.utils._python_dispatch import _disable_current_modes


@torch.jit.script
def scripted(y):
    return torch.softmax(y, -1)


def caught(y):
    try:
        return torch.softmax(y, -1)
    except Exception:
        return own(y)


def threaded(y):
    result = []
    thread = threading.Thread(target=lambda: result.append(caught(y)))
    thread.start()
    thread.join()
    return result[0]


def disabled(y):
    with _disable_current_modes():
        return torch.softmax(y, -1)


def own(y):
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    y = scale * x
    return {route}
"""


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.filterwarnings("ignore")
def test_forbidden_by_every_route(grade, route):
    """However the operator is reached, the verdict is `forbidden` and names it."""
    report = grade(HEAD.replace("{route}", ROUTES[route]), only="test_values[4]")
    assert report.verdict is Verdict.FORBIDDEN
    message = report.failed[0].message
    assert "softmax" in message.lower()
    assert "the exponentials written out" in message


def test_the_line_of_the_call_is_named(grade):
    """The message says in which line the call stands."""
    source = HEAD.replace("{route}", ROUTES["function"])
    line = next(
        n
        for n, text in enumerate(source.splitlines(), 1)
        if text.startswith("    return torch.softmax(y, -1)") and n > 40
    )
    assert f"in line {line}" in grade(source, only="test_values[4]").failed[0].message


def test_without_a_frame_the_mention_is_named(grade):
    """A call from a bare thread has no line of its own; the line that mentions it is named."""
    body = """
    thread = threading.Thread(target=torch.softmax, args=(y, -1))
    thread.start()
    thread.join()
    return own(y)
"""
    source = HEAD.replace("    return {route}\n", body)
    line = next(
        n for n, text in enumerate(source.splitlines(), 1) if "return torch.softmax" in text
    )
    report = grade(source, only="test_values[4]")
    assert report.verdict is Verdict.FORBIDDEN
    assert f"in line {line}" in report.failed[0].message


@pytest.mark.parametrize(
    "route",
    [
        "own(y)  # not torch.softmax(y, -1)",
        "(own(y), 'torch.softmax')[0]",
        "torch.logsumexp(y, -1, keepdim=True).neg().add(y).exp()",
    ],
)
def test_honest_code_is_left_alone(grade, route):
    """A mention in a comment or a string, and allowed operators, are no calls."""
    assert grade(HEAD.replace("{route}", route)).verdict is Verdict.ACCEPTED
