"""A loop over responses, each with only the tokens that count; bounds chosen by the sign."""

import torch
from torch import Tensor


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Centre every row of rewards (P, G) and divide by its standard deviation plus eps."""
    centred = rewards - rewards.mean(1, keepdim=True)
    return centred / (centred.square().mean(1, keepdim=True).sqrt() + eps)


def grpo_loss(  # noqa: PLR0917
    logps: Tensor,
    old_logps: Tensor,
    reference_logps: Tensor,
    advantages: Tensor,
    mask: Tensor,
    clip_eps: float = 0.2,
    beta: float = 0.04,
) -> tuple[Tensor, Tensor]:
    """Return the mean over responses of the mean over their tokens; all (N, T)."""
    zero = logps.new_zeros(())
    objectives, kls = [], []
    rows = zip(logps, old_logps, reference_logps, mask, advantages.tolist(), strict=True)
    for new, old, reference, kept, advantage in rows:
        if not kept.any():
            objectives.append(zero), kls.append(zero)
            continue
        p = new[kept]
        ratio = torch.exp(p - old[kept].detach())
        bound = ratio.clamp(max=1 + clip_eps) if advantage > 0 else ratio.clamp(min=1 - clip_eps)
        d = reference[kept].detach() - p
        kl = d.exp() - d - 1
        kls.append(kl.mean())
        objectives.append((bound * advantage - beta * kl).mean())
    return -torch.stack(objectives).mean(), torch.stack(kls).mean().detach()
