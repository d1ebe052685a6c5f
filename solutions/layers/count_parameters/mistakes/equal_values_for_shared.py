"""You skip a parameter whose values equal those of one before it. Two layers that were initialised alike, such as norms at ones, are still two, and train apart. Shared means the same object.

fails: test_equal_but_not_shared
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    kept = []
    for p in model.parameters():
        if not any(p is q or (p.device.type != "meta" and torch.equal(p, q)) for q in kept):
            kept.append(p)
    for p in kept:
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
