"""You average over all positions. Prompt and padding are none of the policy's choices: only where `mask` is True does a token count.

fails: test_penalty
"""

import torch


def group_advantages(rewards, eps=1e-4):
    mean = rewards.mean(dim=1, keepdim=True)
    std = rewards.std(dim=1, unbiased=False, keepdim=True)
    return (rewards - mean) / (std + eps)


def grpo_loss(logps, old_logps, reference_logps, advantages, mask, clip_eps=0.2, beta=0.04):
    old_logps = old_logps.detach()
    reference_logps = reference_logps.detach()
    advantages = advantages.detach()[:, None]
    log_ratio = logps - old_logps
    ratio = log_ratio.exp()
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps)
    objective = torch.min(ratio * advantages, clipped * advantages)
    d = reference_logps - logps
    kl = d.exp() - d - 1
    objective = objective - beta * kl
    n = mask.shape[1]
    loss = -(objective.sum(dim=1) / n).mean()
    mean_kl = (kl.sum(dim=1) / n).mean()
    return loss, mean_kl.detach()
