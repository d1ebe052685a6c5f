import torch
from torch import Tensor


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Return the rewards (P, G), each centred and scaled within its own group of G."""
    raise NotImplementedError


def grpo_loss(
    logps: Tensor,
    old_logps: Tensor,
    reference_logps: Tensor,
    advantages: Tensor,
    mask: Tensor,
    clip_eps: float = 0.2,
    beta: float = 0.04,
) -> tuple[Tensor, Tensor]:
    """Return the loss of group relative policy optimisation, and the mean KL estimate.

    Args:
        logps: (N, T), of each token by the policy
        old_logps: (N, T), by the policy that has drawn it
        reference_logps: (N, T), by the frozen reference
        advantages: (N,), one a response
        mask: (N, T), True where the token belongs to the response
        clip_eps: how far the ratio may be from 1
        beta: the weight of the penalty

    Returns:
        the loss () and the mean KL estimate ()
    """
    raise NotImplementedError
