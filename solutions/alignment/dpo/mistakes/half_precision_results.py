"""You return half precision. Loss and rewards of float16 and bfloat16 arguments come in float32.

fails: test_dtype
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    dtype = policy_logps.dtype
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    reference_logps = reference_logps.detach()
    policy = policy_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    reference = reference_logps.masked_fill(~mask, 0.0).sum(dim=-1)
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -F.logsigmoid(margin).mean()
    return loss.to(dtype), rewards.detach().to(dtype)
