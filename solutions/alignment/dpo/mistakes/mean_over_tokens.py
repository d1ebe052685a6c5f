"""You average the log-probabilities over a response's tokens. DPO needs that of the whole response, which is their sum; the mean makes long responses count less.

fails: test_lengths_differ
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    reference_logps = reference_logps.detach()
    n = mask.sum(dim=-1).clamp(min=1)
    policy = policy_logps.masked_fill(~mask, 0.0).sum(dim=-1) / n
    reference = reference_logps.masked_fill(~mask, 0.0).sum(dim=-1) / n
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -F.logsigmoid(margin).mean()
    return loss, rewards.detach()
