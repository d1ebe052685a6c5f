"""PPO's clipped loss: importance weights that may not carry the policy far away.

Shapes: everything (B, T), a number a token. The limits: advantages are given; no value loss, no
entropy bonus, no KL penalty.
"""

import torch
from torch import Tensor


def ppo_clip_loss(
    logps: Tensor, old_logps: Tensor, advantages: Tensor, mask: Tensor, clip_eps: float = 0.2
) -> tuple[Tensor, Tensor]:
    """Return the clipped policy loss, and the share of tokens clipped (Schulman et al. 2017).

    Args:
        logps: (B, T), of each token by the policy
        old_logps: (B, T), by the policy that has drawn it
        advantages: (B, T)
        mask: (B, T), True where the token was drawn by the policy
        clip_eps: how far the ratio may be from 1

    Returns:
        the loss () and the share (), which carries no gradient
    """
    # 1. What was measured when the tokens were drawn is constant: only the policy learns.
    old, advantage = _wide(old_logps.detach()), _wide(advantages.detach())

    # 2. A hidden token becomes one with ratio 1 and advantage 0, before exp: a NaN that passes
    #    through exp comes back in the gradient, whatever is chosen afterwards.
    ratio = (_wide(logps) - old).masked_fill(~mask, 0).exp()
    advantage = advantage.masked_fill(~mask, 0)

    # 3. The smaller of the two: clipping may take a reward away, and never give one.
    free = ratio * advantage
    clipped = ratio.clamp(1 - clip_eps, 1 + clip_eps) * advantage
    objective = torch.minimum(free, clipped)

    # 4. Hidden tokens add 0 to both sums, so only the divisor must leave them out.
    count = mask.sum().clamp(min=1)
    return -objective.sum() / count, (clipped < free).sum() / count.to(ratio.dtype)


def _wide(x: Tensor) -> Tensor:
    """Return half precision as float32: a ratio near 1 comes from a small difference."""
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
