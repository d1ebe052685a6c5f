"""You return the mean log-sigmoid itself. It is negative, and minimising it drives the margin to minus infinity. The loss is its negative.

fails: test_loss
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    reference_logps = reference_logps.detach()
    policy = policy_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    reference = reference_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = F.logsigmoid(margin).mean()
    return loss, rewards.detach()
