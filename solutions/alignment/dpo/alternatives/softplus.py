"""Sums of both models first, chosen by `where`; the loss as a softplus."""

import torch
from torch import Tensor


def dpo_loss(
    policy_logps: Tensor, reference_logps: Tensor, mask: Tensor, beta: float = 0.1
) -> tuple[Tensor, Tensor]:
    """Return the mean of log(1 + exp(-margin)), and the rewards; all (B, 2, T)."""
    wide = torch.promote_types(policy_logps.dtype, torch.float32)
    zero = torch.zeros((), dtype=wide, device=mask.device)
    policy = torch.where(mask, policy_logps.to(wide), zero).sum(2)
    with torch.no_grad():
        reference = torch.where(mask, reference_logps.to(wide), zero).sum(2)
    chosen, rejected = (beta * (policy - reference)).unbind(1)
    loss = torch.nn.functional.softplus(rejected - chosen).mean()
    return loss, torch.stack([chosen, rejected], dim=1).detach()
