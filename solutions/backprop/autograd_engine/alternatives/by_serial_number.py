"""Values are numbered as they are made; the highest number that waits goes next (a heap)."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

_serial = itertools.count()


class Value:
    """A number with a serial number: higher than those of all its operands."""

    def __init__(self, data: float, *operands: tuple[Value, float]) -> None:
        self.data, self.grad = float(data), 0.0
        self.operands, self.number = operands, next(_serial)

    def __add__(self, other: Any) -> Value:
        if not isinstance(other, Value):
            return Value(self.data + other, (self, 1.0))
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __sub__(self, other: Any) -> Value:
        if not isinstance(other, Value):
            return Value(self.data - other, (self, 1.0))
        return Value(self.data - other.data, (self, 1.0), (other, -1.0))

    def __rsub__(self, other: float) -> Value:
        return Value(other - self.data, (self, -1.0))

    def __mul__(self, other: Any) -> Value:
        if not isinstance(other, Value):
            return Value(self.data * other, (self, other))
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    def __truediv__(self, other: Any) -> Value:
        if not isinstance(other, Value):
            return Value(self.data / other, (self, 1 / other))
        y = self.data / other.data
        return Value(y, (self, 1 / other.data), (other, -y / other.data))

    def __rtruediv__(self, other: float) -> Value:
        return Value(other / self.data, (self, -other / self.data**2))

    def __neg__(self) -> Value:
        return 0 - self

    def __pow__(self, n: float) -> Value:
        if n == 0:
            return Value(1.0, (self, 0.0))
        return Value(self.data**n, (self, n * self.data ** (n - 1)))

    __radd__: Callable[[Value, Any], Value] = __add__
    __rmul__: Callable[[Value, Any], Value] = __mul__

    def exp(self) -> Value:
        """Its own slope."""
        return Value(math.e**self.data, (self, math.e**self.data))

    def tanh(self) -> Value:
        """By exp(-2|x|), which never overflows."""
        small = math.exp(-2 * abs(self.data))
        y = math.copysign((1 - small) / (1 + small), self.data)
        return Value(y, (self, 4 * small / (1 + small) ** 2))

    def relu(self) -> Value:
        """The value or nothing."""
        return Value(self.data, (self, 1.0)) if self.data > 0 else Value(0.0, (self, 0.0))

    def _down(self) -> Iterator[tuple[Value, float]]:
        """Yield everything below with what arrives there, highest number first."""
        waiting, arrived = [(-self.number, self)], {self.number: 1.0}
        while waiting:
            _, value = heapq.heappop(waiting)
            share = arrived[value.number]
            yield value, share
            for operand, slope in value.operands:
                if operand.number not in arrived:
                    arrived[operand.number] = 0.0
                    heapq.heappush(waiting, (-operand.number, operand))
                arrived[operand.number] += share * slope

    def backward(self) -> None:
        """Add what arrives."""
        for value, share in self._down():
            value.grad += share

    def zero_grad(self) -> None:
        """Forget what has arrived."""
        for value, _ in self._down():
            value.grad = 0.0
