"""You set the result's gradient to 1 in each pass, and the inner values still hold what the pass before has left. They hand it on a second time, so the leaves get too much: 3 times the derivative after two passes where 2 times is right, and the result itself has 1 in place of 2. Keep what arrives in one pass apart, and add it to `grad`.

fails: test_second_backward
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

    def order(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, done = stack.pop()
            if done:
                order.append(v)
            elif v not in seen:
                seen.add(v)
                stack.append((v, True))
                for o, _ in v.operands:
                    stack.append((o, False))
        return order[::-1]

    def backward(self):
        self.grad = 1.0
        for v in self.order():
            for o, slope in v.operands:
                o.grad += slope * v.grad

    def zero_grad(self):
        for v in self.order():
            v.grad = 0.0
