import torch
from torch import Tensor


def dpo_loss(
    policy_logps: Tensor, reference_logps: Tensor, mask: Tensor, beta: float = 0.1
) -> tuple[Tensor, Tensor]:
    """Return the loss of direct preference optimisation, and the rewards.

    Args:
        policy_logps: (B, 2, T), of each token; chosen first, rejected second
        reference_logps: (B, 2, T)
        mask: (B, 2, T), True where the token belongs to the response
        beta: how strongly the policy is held to the reference

    Returns:
        the loss () and the rewards (B, 2)
    """
    raise NotImplementedError
