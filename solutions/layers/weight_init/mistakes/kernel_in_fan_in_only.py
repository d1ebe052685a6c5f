"""Only your fan_in counts the kernel. On the way back an input gets its gradient from each place of the kernel too: fan_out counts it as well.

fails: test_fans
"""

import math

import torch


def fans(shape):
    if len(shape) < 2:
        raise ValueError("two dimensions or more")
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0]


def gain_for(nonlinearity, a=0.0):
    if nonlinearity in ("linear", "sigmoid"):
        return 1.0
    if nonlinearity == "tanh":
        return 5 / 3
    if nonlinearity == "relu":
        return math.sqrt(2)
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + a**2))
    raise ValueError("unknown nonlinearity")


def xavier_uniform(shape, gain=1.0, generator=None):
    fan_in, fan_out = fans(shape)
    bound = gain * math.sqrt(6 / (fan_in + fan_out))
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)


def kaiming_normal(shape, mode="fan_in", nonlinearity="relu", a=0.0, generator=None):
    fan_in, fan_out = fans(shape)
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("unknown mode")
    fan = fan_in if mode == "fan_in" else fan_out
    std = gain_for(nonlinearity, a) / math.sqrt(fan)
    return torch.empty(shape).normal_(0, std, generator=generator)
