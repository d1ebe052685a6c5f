"""You take parameters of one shape for one parameter. All blocks of a deep network have the same shapes. Shared means the same object.

fails: test_equal_but_not_shared
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in {tuple(p.shape): p for p in model.parameters()}.values():
        total += p.numel()
        if p.requires_grad:
            trainable += p.numel()
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
