"""You take the LAST two sizes for the fans, no gain in either function, and the global generator. For a convolution the last sizes are those of the kernel; the weight is (out, in, *kernel), and all of the kernel counts.

fails: test_fans
"""

import math

import torch


def fans(shape):
    if len(shape) < 2:
        raise ValueError("two dimensions or more")
    return shape[-1], shape[-2]


def gain_for(nonlinearity, a=0.0):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    gains["leaky_relu"] = math.sqrt(2 / (1 + a**2))
    if nonlinearity not in gains:
        raise ValueError("unknown nonlinearity")
    return gains[nonlinearity]


def xavier_uniform(shape, gain=1.0, generator=None):
    bound = math.sqrt(6 / sum(fans(shape)))
    return torch.empty(shape).uniform_(-bound, bound)


def kaiming_normal(shape, mode="fan_in", nonlinearity="relu", a=0.0, generator=None):
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    return torch.randn(shape) / math.sqrt(fan)
