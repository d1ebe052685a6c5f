"""You wrote the loss of IPO, (margin / beta - 1 / (2 beta))^2. DPO takes minus the log-sigmoid of the margin.

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
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = ((margin / beta if beta else margin) - (0.5 / beta if beta else 0)).square().mean()
    return loss, rewards.detach()
