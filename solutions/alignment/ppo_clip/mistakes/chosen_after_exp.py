"""You choose hidden tokens away after the exponential. The value is right, and the gradient is not: 0 times a NaN or an infinity, on the way back through exp, is NaN. Fill before.

fails: test_gradients_of_masked_tokens
"""

import torch


def ppo_clip_loss(logps, old_logps, advantages, mask, clip_eps=0.2):
    if logps.dtype in (torch.float16, torch.bfloat16):
        logps = logps.float()
        old_logps = old_logps.float()
        advantages = advantages.float()
    old_logps = old_logps.detach()
    advantages = advantages.detach()
    log_ratio = logps - old_logps
    advantages = advantages.masked_fill(~mask, 0.0)
    ratio = torch.where(mask, log_ratio.exp(), 1.0)
    unclipped = ratio * advantages
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps) * advantages
    objective = torch.min(unclipped, clipped)
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = (clipped < unclipped).to(ratio.dtype).sum() / n
    return loss, clip_fraction
