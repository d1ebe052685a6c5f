"""Your fans are the first two sizes, fan_in first, whatever the kernel is; your range is Xavier's standard deviation; and gains you do not know are 1. A weight is (out, in, *kernel); the fans take in the kernel; and a uniform number needs sqrt(3) times the deviation as its range.

fails: test_fans
"""

import math

import torch


def fans(shape):
    return shape[0], shape[1]


def gain_for(nonlinearity, a=0.0):
    return {"relu": math.sqrt(2), "tanh": 5 / 3, "leaky_relu": math.sqrt(2 / (1 + a))}.get(
        nonlinearity, 1.0
    )


def xavier_uniform(shape, gain=1.0, generator=None):
    fan_in, fan_out = fans(shape)
    bound = gain * math.sqrt(2 / (fan_in + fan_out))
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)


def kaiming_normal(shape, mode="fan_in", nonlinearity="relu", a=0.0, generator=None):
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    return torch.empty(shape).normal_(
        0, gain_for(nonlinearity, a) / math.sqrt(fan), generator=generator
    )
