import torch
from torch import Tensor


def ppo_clip_loss(
    logps: Tensor, old_logps: Tensor, advantages: Tensor, mask: Tensor, clip_eps: float = 0.2
) -> tuple[Tensor, Tensor]:
    """Return the clipped policy loss, and the share of tokens that were clipped.

    Args:
        logps: (B, T), of each token by the policy
        old_logps: (B, T), by the policy that has drawn it
        advantages: (B, T)
        mask: (B, T), True where the token was drawn by the policy
        clip_eps: how far the ratio may be from 1

    Returns:
        the loss () and the share ()
    """
    raise NotImplementedError
