"""You freeze by name: a weight counts as trainable if it belongs to a layer that has anything trainable. Each parameter has a requires_grad of its own, and a tied one is frozen everywhere at once.

fails: test_tied_and_frozen
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        total += p.numel()
    seen = set()
    for m in model.modules():
        own = list(m.parameters(recurse=False))
        if any(p.requires_grad for p in own):
            trainable += sum(p.numel() for p in own if p not in seen)
            seen.update(own)
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
