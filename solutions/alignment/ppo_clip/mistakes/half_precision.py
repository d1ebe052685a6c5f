"""You subtract and exponentiate in half precision. A ratio near 1 comes from a small difference of two log-probabilities, and bfloat16 has three digits in all. Cast to float32 first.

fails: test_half_is_widened_first
"""

import torch


def ppo_clip_loss(logps, old_logps, advantages, mask, clip_eps=0.2):
    old_logps = old_logps.detach()
    advantages = advantages.detach()
    log_ratio = (logps - old_logps).masked_fill(~mask, 0.0)
    advantages = advantages.masked_fill(~mask, 0.0)
    ratio = log_ratio.exp()
    unclipped = ratio * advantages
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps) * advantages
    objective = torch.min(unclipped, clipped)
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = (clipped < unclipped).to(ratio.dtype).sum() / n
    dtype = torch.promote_types(loss.dtype, torch.float32)
    return loss.to(dtype), clip_fraction.to(dtype)
