"""The judge: compares what two solutions observed. Holds data only and runs no solution."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import Any

import torch

from grader import wire
from grader.model import Tolerance, Verdict

# `rtol` of the value itself plus `atol` of the largest value in its tensor: sums in another order
# pass, and a tensor of tiny numbers is not equal to zeros.
DEFAULTS = {
    "float64": Tolerance(1e-10, 1e-11),
    "complex128": Tolerance(1e-10, 1e-11),
    "float32": Tolerance(2e-5, 5e-6),
    "complex64": Tolerance(2e-5, 5e-6),
    "float16": Tolerance(2e-3, 2e-3),
    "bfloat16": Tolerance(1.6e-2, 1.6e-2),
}
OWN_ERRORS = 4.0  # how many times as far off as the reference itself a value may be
MOST_WIDENED = 100.0  # tolerances; an error beyond is no rounding but another choice that was made
PYTHON_FLOAT = Tolerance(1e-6, 0.0)
MAX_MESSAGE = 2000


def serve(channel: wire.Channel) -> None:
    """Answer until the command hangs up."""
    torch.set_num_threads(1)
    while (request := channel.receive(wire.ToJudge)) is not None:
        match request:
            case wire.Compare(expected=expected, got=got, exact=exact):
                comparer = Comparer(request.tolerances, request.scale)
                rows = zip(expected, got, exact or repeat(None), strict=False)
                channel.send(wire.Comparison(tuple(compare(e, g, comparer, x) for e, g, x in rows)))
            case wire.Match(one=one, other=other, tolerances=tolerances):
                comparer = Comparer(tolerances, 1.0)
                pairs = zip(one, other, strict=True)
                channel.send(wire.Matched(tuple(alike(a, b, comparer) for a, b in pairs)))
            case wire.Measure(rounded=rounded, exact=exact, tolerances=tolerances):
                comparer = Comparer(tolerances, 1.0)
                pairs = zip(rounded, exact, strict=True)
                channel.send(wire.Measured(tuple(rounding(a, b, comparer) for a, b in pairs)))
            case wire.Probe():
                channel.send(devices())


def compare(
    expected: wire.Sample, got: wire.Sample, comparer: Comparer, exact: wire.Sample | None = None
) -> wire.Compared:
    """Judge one case. The reference's own samples must be sound; the attempt's may be anything."""
    wanted = wire.decode_observations(expected.observations)
    dtypes = tuple(sorted({name for o in wanted for name in _dtypes(o.value)}))
    if not wanted or expected.raised:
        reason = expected.raised or "the reference observes nothing"
        return wire.Compared(Verdict.JUDGE_ERROR, reason, dtypes)
    try:
        given = wire.decode_observations(got.observations)
    except wire.WireError:
        message = "its process sent something that is not an observation"
        return wire.Compared(Verdict.RUNTIME_ERROR, message, dtypes)
    truths = [o.value for o in wire.decode_observations(exact.observations)] if exact else []
    for want, have, truth in zip(wanted, given, chain(truths, repeat(None)), strict=False):
        difference = comparer.observation(want, have, truth)
        if difference:
            return wire.Compared(Verdict.WRONG_ANSWER, _headed(want, difference), dtypes)
    if len(given) != len(wanted):
        message = f"{len(given)} values were observed where the reference gave {len(wanted)}"
        return wire.Compared(Verdict.WRONG_ANSWER, message, dtypes)
    return wire.Compared(Verdict.ACCEPTED, "", dtypes)


def alike(one: wire.Sample, other: wire.Sample, comparer: Comparer) -> bool:
    """Say whether two solutions behave alike in a case: same end, same error, same values."""
    if one.verdict is not other.verdict or one.raised != other.raised:
        return False
    try:
        first = wire.decode_observations(one.observations)
        second = wire.decode_observations(other.observations)
    except wire.WireError:
        return False
    if len(first) != len(second):
        return False
    return not any(comparer.same(a, b) for a, b in zip(first, second, strict=True))


def rounding(rounded: wire.Sample, exact: wire.Sample, comparer: Comparer) -> float:
    """Return the largest error of the rounded values as a share of what is tolerated."""
    shares = [0.0]
    for one, other in zip(
        wire.decode_observations(rounded.observations),
        wire.decode_observations(exact.observations),
        strict=False,
    ):
        shares += comparer.shares(one, one.value, other.value)
    return max(shares)


class Comparer:
    """Compares values under the problem's tolerances, `scale` times as wide."""

    def __init__(self, tolerances: dict[str, Tolerance], scale: float) -> None:
        self._tolerances = DEFAULTS | tolerances
        self._scale = scale

    def observation(
        self, want: wire.Observation, have: wire.Observation, exact: wire.Value | None = None
    ) -> str:
        """Return in words how the attempt's observation differs, or nothing."""
        if want.at_most is not None or want.at_least is not None:
            return self._bound(want, have)
        return self.value(want, want.value, have.value, exact)

    def same(self, one: wire.Observation, other: wire.Observation) -> str:
        """Compare two observations of equal standing; costs may differ by a tenth."""
        if one.at_most is not None or one.at_least is not None:
            near = 0.1 if one.power_of else 0.0  # an exponent may well be 0
            widened = wire.Observation(one.label, one.call, one.value, rtol=0.1, atol=near)
            return self.value(widened, _as_float(one.value), _as_float(other.value))
        return self.value(one, one.value, other.value)

    def value(
        self,
        want: wire.Observation,
        expected: wire.Value,
        got: wire.Value,
        exact: wire.Value | None = None,
    ) -> str:
        """Compare two values: kind and structure first, numbers last."""
        match expected, got:
            case wire.TensorValue(), wire.TensorValue():
                return self._tensors(want, expected, got, exact)
            case wire.ScalarValue(), wire.ScalarValue() if expected.kind == got.kind:
                return self._scalars(want, expected, got)
            case wire.SequenceValue(), wire.SequenceValue() if expected.kind == got.kind:
                return self._items(want, expected, got, exact)
            case wire.MappingValue(), wire.MappingValue():
                return self._mappings(want, expected, got, exact)
            case wire.RaisedValue(), wire.RaisedValue():
                return _errors(expected, got)
        return f"expected {_describe(expected)}\n     got {_describe(got)}"

    def shares(self, want: wire.Observation, one: wire.Value, exact: wire.Value) -> Iterator[float]:
        """Yield, for every float tensor in a value, its largest error over its tolerance."""
        match one, exact:
            case wire.TensorValue(), wire.TensorValue() if one.shape == exact.shape:
                truth = _rebuild(one)
                if one.dtype == exact.dtype:
                    return  # the test chooses its dtype: there is nothing wider to compare with
                if truth.is_floating_point() and truth.numel() and want.at_most is None:
                    allowed = self._allowed(want, truth.double(), one.dtype)
                    gap = (truth.double() - _rebuild(exact).double()).abs()
                    share = gap / allowed
                    yield float(share[share.isfinite()].amax()) if share.isfinite().any() else 0.0
            case wire.SequenceValue(), wire.SequenceValue():
                for a, b in zip(one.items, exact.items, strict=False):
                    yield from self.shares(want, a, b)

    def _allowed(self, want: wire.Observation, truth: torch.Tensor, dtype: str) -> torch.Tensor:
        """Return how far each value may be off."""
        finite = truth.isfinite()
        largest = float(truth[finite].abs().max()) if bool(finite.any()) else 0.0
        atol, rtol = self._explicit(want, self._tolerances[dtype], largest)
        return atol + rtol * truth.abs()

    def _bound(self, want: wire.Observation, have: wire.Observation) -> str:
        own, given = _as_number(want.value), _as_number(have.value)
        if own is None or given is None:
            return f"expected a number, got {_describe(have.value)}"
        if want.at_most is not None:
            bound, held = own * want.at_most + want.slack, "at most"
            inside = 0 <= given <= bound
        else:
            bound, held = own * (want.at_least or 0.0), "at least"
            inside = given >= bound
        if inside:
            return ""
        words = [_amount(number, want.power_of) for number in (bound, own, given)]
        return "{} {} is wanted (the reference: {})\n     got {}".format(held, *words)

    def _scalars(
        self, want: wire.Observation, expected: wire.ScalarValue, got: wire.ScalarValue
    ) -> str:
        a, b = expected.value, got.value
        if isinstance(a, float) and isinstance(b, float):
            atol, rtol = self._explicit(want, PYTHON_FLOAT, abs(a) if math.isfinite(a) else 0.0)
            close = a == b or abs(a - b) <= atol + rtol * abs(a)
            equal = close or (math.isnan(a) and math.isnan(b))
            told = _apart(a, b)
        else:
            equal = a == b and expected.data == got.data
            told = _describe(expected), _describe(got)
        return "" if equal else "expected {}\n     got {}".format(*told)

    def _items(
        self,
        want: wire.Observation,
        expected: wire.SequenceValue,
        got: wire.SequenceValue,
        exact: wire.Value | None,
    ) -> str:
        truths = exact.items if isinstance(exact, wire.SequenceValue) else ()
        rows = zip(expected.items, got.items, chain(truths, repeat(None)), strict=False)
        for index, (one, other, truth) in enumerate(rows):
            difference = self.value(want, one, other, truth)
            if difference:
                return _at(f"[{index}]", difference)
        if len(expected.items) != len(got.items):
            extra = max(expected, got, key=lambda value: len(value.items))
            index = min(len(expected.items), len(got.items))
            whose = "only expected" if extra is expected else "not expected"
            return (
                f"expected a {expected.kind} of {len(expected.items)}\n"
                f"     got one of {len(got.items)}; "
                f"[{index}] is {whose}: {_describe(extra.items[index])}"
            )
        return ""

    def _mappings(
        self,
        want: wire.Observation,
        expected: wire.MappingValue,
        got: wire.MappingValue,
        exact: wire.Value | None,
    ) -> str:
        wanted, given = dict(expected.items), dict(got.items)
        truths = dict(exact.items) if isinstance(exact, wire.MappingValue) else {}
        for key, value in wanted.items():
            if key not in given:
                there = ", ".join(_describe(key) for key in islice(given, 8))
                return f"{_describe(key)} is missing; there are {there or 'none'}"
            difference = self.value(want, value, given[key], truths.get(key))
            if difference:
                return _at(f"[{_describe(key)}]", difference)
        extra = next((key for key in given if key not in wanted), None)
        if extra is not None:
            return f"{_describe(extra)} is too many"
        return "" if len(given) == len(got.items) else "a key stands there twice"

    def _tensors(
        self,
        want: wire.Observation,
        expected: wire.TensorValue,
        got: wire.TensorValue,
        exact: wire.Value | None,
    ) -> str:
        for what in ("shape", "dtype", "device"):
            a, b = getattr(expected, what), getattr(got, what)
            if a != b:
                shown = b[:8] if len(b) > 2 * len(a) + 8 else b
                return f"expected {what} {a}\n     got {what} {shown}"
        try:
            truth, given = _rebuild(expected), _rebuild(got)
        except ValueError as error:
            return str(error)
        if truth.numel() == 0:
            return ""
        if not (truth.is_floating_point() or truth.is_complex()):
            return _report(truth, given, truth != given)
        if truth.is_complex():
            truth, given = torch.view_as_real(truth), torch.view_as_real(given)
        truth, given = truth.double(), given.double()
        allowed = self._allowed(want, truth, expected.dtype)
        if exact is not None and want.rtol is None and want.atol is None:
            widened = OWN_ERRORS * _own_error(expected, exact)
            allowed = torch.maximum(allowed, torch.minimum(MOST_WIDENED * allowed, widened))
        close = (truth - given).abs() <= allowed
        equal = torch.where(
            truth.isfinite(), close, (truth == given) | (truth.isnan() & given.isnan())
        )
        return _report(truth, given, ~equal)

    def _explicit(
        self, want: wire.Observation, default: Tolerance, largest: float
    ) -> tuple[float, float]:
        given = want.rtol is not None or want.atol is not None
        if given:
            return (want.atol or 0.0) * self._scale, (want.rtol or 0.0) * self._scale
        return default.atol * self._scale * largest, default.rtol * self._scale


def _rebuild(value: wire.TensorValue) -> torch.Tensor:
    """Rebuild a tensor from its bytes.

    Raises:
        ValueError: the bytes do not fit the dtype and shape.
    """
    dtype = getattr(torch, value.dtype, None)
    if not isinstance(dtype, torch.dtype) or any(size < 0 for size in value.shape):
        raise ValueError("its process sent a tensor that is none")
    if math.prod(value.shape) * dtype.itemsize != len(value.data):
        raise ValueError("its process sent a tensor whose bytes do not fit its shape")
    if not value.data:
        return torch.empty(value.shape, dtype=dtype)
    return torch.frombuffer(bytearray(value.data), dtype=dtype).reshape(value.shape)


def _own_error(rounded: wire.TensorValue, exact: wire.Value) -> torch.Tensor:
    """Return the largest error in the reference's tensor, or 0 where there is nothing more exact.

    The largest of all, for a value may be exact by chance.
    """
    none = torch.zeros((), dtype=torch.float64)
    if not isinstance(exact, wire.TensorValue) or exact.shape != rounded.shape:
        return none
    if exact.dtype == rounded.dtype:  # the test chooses its dtype
        return none
    gap = (_rebuild(rounded) - _rebuild(exact)).abs().double()
    return torch.cat([gap[gap.isfinite()], none[None]]).max()


def _report(truth: torch.Tensor, given: torch.Tensor, wrong: torch.Tensor) -> str:
    count = int(wrong.sum())
    if not count:
        return ""
    index = tuple(int(i) for i in wrong.nonzero()[0])
    a, b = _apart(truth[index].item(), given[index].item())
    lines = [
        f"first difference at [{', '.join(map(str, index))}]",
        f"expected {a}",
        f"     got {b}",
        f"{count} of {truth.numel()} values differ",
    ]
    if not index:  # a single number, whose place is no news
        lines = [*lines[1:3], "they differ"]
    if truth.dtype != torch.bool:
        gap = (truth.double() - given.double()).abs()
        both = gap.isfinite() & wrong
        if bool(both.any()):
            relative = gap / truth.double().abs()
            lines[-1] += f"; largest error {float(gap[both].max()):.3g}"
            seen = relative[both & relative.isfinite()]
            lines[-1] += f" (relative {float(seen.max()):.3g})" if seen.numel() else ""
    return "\n".join(lines)


def _at(place: str, difference: str) -> str:
    """Say where in a list or dict a difference lies; places inside one another are joined."""
    inner = difference.removeprefix("at [")
    return f"at {place}: {difference}" if inner == difference else f"at {place}[{inner}"


def _errors(expected: wire.RaisedValue, got: wire.RaisedValue) -> str:
    if expected.type == got.type:
        return ""
    wanted = f"{expected.type} ({expected.message})" if expected.type else "no error"
    given = f"{got.type}: {got.message}" if got.type else "no error was raised"
    return f"expected {wanted}\n     got {given}"


def _headed(want: wire.Observation, difference: str) -> str:
    """Say which value of which call differs."""
    subject = f"{want.label}, in {want.call}" if want.call else want.label
    return _cut(f"{subject}:\n{difference}", MAX_MESSAGE)


def _as_float(value: wire.Value) -> wire.Value:
    """Return a number as a float, for a tolerance holds for floats only; all else as it is."""
    number = _as_number(value)
    return value if number is None else wire.ScalarValue("float", number)


def _as_number(value: wire.Value) -> float | None:
    match value:
        case wire.ScalarValue(kind="int" | "float", value=float(number) | int(number)):
            return None if math.isnan(number) else float(number)
    return None


def _describe(value: wire.Value, depth: int = 3) -> str:
    match value:
        case wire.TensorValue():
            return f"a tensor {tuple(value.shape)} {value.dtype}"
        case wire.ScalarValue(kind="bytes"):
            return _cut(repr(value.data))
        case wire.ScalarValue(kind="float"):
            return _number(value.value)
        case wire.ScalarValue():
            return _cut(repr(value.value))
        case wire.SequenceValue():
            if not depth:
                return f"a {value.kind} of {len(value.items)}"
            inner = ", ".join(_describe(item, depth - 1) for item in value.items[:4])
            inner += ", ..." if len(value.items) > 4 else ""
            return f"a {value.kind} of {len(value.items)} [{inner}]"
        case wire.MappingValue():
            return f"a dict of {len(value.items)}"
        case wire.RaisedValue():
            return f"{value.type}: {value.message}" if value.type else "no error"
        case wire.OpaqueValue():
            return f"an object of type {value.type}"


def _amount(value: float, power_of: str) -> str:
    """Return a number, or the growth whose exponent it is."""
    return f"{power_of}^{value:.2f}" if power_of else _number(value)


def _apart(one: Any, other: Any) -> tuple[str, str]:
    """Return two values that differ in as many digits as show it, seven at least."""
    if not (isinstance(one, float) and isinstance(other, float)):
        return _number(one), _number(other)
    for digits in (7, 9, 12):
        told = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if told[0] != told[1]:
            return told
    return repr(one), repr(other)


def _number(value: Any) -> str:
    return f"{value:.7g}" if isinstance(value, float) else f"{value}"


def _cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _dtypes(value: wire.Value) -> set[str]:
    match value:
        case wire.TensorValue():
            return {value.dtype}
        case wire.SequenceValue():
            return {name for item in value.items for name in _dtypes(item)}
        case wire.MappingValue():
            return {name for pair in value.items for name in _dtypes(pair[1])}
    return set()


def devices() -> wire.Devices:
    """Look for devices; the best stands first."""
    found: list[tuple[str, str]] = []
    if torch.cuda.is_available():
        found.append(("cuda", torch.cuda.get_device_name()))
    if sys.platform == "darwin" and torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    threads = torch.get_num_threads()
    found.append(("cpu", f"{threads} thread{'' if threads == 1 else 's'}"))
    return wire.Devices(tuple(n for n, _ in found), tuple(label for _, label in found))
