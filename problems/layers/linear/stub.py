import torch
from torch import Tensor, nn


class Linear(nn.Module):
    """y = x W^T + b.

    Parameters: weight (out_features, in_features) and bias (out_features,).
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Map the last dimension.

        Args:
            x: (..., in_features)

        Returns:
            (..., out_features)
        """
        raise NotImplementedError
