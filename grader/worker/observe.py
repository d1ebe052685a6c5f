"""Observations: what a hidden test hands over, turned into plain data.

Compares nothing; the judge does, in another process.
"""

from __future__ import annotations

import ctypes
import reprlib
from collections.abc import Callable, Mapping
from typing import Any

import torch

from grader import wire

MAX_DEPTH = 16
MOST_TOLD = 4  # tensors of a list, in the words of a call


class Observer:
    """The `observe` fixture: collects one case's observations.

    Calling it hands over a value. `rtol` and `atol` replace the default tolerance; `atol` is then
    absolute. Only the reference's tolerances count.
    """

    def __init__(self) -> None:
        self.taken: list[wire.Observation] = []
        self._calls: list[str] = []  # since the last but one observation
        self._told = False

    def called(self, call: str) -> None:
        """Note a call, in words; what is handed over next is told as its outcome."""
        if self._told:
            self._calls, self._told = [], False
        self._calls.append(call)

    def __call__(
        self,
        value: Any,
        label: str = "the result",
        *,
        rtol: float | None = None,
        atol: float | None = None,
    ) -> None:
        """Hand over a value: tensors, numbers, strings, bytes, None, nested in lists or dicts."""
        self._take(label, as_value(value), rtol=rtol, atol=atol)

    def raises(
        self, error: type[BaseException], call: Callable[..., Any], *args: Any, **kw: Any
    ) -> None:
        """Call, and hand over which error that raised; a subclass of `error` counts as `error`."""
        try:
            call(*args, **kw)
        except Exception as raised:
            name = error.__name__ if isinstance(raised, error) else type(raised).__name__
            self._take("the error raised", wire.RaisedValue(name, short(raised)))
        else:
            self._take("the error raised", wire.RaisedValue("", ""))

    def at_most(
        self, value: float, label: str = "the cost", *, times: float = 1.0, slack: float = 0.0
    ) -> None:
        """Hand over a number that may be `times` the reference's plus `slack`, and no more."""
        self._take(label, as_value(value), at_most=times, slack=slack)

    def grows(self, exponent: float, label: str, *, at_most: float, of: str = "T") -> None:
        """Hand over the exponent of a growth in `of`, which may be so much, and no more."""
        self._take(label, as_value(exponent), at_most=0.0, slack=at_most, power_of=of)

    def at_least(self, value: float, label: str = "the work", *, times: float = 1.0) -> None:
        """Hand over a number that must be at least `times` the reference's."""
        self._take(label, as_value(value), at_least=times)

    def _take(self, label: str, value: wire.Value, **how: Any) -> None:
        self._told = True
        self.taken.append(wire.Observation(label, _told(self._calls), value, **how))


def _told(calls: list[str]) -> str:
    """Return calls in a few words; of different ones only the last, said to be that."""
    if len(set(calls)) < 2:
        return calls[-1] if calls else ""
    return f"{calls[-1]}, the last of {len(calls)} calls"


def as_value(value: Any, depth: int = 0) -> wire.Value:
    """Turn a value into plain data; what cannot be becomes an `OpaqueValue`."""
    if depth > MAX_DEPTH:
        return wire.OpaqueValue("something nested too deeply")
    match value:
        case torch.Tensor():
            return _tensor(value)
        case bytes():
            return wire.ScalarValue("bytes", None, bytes(value))
        case None | bool():
            return wire.ScalarValue(type(value).__name__, value)
        case str():  # a subclass, NumPy's or an enum's, counts as what it is a kind of
            return wire.ScalarValue("str", str.__str__(value))
        case float():
            return wire.ScalarValue("float", float.__float__(value))
        case int():
            plain = int.__int__(value)
            small = -(2**63) <= plain < 2**63
            return wire.ScalarValue("int", plain if small else int.__repr__(plain))
        case list() | tuple():
            kind = "list" if isinstance(value, list) else "tuple"
            return wire.SequenceValue(kind, tuple(as_value(item, depth + 1) for item in value))
        case Mapping():
            return wire.MappingValue(
                tuple((as_value(k, depth + 1), as_value(v, depth + 1)) for k, v in value.items())
            )
    return wire.OpaqueValue(f"{type(value).__module__}.{type(value).__qualname__}")


def _tensor(tensor: torch.Tensor) -> wire.Value:
    """Copy a tensor out; methods are taken from `torch.Tensor`, so a subclass has no say."""
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.device.type == "meta":
        return wire.OpaqueValue(f"a tensor that is not dense ({tensor.layout}, {tensor.device})")
    plain = torch.Tensor.detach(tensor).resolve_conj().resolve_neg().cpu().contiguous()
    size = plain.numel() * plain.element_size()
    return wire.TensorValue(
        dtype=str(tensor.dtype).removeprefix("torch."),
        shape=tuple(tensor.shape),
        device=tensor.device.type,
        data=ctypes.string_at(plain.data_ptr(), size) if size else b"",
    )


def describe_call(name: str, args: tuple[Any, ...], kw: dict[str, Any]) -> str:
    """Return a call in one line, tensors by shape and dtype: `f(x (2, 3) float32, eps=1e-06)`."""
    words = [_word(value) for value in args] + [f"{k}={_word(v)}" for k, v in kw.items()]
    return f"{name}({', '.join(words)})"


def _word(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"{tuple(value.shape)} {str(value.dtype).removeprefix('torch.')}"
    if isinstance(value, torch.nn.Module):
        return type(value).__name__
    if callable(value):
        return str(getattr(value, "__name__", type(value).__name__))
    if isinstance(value, (list, tuple)) and any(isinstance(v, torch.Tensor) for v in value):
        words = [_word(item) for item in value[:MOST_TOLD]]
        return f"[{', '.join(words)}{', ...' if len(value) > MOST_TOLD else ''}]"
    told = reprlib.repr(value)
    return type(value).__name__ if told.startswith("<") else told  # no address in a message


def short(error: BaseException, most: int = 500) -> str:
    """Return an exception's message in at most so many characters, whatever its `__str__` does."""
    try:
        return str(error)[:most]
    except BaseException:
        return "(an exception whose message cannot be shown)"
