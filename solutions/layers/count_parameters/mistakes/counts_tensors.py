"""You count parameter tensors, a linear layer as two. Asked for is how many numbers they hold: add up `numel()`.

fails: test_linear
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        total += 1
        if p.requires_grad:
            trainable += 1
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
