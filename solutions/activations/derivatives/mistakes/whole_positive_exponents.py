"""Your sigmoid is exp(x) / (1 + exp(x)) and your tanh (exp(2x) - 1) / (exp(2x) + 1). For large x that is inf / inf = NaN. Arrange each formula so that what overflows stands below the line alone: 1 / (1 + exp(-x)), and tanh by exp(-2|x|) and the sign. And slope times a bool tensor is float32, so in float64 your slope is off in the eighth digit.

fails: test_extremes
"""

import torch


def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


def tanh(x):
    e = torch.exp(2 * x)
    return (e - 1) / (e + 1)


def activate(name, x, slope=0.01):
    if name == "relu":
        return x.clamp(min=0)
    if name == "leaky_relu":
        return torch.where(x > 0, x, slope * x)
    if name == "sigmoid":
        return sigmoid(x)
    if name == "tanh":
        return tanh(x)
    if name == "silu":
        return x / (1 + torch.exp(-x))
    raise ValueError(name)


def activate_backward(name, grad_out, x, slope=0.01):
    s = sigmoid(x)
    if name == "relu":
        return grad_out * (x > 0)
    if name == "leaky_relu":
        return grad_out * ((x > 0) + slope * (x <= 0))
    if name == "sigmoid":
        return grad_out * s * (1 - s)
    if name == "tanh":
        return grad_out * (1 - tanh(x) ** 2)
    if name == "silu":
        return grad_out * (s + x * s * (1 - s))
    raise ValueError(name)
