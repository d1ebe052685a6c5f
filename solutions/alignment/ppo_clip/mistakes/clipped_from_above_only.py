"""You bound the ratio from above alone. A bad token that has become rare enough must stop counting too: clamp on both sides.

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
    clipped = torch.clamp(ratio, max=1 + clip_eps) * advantages
    objective = torch.min(unclipped, clipped)
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = (clipped < unclipped).to(ratio.dtype).sum() / n
    return loss, clip_fraction
