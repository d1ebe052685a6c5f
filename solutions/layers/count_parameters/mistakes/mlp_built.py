"""You build the module and ask it. That takes the memory of the model to answer a question about two numbers, and fails where it does not fit. Multiply the widths.

fails: test_large_mlp
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        total += p.numel()
        if p.requires_grad:
            trainable += p.numel()
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += sum(p.numel() for p in nn.Linear(inputs, outputs, bias=bias).parameters())
    return total
