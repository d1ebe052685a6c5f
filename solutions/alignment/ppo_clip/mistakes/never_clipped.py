"""You leave clipping out of the loss: it is plain importance sampling, and one token whose probability has grown tenfold dominates the batch.

fails: test_far_out
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
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps) * advantages
    objective = unclipped
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = (clipped < unclipped).to(ratio.dtype).sum() / n
    return loss, clip_fraction
