"""You choose hidden tokens away after the exponentials. The value is right, and the gradient is not: 0 times a NaN or an infinity, on the way back through exp, is NaN. Fill before.

fails: test_gradients_of_masked_tokens
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
    ratio = torch.where(mask, log_ratio.exp(), 1.0)
    clipped = torch.clamp(ratio, 1 - clip_eps, 1 + clip_eps)
    objective = torch.min(ratio * advantages, clipped * advantages)
    d = reference_logps - logps
    kl = torch.where(mask, d.exp() - d - 1, 0.0)
    objective = objective - beta * kl
    n = mask.sum(dim=1).clamp(min=1)
    loss = -((objective * mask).sum(dim=1) / n).mean()
    mean_kl = ((kl * mask).sum(dim=1) / n).mean()
    return loss, mean_kl.detach()
