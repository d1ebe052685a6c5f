"""You count by making tensors of ones and adding them up. That needs the memory of the model once more, and fails where it has no data. The shape knows: `numel()`.

fails: test_no_data
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        total += int(torch.ones(p.shape).sum())
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
