"""Only the counted tokens, picked by the mask into one row; the larger of two losses."""

import torch
from torch import Tensor


def ppo_clip_loss(
    logps: Tensor, old_logps: Tensor, advantages: Tensor, mask: Tensor, clip_eps: float = 0.2
) -> tuple[Tensor, Tensor]:
    """Return the mean of max(-ratio A, -clip(ratio) A) over picked tokens, and the share."""
    wide = torch.promote_types(logps.dtype, torch.float32)
    new, old, advantage = (x[mask].to(wide) for x in (logps, old_logps, advantages))
    if len(new) == 0:
        return new.sum(), new.detach().sum()
    ratio = torch.exp(new - old.detach())
    losses = -advantage.detach() * torch.stack([ratio, ratio.clip(1 - clip_eps, 1 + clip_eps)])
    worse = losses[1] > losses[0]
    return losses.max(dim=0).values.mean(), worse.to(wide).mean()
