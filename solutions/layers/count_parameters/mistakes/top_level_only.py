"""You take the parameters of the module itself and not those of its children, as `recurse=False` says. In a Sequential that is none at all.

fails: test_layers
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters(recurse=False):
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
