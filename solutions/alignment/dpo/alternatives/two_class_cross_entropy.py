"""The pair as two classes whose logits are the rewards: cross-entropy with the first as target."""

import torch
from torch import Tensor


def dpo_loss(
    policy_logps: Tensor, reference_logps: Tensor, mask: Tensor, beta: float = 0.1
) -> tuple[Tensor, Tensor]:
    """Return the cross-entropy of the chosen response against both, pair by pair."""
    if policy_logps.dtype in (torch.float16, torch.bfloat16):
        policy_logps, reference_logps = policy_logps.float(), reference_logps.float()
    pairs = []
    for policy, reference, kept in zip(policy_logps, reference_logps, mask, strict=True):
        sums = [(p[k] - r[k].detach()).sum() for p, r, k in zip(policy, reference, kept)]  # noqa: B905
        pairs.append(torch.stack(sums) * beta)
    rewards = torch.stack(pairs)
    targets = torch.zeros(len(rewards), dtype=torch.int64, device=rewards.device)
    return torch.nn.functional.cross_entropy(rewards, targets), rewards.detach()
