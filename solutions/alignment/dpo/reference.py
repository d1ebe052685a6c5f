"""DPO: a classifier of pairs, whose logit is a difference of log-ratios.

Shapes: log-probabilities and mask (B, 2, T), chosen first; rewards (B, 2); margin (B,).
The limits: the log-probabilities of the tokens are given; nothing is divided by the length.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def dpo_loss(
    policy_logps: Tensor, reference_logps: Tensor, mask: Tensor, beta: float = 0.1
) -> tuple[Tensor, Tensor]:
    """Return the loss of direct preference optimisation, and the rewards (Rafailov et al. 2023).

    Args:
        policy_logps: (B, 2, T), of each token; chosen first, rejected second
        reference_logps: (B, 2, T)
        mask: (B, 2, T), True where the token belongs to the response
        beta: how strongly the policy is held to the reference

    Returns:
        the loss () and the rewards (B, 2), which carry no gradient
    """
    # 1. How much likelier the policy makes each token; the reference is a constant.
    log_ratio = _wide(policy_logps) - _wide(reference_logps.detach())  # (B, 2, T)

    # 2. One number a response. Chosen with the mask, not multiplied: 0 * NaN is NaN, and so is
    #    its gradient.
    rewards = beta * log_ratio.masked_fill(~mask, 0).sum(dim=-1)  # (B, 2)

    # 3. The pair is a binary classification: which of both was preferred? logsigmoid takes a
    #    margin of any size, where the logarithm of a rounded sigmoid is -inf.
    margin = rewards[:, 0] - rewards[:, 1]  # (B,)
    return -F.logsigmoid(margin).mean(), rewards.detach()


def _wide(x: Tensor) -> Tensor:
    """Return half precision as float32: a sum of hundreds of terms loses its last digits there."""
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
