"""Your total leaves out what is frozen. A frozen weight still takes part in every forward pass and in the memory of the model: it belongs to the total.

fails: test_frozen
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in model.parameters():
        if p.requires_grad:
            trainable += p.numel()
            total += p.numel()
    return trainable, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
