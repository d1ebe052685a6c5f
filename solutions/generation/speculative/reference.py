"""One step of speculative decoding: accept from the left, then draw one token.

Shapes: tokens (K,), q (K, V), p (K + 1, V), uniforms (K + 1,), the result (n + 1,). The limits: one
sequence; in a batch each row accepts another number of tokens.
"""

import torch
from torch import Tensor


def speculative_step(tokens: Tensor, q: Tensor, p: Tensor, uniforms: Tensor) -> Tensor:
    """Keep what the target accepts of a draft, and draw one more (Leviathan et al. 2023).

    Args:
        tokens: (K,), drawn from q
        q: (K, V), the draft's distributions
        p: (K + 1, V), the target's distributions
        uniforms: (K + 1,), in [0, 1); the last one draws

    Returns:
        (n + 1,), the n tokens accepted and the one drawn
    """
    # 1. What both models gave to each drafted token.
    places = torch.arange(len(tokens), device=tokens.device)
    drafted, wanted = q[places, tokens], p[places, tokens]

    # 2. Accepted with probability min(1, wanted / drafted). Strictly below: 0 is never accepted.
    accepted = uniforms[:-1] < wanted / drafted

    # 3. Up to the first rejection: the product of flags is one before it and zero from there on.
    n = int(accepted.long().cumprod(dim=0).sum())

    # 4. Acceptance has supplied min(p, q) of each token. What is missing from p is the rest;
    #    behind the last token there was no draft, and all of p is missing.
    rest = p[n]
    if n < len(tokens):
        rest = (rest - q[n]).clamp(min=0)

    # 5. The draw. Divided by the last sum, which normalises, and ends at exactly one.
    ends = rest.cumsum(dim=0)
    drawn = (ends / ends[-1] <= uniforms[-1]).sum()
    return torch.cat([tokens[:n], drawn.reshape(1)])
