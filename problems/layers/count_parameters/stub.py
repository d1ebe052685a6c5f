from collections.abc import Sequence

import torch
from torch import nn


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Count the numbers that a model's parameters hold, each parameter once.

    Returns:
        (trainable, total)
    """
    raise NotImplementedError


def count_mlp(widths: Sequence[int], bias: bool = True) -> int:
    """Count the parameters of an MLP from its widths alone.

    Args:
        widths: the features of the input, of each hidden layer and of the output
        bias: whether every linear layer has one
    """
    raise NotImplementedError
