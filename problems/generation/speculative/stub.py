import torch
from torch import Tensor


def speculative_step(tokens: Tensor, q: Tensor, p: Tensor, uniforms: Tensor) -> Tensor:
    """Keep what the target accepts of a draft, and draw one token more.

    Args:
        tokens: (K,), drawn from q
        q: (K, V), the draft's distributions
        p: (K + 1, V), the target's distributions
        uniforms: (K + 1,), in [0, 1); the last one draws

    Returns:
        (n + 1,), the n tokens accepted and the one drawn
    """
    raise NotImplementedError
