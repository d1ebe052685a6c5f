from __future__ import annotations


class Value:
    """A number that remembers how it was computed.

    Attributes:
        data: the number
        grad: the gradient that backward passes have brought so far, at first 0
    """

    data: float
    grad: float

    def __init__(self, data: float) -> None:
        raise NotImplementedError

    # + - * / with a Value or a number on either side, - in front, and ** with a number: the methods
    # that Python calls for them, such as __add__(self, other) and __radd__(self, other).

    def exp(self) -> Value:
        """Return e to the power of this value."""
        raise NotImplementedError

    def tanh(self) -> Value:
        """Return the hyperbolic tangent of this value."""
        raise NotImplementedError

    def relu(self) -> Value:
        """Return this value where it is above 0, else 0."""
        raise NotImplementedError

    def backward(self) -> None:
        """Add to the grad of every value that this one depends on the derivative by it."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the grad of this value, and of all that it depends on, to 0."""
        raise NotImplementedError
