"""You tell parameters apart by `data_ptr()`. A parameter without data, on the meta device or empty, has the address 0 like every other of its kind, and all but one are lost. Tell them apart by identity.

fails: test_no_data
"""

import torch
from torch import nn


def count_parameters(model):
    trainable = total = 0
    for p in {p.data_ptr(): p for p in model.parameters()}.values():
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
