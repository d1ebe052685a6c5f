"""You look for linear layers by their type and compute their sizes. Convolutions, norms, embeddings and loose parameters are missing, and a layer met twice counts twice. `parameters()` knows them all.

fails: test_layers
"""

from torch import nn


def count_parameters(model):
    trainable = total = 0
    for name, module in model.named_modules(remove_duplicate=False):
        if isinstance(module, nn.Linear):
            total += module.in_features * module.out_features + module.out_features
            trainable += total * module.weight.requires_grad
    return trainable, total


def count_mlp(widths, bias=True):
    return sum(a * b + b for a, b in zip(widths, widths[1:]))
