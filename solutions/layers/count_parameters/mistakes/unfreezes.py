"""You switch requires_grad on to count everything and never back. What was frozen begins to train. Read the flag and leave it alone.

fails: test_leaves_the_model_alone
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        total += p.numel()
        if p.requires_grad:
            trainable += p.numel()
    model.requires_grad_(True)
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
