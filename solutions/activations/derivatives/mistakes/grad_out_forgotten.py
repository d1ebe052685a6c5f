"""You return the derivative itself and never multiply by grad_out. That is the gradient only if the loss is the sum of the outputs; the chain rule needs what comes from above.

fails: test_backward
"""

import torch


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


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
        return (x > 0).to(x.dtype)
    if name == "leaky_relu":
        return torch.where(x > 0, torch.ones_like(x), slope * torch.ones_like(x))
    if name == "sigmoid":
        return s * (1 - s)
    if name == "tanh":
        return 1 - tanh(x) ** 2
    if name == "silu":
        return s + x * s * (1 - s)
    raise ValueError(name)
