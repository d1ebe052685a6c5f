"""You multiply by the mask and take the logarithm of the sigmoid. Zero times -inf is NaN, so what stands in the padding poisons the sum; and for a margin of -100 the rounded sigmoid is 0 and its logarithm -inf. Choose with `masked_fill`, and use `logsigmoid`.

fails: test_masked_tokens
"""

import torch
import torch.nn.functional as F


def dpo_loss(policy_logps, reference_logps, mask, beta=0.1):
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps = policy_logps.float()
        reference_logps = reference_logps.float()
    policy = (policy_logps * mask).sum(dim=-1)
    reference = (reference_logps * mask).sum(dim=-1)
    rewards = beta * (policy - reference)
    margin = rewards[:, 0] - rewards[:, 1]
    loss = -torch.log(torch.sigmoid(margin)).mean()
    return loss, rewards.detach()
