"""You take erf(x) without dividing by the root of 2. erf belongs to a normal distribution of variance 1/2; the standard one needs erf(x / sqrt(2)). Your gate opens and closes too fast.

fails: test_forward[none]
"""

import math

import torch


def check(approximate):
    if approximate not in ("none", "tanh"):
        raise ValueError(approximate)


def gelu(x, approximate="none"):
    check(approximate)
    if approximate == "none":
        return 0.5 * x * (1 + torch.erf(x))
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + torch.tanh(u))


def gelu_backward(grad_out, x, approximate="none"):
    check(approximate)
    if approximate == "none":
        cdf = 0.5 * (1 + torch.erf(x))
        pdf = torch.exp(-0.5 * x**2) / math.sqrt(2 * math.pi)
        return grad_out * (cdf + x * pdf)
    t = torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
    return grad_out * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du)
