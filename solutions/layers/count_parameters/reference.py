"""Count parameters: by asking the module, and by hand from the widths of an MLP.

The limits: a parameter is an `nn.Parameter` object; two of them that are views of one storage
count as two.
"""

from collections.abc import Sequence
from itertools import pairwise

from torch import nn


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Count the numbers that a model's parameters hold, each parameter once.

    Returns:
        (trainable, total)
    """
    # parameters() walks over all submodules, remembers what it has met, and skips buffers.
    # numel() asks the shape: no data is read, so it works on the meta device.
    sizes = [(parameter.numel(), parameter.requires_grad) for parameter in model.parameters()]
    trainable = sum(size for size, requires_grad in sizes if requires_grad)
    return trainable, sum(size for size, _ in sizes)


def count_mlp(widths: Sequence[int], bias: bool = True) -> int:
    """Count the parameters of an MLP from its widths alone.

    Args:
        widths: the features of the input, of each hidden layer and of the output
        bias: whether every linear layer has one
    """
    # A bias is one more input that is always one: (inputs + 1) weights for each output.
    return sum((inputs + bias) * outputs for inputs, outputs in pairwise(widths))
