"""You take erf and tanh in float32, so half of the digits of a float64 input are lost, although the dtype of the result is right.

fails: test_float64
"""

import math

import torch


def check(approximate):
    if approximate not in ("none", "tanh"):
        raise ValueError(approximate)


def gelu(x, approximate="none"):
    check(approximate)
    if approximate == "none":
        return 0.5 * x * (1 + torch.erf(x.float() / math.sqrt(2)).to(x.dtype))
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + torch.tanh(u.float()).to(x.dtype))


def gelu_backward(grad_out, x, approximate="none"):
    check(approximate)
    if approximate == "none":
        cdf = 0.5 * (1 + torch.erf(x.float() / math.sqrt(2)).to(x.dtype))
        pdf = torch.exp(-0.5 * x**2) / math.sqrt(2 * math.pi)
        return grad_out * (cdf + x * pdf)
    t = torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
    return grad_out * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du)
