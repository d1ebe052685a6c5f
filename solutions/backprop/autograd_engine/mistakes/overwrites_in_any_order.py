"""You overwrite the gradients, and you visit the values level by level. A value that is used twice keeps only the share that came last, and one that is near the result on one way and far on another hands on a gradient that is not complete. Add up, and visit results before operands.

fails: test_used_twice
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

    def backward(self):
        self.grad = 1.0
        waiting = [self]
        seen = {self}
        while waiting:
            v = waiting.pop(0)
            for o, slope in v.operands:
                o.grad = slope * v.grad
                if o not in seen:
                    seen.add(o)
                    waiting.append(o)

    def zero_grad(self):
        waiting, seen = [self], {self}
        while waiting:
            v = waiting.pop()
            v.grad = 0.0
            for o, _ in v.operands:
                if o not in seen:
                    seen.add(o)
                    waiting.append(o)
