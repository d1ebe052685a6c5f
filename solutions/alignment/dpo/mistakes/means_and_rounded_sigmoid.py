"""You average over the tokens where DPO sums, and take the logarithm of a rounded sigmoid, -inf for a margin of -100. The log-probability of a response is the sum over its tokens.

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
    loss = -torch.log(torch.sigmoid(margin)).mean()
    return loss, rewards.detach()
