"""A linear layer from bare parameters.

Shapes: weight (O, I), bias (O,), x (..., I), the result (..., O). The limits: no fused kernel of
product and sum for inputs of other than two dimensions.
"""

import torch
from torch import Tensor, nn


class Linear(nn.Module):
    """y = x W^T + b, with the initial values of `torch.nn.Linear`."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        # Kaiming-uniform with a = sqrt(5) is this range: sqrt(6 / ((1 + 5) * in_features)).
        r = in_features**-0.5

        # One row for each output. nn.Parameter is what makes the module know it.
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-r, r))

        # The range of the bias depends on the inputs as well. A None that is registered leaves
        # the name free for `layer.bias is None`.
        start = torch.empty(out_features).uniform_(-r, r)
        self.register_parameter("bias", nn.Parameter(start) if bias else None)

    def forward(self, x: Tensor) -> Tensor:
        """Map the last dimension; x (..., I), result (..., O)."""
        # Row j of the weight makes output j, so the product needs its transpose. matmul works on
        # the last dimension whatever stands before it, and the bias broadcasts the same way.
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
