import torch
from torch import Tensor

Parameters = tuple[Tensor, Tensor, Tensor, Tensor]  # w1, b1, w2, b2


def train_mlp(
    x: Tensor, targets: Tensor, parameters: Parameters, lr: float, epochs: int
) -> tuple[list[float], Parameters]:
    """Train a two-layer classifier by gradient descent on the whole batch.

    Args:
        x: (N, I)
        targets: (N,), int64, classes
        parameters: w1 (I, H), b1 (H,), w2 (H, C) and b2 (C,), where training starts
        lr: the step size
        epochs: the number of steps

    Returns:
        the loss of each epoch before its step, and the trained parameters
    """
    raise NotImplementedError
