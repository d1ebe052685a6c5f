"""You walk over the modules and add up what each holds itself, and remember nothing. A module met twice is skipped by `modules()`, a PARAMETER met twice in two modules is not. Keep a set of those you have counted.

fails: test_tied_weights
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in [p for m in model.modules() for p in m.parameters(recurse=False)]:
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
