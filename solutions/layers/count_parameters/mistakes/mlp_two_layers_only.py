"""You count two layers, whatever `widths` says. Each two neighbouring widths make a layer.

fails: test_mlp
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
    for inputs, outputs in zip(widths[:2], widths[1:3]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
