"""Your derivative of leaky ReLU is put together from masks. slope times a bool tensor is float32, whatever x is, so in float64 the slope is off in the eighth digit. Choose between tensors in the dtype of x: torch.where(x > 0, grad_out, slope * grad_out).

fails: test_float64[leaky_relu]
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
        return grad_out * ((x > 0) + slope * (x <= 0))
    if name == "sigmoid":
        return grad_out * s * (1 - s)
    if name == "tanh":
        return grad_out * (1 - tanh(x) ** 2)
    if name == "silu":
        return grad_out * (s + x * s * (1 - s))
    raise ValueError(name)
