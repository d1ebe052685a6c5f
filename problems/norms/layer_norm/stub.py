import torch
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Bring every row to mean zero and variance one, then scale and shift each feature.

    Args:
        x: (..., *S), where S is one or more last dimensions, the row
        weight: (*S), the gain
        bias: (*S)
        eps: added to the variance, inside the root

    Returns:
        (..., *S), in the dtype of x
    """
    raise NotImplementedError
