"""BatchNorm for (B, C): normalise each feature over the batch, and remember its statistics.

Shapes: x (B, C); weight, bias, mean, var, running_mean, running_var (C,). The limits: two
dimensions only, always affine, always with running statistics of a fixed momentum.
"""

import torch
from torch import Tensor, nn


class BatchNorm1d(nn.Module):
    """Batch normalisation of feature vectors (Ioffe and Szegedy 2015).

    Args:
        num_features: C
        eps: added to the variance, inside the root
        momentum: the share of the new statistics in the running ones
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps = eps
        self.momentum = momentum

        # What is learned. At first the layer only normalises.
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))

        # What is remembered: saved and moved with the module, and out of the optimizer's reach.
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise x (B, C), each feature on its own.

        Raises:
            ValueError: in training, for a batch of fewer than two samples.
        """
        if self.training:
            # Over dimension 0, the samples: one mean and one variance a feature.
            mean = x.mean(dim=0)
            var = (x - mean).square().mean(dim=0)  # biased: it describes this batch
            self._remember(mean, var, count=x.shape[0])
        else:
            mean, var = self.running_mean, self.running_var

        # Scale and gain are one factor a feature, so that (B, C) is gone over only twice.
        return (x - mean) * (torch.rsqrt(var + self.eps) * self.weight) + self.bias

    @torch.no_grad()  # memory is no path for gradients: it would chain all batches ever seen
    def _remember(self, mean: Tensor, var: Tensor, count: int) -> None:
        """Move the running statistics towards a batch's mean (C,) and biased variance (C,)."""
        if count < 2:
            raise ValueError(f"in training a batch needs two samples or more, not {count}")
        # Unbiased: what is stored estimates the population from a sample of this size.
        unbiased = var * (count / (count - 1))
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(unbiased, self.momentum)
