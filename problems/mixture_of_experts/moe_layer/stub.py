import torch
from torch import Tensor


def moe_layer(x: Tensor, router: Tensor, w_in: Tensor, w_out: Tensor, k: int = 2) -> Tensor:
    """Send every token through its k experts and add up what they give, weighed.

    Args:
        x: (..., C)
        router: (N, C)
        w_in: (N, H, C)
        w_out: (N, C, H)
        k: how many experts a token gets

    Returns:
        (..., C)
    """
    raise NotImplementedError
