"""You count a parameter once for each name it has. A head that is tied to the embedding adds a whole vocabulary matrix that does not exist. Count each `nn.Parameter` object once.

fails: test_tied_weights
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for _, p in model.named_parameters(remove_duplicate=False):
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
