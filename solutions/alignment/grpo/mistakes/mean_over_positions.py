"""You divide by T, the padded length. Each response is divided by its own number of tokens.

fails: test_each_response_weighs_the_same
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
    ratio = log_ratio.exp()
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps)
    objective = torch.min(ratio * advantages, clipped * advantages)
    d = (reference_logps - logps).masked_fill(~mask, 0.0)
    kl = d.exp() - d - 1
    objective = objective - beta * kl
    n = mask.shape[1]
    loss = -((objective * mask).sum(dim=1) / n).mean()
    mean_kl = ((kl * mask).sum(dim=1) / n).mean()
    return loss, mean_kl.detach()
