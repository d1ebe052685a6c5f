"""You put the minus inside and still take the minimum. Of two losses, `-ratio * A` and `-clipped * A`, the LARGER one counts; the minimum belongs to the objective, before the sign is turned. Your `clip_fraction`, too, counts ratios that clipping does not make smaller.

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
    objective = -torch.min(-unclipped, -clipped)
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = ((ratio - 1).abs() > clip_eps).to(ratio.dtype).sum() / n
    return loss, clip_fraction
