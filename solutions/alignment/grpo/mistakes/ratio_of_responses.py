"""You sum the log-ratios over a response and use one ratio for all its tokens. That is GSPO without its length normalisation; in GRPO each token has its own ratio.

fails: test_clipping
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
    log_ratio = (logps - old_logps).masked_fill(~mask, 0.0)
    ratio = log_ratio.sum(1, keepdim=True).exp().expand_as(log_ratio)
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps)
    objective = torch.min(ratio * advantages, clipped * advantages)
    d = (reference_logps - logps).masked_fill(~mask, 0.0)
    kl = d.exp() - d - 1
    objective = objective - beta * kl
    n = mask.sum(dim=1).clamp(min=1)
    loss = -((objective * mask).sum(dim=1) / n).mean()
    mean_kl = ((kl * mask).sum(dim=1) / n).mean()
    return loss, mean_kl.detach()
