"""Automatic differentiation of numbers, in reverse.

A value knows its operands, and for each the slope: the derivative of the value by this operand. The
limits: single numbers, first derivatives, and a power only with a constant exponent.
"""

from __future__ import annotations

import math


class Value:
    """A number that remembers how it was computed.

    Attributes:
        data: the number
        grad: the gradient that backward passes have brought so far
    """

    def __init__(self, data: float, operands: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = data
        self.grad: float = 0.0
        self._operands = operands  # pairs of a value and a slope

    # A slope is a number as soon as the operation is done: nothing is left to be worked out later.

    def __add__(self, other: Value | float) -> Value:
        right = _value(other)
        return Value(self.data + right.data, ((self, 1), (right, 1)))

    def __mul__(self, other: Value | float) -> Value:
        right = _value(other)
        return Value(self.data * right.data, ((self, right.data), (right, self.data)))

    def __pow__(self, n: float) -> Value:
        # At x = 0 the formula for n = 0 would divide by zero.
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def exp(self) -> Value:
        """Return e to the power of this value; it is its own slope."""
        y = math.exp(self.data)
        return Value(y, ((self, y),))

    def tanh(self) -> Value:
        """Return the hyperbolic tangent; its slope, too, is told by the result."""
        y = math.tanh(self.data)
        return Value(y, ((self, 1 - y * y),))

    def relu(self) -> Value:
        """Return this value where it is above 0, else 0; at 0 the slope is 0."""
        slope = float(self.data > 0)
        return Value(self.data * slope, ((self, slope),))

    # All other operations are made of these three.

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __truediv__(self, other: Value | float) -> Value:
        return self * _value(other) ** -1

    # Python asks the right operand where the left one is a plain number.

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __rtruediv__(self, other: float) -> Value:
        return self**-1 * other

    def backward(self) -> None:
        """Add to the grad of every value that this one depends on the derivative by it."""
        # What arrives in this pass is kept apart: grad may hold what earlier passes brought, and
        # that must not be handed on once more.
        order = self._order()
        arrived: dict[Value, float] = dict.fromkeys(order, 0.0)
        arrived[self] = 1.0

        # Results before operands: when a value's turn comes, all of its gradient has arrived.
        for value in reversed(order):
            value.grad += arrived[value]
            for operand, slope in value._operands:
                arrived[operand] += slope * arrived[value]

    def zero_grad(self) -> None:
        """Set the grad of this value, and of all that it depends on, to 0."""
        for value in self._order():
            value.grad = 0.0

    def _order(self) -> list[Value]:
        """Return all that this value depends on, and itself: operands before results.

        A depth-first walk with a stack of its own, for Python's is a thousand calls deep.
        """
        order: list[Value] = []
        seen: set[Value] = set()
        stack = [(self, False)]
        while stack:
            value, operands_done = stack.pop()
            if operands_done:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                stack.append((value, True))  # comes up again below its operands
                stack.extend((operand, False) for operand, _ in value._operands)
        return order


def _value(x: Value | float) -> Value:
    """Wrap a plain number."""
    return x if isinstance(x, Value) else Value(x)
