"""You compute the masked sums with `nansum`, which takes NaN for 0 and leaves -inf and large numbers in. Hide by the mask, not by the value.

fails: test_rewards
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    reference_logps = reference_logps.detach()
    policy = policy_logps.nansum(dim=-1)
    reference = (reference_logps * mask).nansum(dim=-1)
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -F.logsigmoid(margin).mean()
    return loss, rewards.detach()
