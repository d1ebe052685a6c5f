"""You have Kaiming's VARIANCE where the standard deviation belongs, Xavier's range from fan_in alone, and no errors for names you do not know. A normal draw is told the deviation; Xavier averages both fans; a mistyped name must not pass.

fails: test_xavier
"""

import math

import torch


def fans(shape):
    return math.prod(shape[1:]), shape[0] * math.prod(shape[2:])


def gain_for(nonlinearity, a=0.0):
    gains = {"tanh": 5 / 3, "relu": math.sqrt(2), "leaky_relu": math.sqrt(2 / (1 + a**2))}
    return gains.get(nonlinearity, 1.0)


def xavier_uniform(shape, gain=1.0, generator=None):
    bound = gain * math.sqrt(3 / fans(shape)[0])
    return (torch.rand(shape, generator=generator) * 2 - 1) * bound


def kaiming_normal(shape, mode="fan_in", nonlinearity="relu", a=0.0, generator=None):
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    return torch.randn(shape, generator=generator) * gain_for(nonlinearity, a) ** 2 / fan
