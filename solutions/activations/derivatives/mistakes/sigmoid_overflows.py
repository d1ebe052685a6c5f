"""You compute the sigmoid as exp(x) / (1 + exp(x)). From x = 89 on this is inf / inf = NaN in float32. In 1 / (1 + exp(-x)) the infinite case gives the 0 that is wanted.

fails: test_extremes
"""

import torch


def sigmoid(x):
    return x.exp() / (1 + x.exp())


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


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
        return x * sigmoid(x)
    raise ValueError(name)


def activate_backward(name, grad_out, x, slope=0.01):
    s = sigmoid(x)
    if name == "relu":
        return grad_out * (x > 0)
    if name == "leaky_relu":
        return torch.where(x > 0, grad_out, slope * grad_out)
    if name == "sigmoid":
        return grad_out * s * (1 - s)
    if name == "tanh":
        return grad_out * (1 - tanh(x) ** 2)
    if name == "silu":
        return grad_out * (s + x * s * (1 - s))
    raise ValueError(name)
