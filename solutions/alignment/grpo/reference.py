"""GRPO: the group's mean as a baseline, PPO's clipping, and a penalty for leaving the reference.

Shapes: rewards (P, G), P prompts with G responses each; of the loss everything (N, T), a number a
token, and advantages (N,). The limits: rewards and log-probabilities are given.
"""

import torch
from torch import Tensor


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Return the rewards (P, G), each centred and scaled within its own group of G."""
    # The population's std, for a group of one has no other.
    std, mean = torch.std_mean(rewards, dim=1, correction=0, keepdim=True)  # (P, 1)
    return (rewards - mean) / (std + eps)


def grpo_loss(  # noqa: PLR0917
    logps: Tensor,
    old_logps: Tensor,
    reference_logps: Tensor,
    advantages: Tensor,
    mask: Tensor,
    clip_eps: float = 0.2,
    beta: float = 0.04,
) -> tuple[Tensor, Tensor]:
    """Return the loss of group relative policy optimisation, and the mean KL (Shao et al. 2024).

    Args:
        logps: (N, T), of each token by the policy
        old_logps: (N, T), by the policy that has drawn it
        reference_logps: (N, T), by the frozen reference
        advantages: (N,), one a response
        mask: (N, T), True where the token belongs to the response
        clip_eps: how far the ratio may be from 1
        beta: the weight of the penalty

    Returns:
        the loss () and the mean KL estimate (), which carries no gradient
    """
    # 1. Differences of logarithms, with 0 for a hidden token, before exp: a NaN that passes
    #    through exp comes back in the gradient, whatever is chosen afterwards.
    hidden = ~mask
    ratio = (logps - old_logps.detach()).masked_fill(hidden, 0).exp()
    d = (reference_logps.detach() - logps).masked_fill(hidden, 0)

    # 2. All tokens of a response share its advantage; a hidden one has none.
    advantage = advantages.detach()[:, None] * mask  # (N, T)
    clipped = ratio.clamp(1 - clip_eps, 1 + clip_eps)
    gain = torch.minimum(ratio * advantage, clipped * advantage)

    # 3. An estimate of the KL divergence that is never negative, and 0 where d is: expm1 keeps
    #    the digits that exp(d) - 1 would lose.
    kl = torch.expm1(d) - d

    # 4. Tokens of a response first, so that each response weighs the same. Hidden tokens are 0.
    lengths = mask.sum(dim=1).clamp(min=1)
    gain_mean, kl_mean = ((x.sum(dim=1) / lengths).mean() for x in (gain, kl))
    return beta * kl_mean - gain_mean, kl_mean.detach()
