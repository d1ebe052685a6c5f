"""In the tanh form you take the derivative of the inner u to be sqrt(2 / pi), as if u were a multiple of x. The cubic term has a slope too: u' = sqrt(2 / pi) * (1 + 3 * 0.044715 * x^2).

fails: test_backward[tanh]
"""

import math

import torch


def check(approximate):
    if approximate not in ("none", "tanh"):
        raise ValueError(approximate)


def gelu(x, approximate="none"):
    check(approximate)
    if approximate == "none":
        return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + torch.tanh(u))


def gelu_backward(grad_out, x, approximate="none"):
    check(approximate)
    if approximate == "none":
        cdf = 0.5 * (1 + torch.erf(x / math.sqrt(2)))
        pdf = torch.exp(-0.5 * x**2) / math.sqrt(2 * math.pi)
        return grad_out * (cdf + x * pdf)
    t = torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    du = math.sqrt(2 / math.pi)
    return grad_out * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du)
