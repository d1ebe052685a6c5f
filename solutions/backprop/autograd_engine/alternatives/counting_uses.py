"""Closures for the way back, and a count of how often each value is used (Kahn's algorithm)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable


class Value:
    """A number whose `_back` turns a gradient into those of `_operands`."""

    def __init__(self, data: float) -> None:
        self.data = data
        self.grad = 0.0
        self._operands: list[Value] = []
        self._back: Callable[[float], list[float]] = lambda _: []

    @staticmethod
    def _wrap(x: Value | float) -> Value:
        return x if isinstance(x, Value) else Value(x)

    @staticmethod
    def _make(data: float, operands: list[Value], back: Callable[[float], list[float]]) -> Value:
        out = Value(data)
        out._operands, out._back = operands, back
        return out

    def __add__(self, other: Value | float) -> Value:
        b = self._wrap(other)
        return self._make(self.data + b.data, [self, b], lambda g: [g, g])

    def __mul__(self, other: Value | float) -> Value:
        b = self._wrap(other)
        x, y = self.data, b.data
        return self._make(x * y, [self, b], lambda g: [g * y, g * x])

    def __truediv__(self, other: Value | float) -> Value:
        b = self._wrap(other)
        x, y = self.data, b.data
        return self._make(x / y, [self, b], lambda g: [g / y, -g * x / (y * y)])

    def __pow__(self, n: float) -> Value:
        x = self.data
        return self._make(x**n, [self], lambda g: [g * n * x ** (n - 1) if n != 0 else 0.0])

    def __neg__(self) -> Value:
        return -1.0 * self

    def __sub__(self, other: Value | float) -> Value:
        return self + (-self._wrap(other))

    def __radd__(self, other: float) -> Value:
        return Value(other) + self

    def __rsub__(self, other: float) -> Value:
        return Value(other) - self

    def __rmul__(self, other: float) -> Value:
        return Value(other) * self

    def __rtruediv__(self, other: float) -> Value:
        return Value(other) / self

    def exp(self) -> Value:
        """Multiply what comes back by the result."""
        y = math.exp(self.data)
        return self._make(y, [self], lambda g: [g * y])

    def tanh(self) -> Value:
        """Multiply what comes back by 1 - y^2."""
        y = math.tanh(self.data)
        return self._make(y, [self], lambda g: [g * (1 - y) * (1 + y)])

    def relu(self) -> Value:
        """Let it back or not."""
        return self._make(max(self.data, 0.0), [self], lambda g: [g if self.data > 0 else 0.0])

    def _uses(self) -> Counter[Value]:
        uses: Counter[Value] = Counter({self: 0})
        waiting = [self]
        while waiting:
            for operand in waiting.pop()._operands:
                if operand not in uses:
                    waiting.append(operand)
                uses[operand] += 1
        return uses

    def backward(self) -> None:
        """Release a value when the last of its uses has sent its share."""
        left = self._uses()
        arrived = dict.fromkeys(left, 0.0) | {self: 1.0}
        ready = [self]
        while ready:
            value = ready.pop()
            value.grad += arrived[value]
            shares = value._back(arrived[value])
            for operand, share in zip(value._operands, shares, strict=True):
                arrived[operand] += share
                left[operand] -= 1
                if left[operand] == 0:
                    ready.append(operand)

    def zero_grad(self) -> None:
        """Zero all that are in use."""
        for value in self._uses():
            value.grad = 0.0
