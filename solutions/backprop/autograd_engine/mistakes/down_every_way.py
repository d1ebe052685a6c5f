"""You hand the gradient on at once, down every way through the graph. The sums come out right, and with sixty doublings there are 2^60 ways: collect all of a value's gradient first and hand it on once. Your recursion also ends at a depth of a thousand, and zeroing walks all the ways as well.

fails: test_many_ways
"""

import math


class Value:
    def __init__(self, data, operands=()):
        self.data = data
        self.grad = 0.0
        self.operands = list(operands)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        slope = 0.0 if n == 0 else n * self.data ** (n - 1)
        return Value(self.data**n, [(self, slope)])

    def exp(self):
        out = math.exp(self.data)
        return Value(out, [(self, out)])

    def tanh(self):
        out = math.tanh(self.data)
        return Value(out, [(self, 1 - out**2)])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return (-self) + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self, arriving=1.0):
        self.grad += arriving
        for o, slope in self.operands:
            o.backward(slope * arriving)

    def zero_grad(self):
        self.grad = 0.0
        for o, _ in self.operands:
            o.zero_grad()
