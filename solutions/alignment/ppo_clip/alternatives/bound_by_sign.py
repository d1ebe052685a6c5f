"""One bound a token: from above where the advantage is positive, from below where negative."""

import torch
from torch import Tensor


def ppo_clip_loss(
    logps: Tensor, old_logps: Tensor, advantages: Tensor, mask: Tensor, clip_eps: float = 0.2
) -> tuple[Tensor, Tensor]:
    """Bound the ratio on the side on which the advantage pulls; all (B, T)."""
    if logps.dtype in (torch.float16, torch.bfloat16):
        logps, old_logps, advantages = logps.float(), old_logps.float(), advantages.float()
    zero = torch.zeros_like(logps)
    with torch.no_grad():
        advantage = torch.where(mask, advantages, zero)
        old = torch.where(mask, old_logps, zero)
    ratio = (torch.where(mask, logps, zero) - old).exp()
    good, bad = (advantage > 0) & (ratio > 1 + clip_eps), (advantage < 0) & (ratio < 1 - clip_eps)
    bounded = torch.where(good, 1 + clip_eps, torch.where(bad, 1 - clip_eps, ratio))
    count = max(int(mask.sum()), 1)
    loss = -(bounded * advantage).sum() / count
    return loss, (good | bad).to(logps.dtype).sum() / count
