"""You sum over all tokens, prompt and padding included, and leave the reference out. Only the response's own tokens count, and the reward is how much likelier the policy makes them than the reference.

fails: test_rewards
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    reference_logps = reference_logps.detach()
    policy = policy_logps.sum(dim=-1)
    reference = reference_logps.sum(dim=-1)
    rewards = beta * policy
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -F.logsigmoid(margin).mean()
    return loss, rewards.detach()
