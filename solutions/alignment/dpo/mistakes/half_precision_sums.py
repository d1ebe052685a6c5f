"""You subtract and sum in half precision. Log-probabilities of a few hundred tokens sum to hundreds, where bfloat16 knows only even numbers, and DPO's margin is a small difference of such sums. Cast to float32 first.

fails: test_half_is_widened_first
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    reference_logps = reference_logps.detach()
    policy = policy_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    reference = reference_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -F.logsigmoid(margin).mean()
    dtype = torch.promote_types(loss.dtype, torch.float32)
    return loss.to(dtype), rewards.detach().to(dtype)
