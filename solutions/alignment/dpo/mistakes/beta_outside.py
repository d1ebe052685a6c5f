"""You multiply the loss by beta, and not the rewards. Inside the sigmoid beta sets how wide a margin is enough; outside it only scales the learning rate.

fails: test_beta
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
    rewards = policy - reference
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -beta * F.logsigmoid(margin).mean()
    return loss, beta * rewards.detach()
