"""You multiply the objective by the mask. Where a NaN or an infinity stands, 0 times it is NaN. Fill the hidden places before anything is computed from them.

fails: test_masked_tokens
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
    ratio = log_ratio.exp()
    unclipped = ratio * advantages
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps) * advantages
    objective = torch.min(unclipped, clipped) * mask
    n = mask.sum().clamp(min=1)
    loss = -objective.sum() / n
    clip_fraction = ((clipped < unclipped) & mask).to(ratio.dtype).sum() / n
    return loss, clip_fraction
