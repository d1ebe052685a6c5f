"""A person's own inputs, run through the attempt and the reference side by side.

The code is a hidden test of its own, written to a folder that goes away: it runs where attempts
run, closed in like them. Nothing is recorded, and of the reference only values are told.
"""

from __future__ import annotations

import ast
import secrets
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader import wire
from grader.bank import Exercise
from grader.checking import compare
from grader.errors import JudgeError, UsageError
from grader.model import Verdict
from grader.pool import Pool
from grader.source import Source
from grader.stage import resolve_device
from grader.trial import Ended, Settings, Trial

CASE = "test_try"
TEMPLATE = '''\
"""What a person typed."""

import torch


def {case}(solution, observe):
    """Your own input."""
    names = {{"torch": torch}} | {{name: getattr(solution, name) for name in {names!r}}}
    exec(compile({before!r}, "<your input>", "exec"), names)
    value = eval(compile({last!r}, "<your input>", "eval"), names)
    observe(value)
    observe(str(value))
'''


class Side(Struct, frozen=True):
    """What one of the two made of the input: its value as text and shape, or how it ended."""

    text: str = ""
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    raised: str = ""
    traceback: str = ""
    printed: str = ""


class Tried(Struct, frozen=True):
    """One input on both sides; `message` says how the attempt's value differs."""

    code: str
    attempt: Side
    reference: Side
    same: bool
    message: str = ""


def parse(code: str) -> tuple[str, str]:
    """Part code into the statements before and the expression that is looked at.

    Where the code ends in a statement that is none, that is the name it assigns, or None.

    Raises:
        UsageError: it is not Python.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        words = error.msg if "line" in error.msg else f"{error.msg} in line {error.lineno}"
        raise UsageError(f"that is not Python: {words}") from None
    except ValueError as error:
        raise UsageError(f"that is not Python: {error}") from None
    body = tree.body
    match body[-1:]:
        case [ast.Expr(value=value)]:
            return ast.unparse(ast.Module(body[:-1], [])), ast.unparse(value)
        case [ast.Assign(targets=[ast.Name(id=name)])]:
            return code, name
    return code, "None"


class Bench:
    """Both sides, ready for one input after the other. Close it.

    Raises:
        JudgeError: the grader failed.
    """

    def __init__(self, pool: Pool, exercise: Exercise, source: Source, device: str) -> None:
        self._pool = pool
        self._exercise = exercise
        self._source = source
        self._open = ExitStack()
        self._judge = self._open.enter_context(closing(pool.worker()))
        self._judge.send(wire.Become())
        self._device = resolve_device(pool, lambda: self._judge, device)
        self._seed = secrets.randbelow(2**31)

    def close(self) -> None:
        """End the processes."""
        self._open.close()

    def run(self, before: str, code: str) -> Tried:
        """Run code after what was typed before, and compare.

        Raises:
            UsageError: it is not Python, or raises by itself on both sides.
        """
        own, ours = self._source, self._exercise.reference
        parse(code)
        statements, last = parse(f"{before}\n{code}")
        with tempfile.TemporaryDirectory(prefix="drill-try-") as folder:
            test = TEMPLATE.format(
                case=CASE, names=_names(self._exercise), before=statements, last=last
            )
            (Path(folder) / "hidden_tests.py").write_text(test, encoding="utf-8")
            got = self._ended(folder, own.attempt.path, own.text)
            expected = self._ended(folder, ours.path, ours.source)
        if got.raised and expected.raised and not (got.traceback or expected.traceback):
            raise UsageError(f"your input itself ends in {expected.message}")
        same, message = self._compared(expected, got)
        theirs = replace(_side(expected), traceback="", printed="")  # which would show our code
        return Tried(code, _side(got), theirs, same, message)

    def _ended(self, folder: str, path: str, source: str) -> Ended:
        exercise = self._exercise
        settings = Settings(
            exercise.problem, Path(folder), self._seed, self._device, hidden=exercise.hidden
        )
        with closing(Trial(self._pool, settings, path, rules=False)) as trial:
            trial.swap(path, source)
            if failure := trial.failure:
                return Ended(
                    CASE,
                    failure.verdict,
                    raised=failure.message,
                    message=failure.message,
                    traceback=failure.traceback,
                    printed=failure.printed,
                )
            return trial.run([CASE])[0]

    def _compared(self, expected: Ended, got: Ended) -> tuple[bool, str]:
        if expected.verdict is not Verdict.ACCEPTED or got.verdict is not Verdict.ACCEPTED:
            return expected.raised == got.raised and bool(got.raised), ""
        one, other = _value_alone(expected), _value_alone(got)
        (result,) = compare(self._judge, self._exercise.problem, [one], [other], 1.0)
        if result.verdict is Verdict.JUDGE_ERROR:
            raise JudgeError(result.message)
        return result.verdict is Verdict.ACCEPTED, result.message


def _names(exercise: Exercise) -> tuple[str, ...]:
    from grader.entry import parse_entry

    return tuple(dict.fromkeys(parse_entry(e).top for e in exercise.problem.entry_points))


def _value_alone(ended: Ended) -> Ended:
    observed = wire.decode_observations(ended.observations)[:1]
    return replace(ended, observations=wire.encode_observations(observed))


def _side(ended: Ended) -> Side:
    if ended.verdict is not Verdict.ACCEPTED:
        return Side(raised=ended.message, traceback=ended.traceback, printed=ended.printed)
    try:
        value, text = wire.decode_observations(ended.observations)
    except (wire.WireError, ValueError):
        return Side(raised="it sent something that is not a value", printed=ended.printed)
    shown = text.value.value if isinstance(text.value, wire.ScalarValue) else ""
    side = Side(wire.printable(str(shown)), printed=ended.printed)
    if isinstance(value.value, wire.TensorValue):
        return replace(side, shape=value.value.shape, dtype=value.value.dtype)
    return side
