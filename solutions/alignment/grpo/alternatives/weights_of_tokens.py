"""Each token's share of the result as a weight; the larger of two losses."""

import torch
from torch import Tensor


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Use the variance without Bessel's correction; rewards (P, G)."""
    spread = rewards.var(-1, unbiased=False, keepdim=True) ** 0.5
    return (rewards - rewards.mean(-1, keepdim=True)).div(spread + eps)


def grpo_loss(  # noqa: PLR0917
    logps: Tensor,
    old_logps: Tensor,
    reference_logps: Tensor,
    advantages: Tensor,
    mask: Tensor,
    clip_eps: float = 0.2,
    beta: float = 0.04,
) -> tuple[Tensor, Tensor]:
    """Weigh every token with 1 / (its response's length * N) and sum over all; all (N, T)."""
    zero = torch.zeros_like(logps)
    with torch.no_grad():
        old, reference = (
            torch.where(mask, old_logps, zero),
            torch.where(mask, reference_logps, zero),
        )
        weights = mask / mask.sum(1, keepdim=True).clamp_min(1).to(logps.dtype) / len(mask)
        minus_advantage = -advantages.unsqueeze(1)
    new = torch.where(mask, logps, zero)
    ratio = torch.exp(new - old)
    bounded = ratio.clip(1 - clip_eps, 1 + clip_eps)
    loss = torch.maximum(ratio * minus_advantage, bounded * minus_advantage)
    kl = torch.exp(reference - new) - (reference - new) - 1
    return ((loss + beta * kl) * weights).sum(), (kl.detach() * weights).sum()
