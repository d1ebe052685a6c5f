import torch
from torch import Tensor


def get_random_batch(
    data: Tensor, block_size: int, batch_size: int, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Cut random windows, and their targets, out of a text.

    Args:
        data: (N,), tokens of any integer dtype
        block_size: the length T of a window
        batch_size: the number B of windows
        generator: a CPU generator; None is the global one

    Returns:
        x and y, both (B, T) int64 on the device of data; y is the token after x
    """
    raise NotImplementedError
