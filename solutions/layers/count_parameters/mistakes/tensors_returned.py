"""Your counts are tensors. They print and compare much like numbers, until one is a key or goes into JSON. `numel()` gives ints; add those up.

fails: test_plain_ints
"""

import torch
from torch import nn


def count_parameters(model):
    trainable, total = torch.tensor(0), torch.tensor(0)
    for p in model.parameters():
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
