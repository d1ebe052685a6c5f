"""You leave the biases out. They are few beside the matrices, and they are parameters, with a gradient and optimizer state each.

fails: test_linear
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for name, p in model.named_parameters():
        if name.endswith("bias"):
            continue
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
