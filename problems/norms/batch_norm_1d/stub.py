import torch
from torch import Tensor, nn


class BatchNorm1d(nn.Module):
    """Batch normalisation of (B, C), with running statistics for evaluation.

    Args:
        num_features: C
        eps: added to the variance, inside the root
        momentum: the share of the new statistics in the running ones

    State: parameters weight (C,) and bias (C,); buffers running_mean (C,) and running_var (C,)
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Normalise x (B, C) by the batch's statistics in training, else by the running ones."""
        raise NotImplementedError
