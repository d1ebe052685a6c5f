"""You go over `modules()` and add up the `parameters()` of each, which take in those of its children. Everything deep in the model is counted once for each level above it, tied weights more often. `model.parameters()` walks by itself.

fails: test_nested
"""


def count_parameters(model):
    trainable = total = 0
    for module in model.modules():
        for p in module.parameters():
            total += p.numel()
            trainable += p.numel() if p.requires_grad else 0
    return trainable, total


def count_mlp(widths, bias=True):
    return sum(a * b + a * bias for a, b in zip(widths, widths[1:]))
