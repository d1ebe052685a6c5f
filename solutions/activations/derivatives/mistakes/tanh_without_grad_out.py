"""Your derivative of tanh is not multiplied by grad_out. 1 - t^2 is the local derivative; the chain rule needs what comes from above as well.

fails: test_backward[tanh]
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
        return grad_out * (x > 0)
    if name == "leaky_relu":
        return torch.where(x > 0, grad_out, slope * grad_out)
    if name == "sigmoid":
        return grad_out * s * (1 - s)
    if name == "tanh":
        return 1 - tanh(x) ** 2
    if name == "silu":
        return grad_out * (s + x * s * (1 - s))
    raise ValueError(name)
