"""You clamp the ratio to [-clip_eps, clip_eps]. A ratio is near 1, not near 0: the bounds are 1 - clip_eps and 1 + clip_eps.

fails: test_same_policy
"""

import torch


def ppo_clip_loss(logps, old_logps, advantages, mask, clip_eps=0.2):
    if logps.dtype in (torch.float16, torch.bfloat16):
        logps = logps.float()
        old_logps = old_logps.float()
        advantages = advantages.float()
    old_logps = old_logps.detach()
    advantages = advantages.detach()
    log_ratio = (logps - old_logps).masked_fill(~mask, 0.0)
    advantages = advantages.masked_fill(~mask, 0.0)
    ratio = log_ratio.exp()
    unclipped = ratio * advantages
    clipped = torch.clamp(ratio, -clip_eps, clip_eps) * advantages
    objective = torch.min(unclipped, clipped)
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = (clipped < unclipped).to(ratio.dtype).sum() / n
    return loss, clip_fraction
