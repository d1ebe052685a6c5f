"""You go over the children and forget what the model holds itself, directly. A single layer has no children and comes out with nothing.

fails: test_linear
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in {p for child in model.children() for p in child.parameters()}:
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
