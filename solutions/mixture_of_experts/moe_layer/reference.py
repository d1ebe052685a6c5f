"""A mixture-of-experts layer that runs what was chosen and nothing else.

Shapes: x (..., C), seen as tokens (M, C); router (N, C); w_in (N, H, C); w_out (N, C, H);
chosen and weights (M, k).
"""

import torch
from torch import Tensor


def moe_layer(x: Tensor, router: Tensor, w_in: Tensor, w_out: Tensor, k: int = 2) -> Tensor:
    """Send every token through its k experts and add up what they give, weighed.

    Args:
        x: (..., C)
        router: (N, C)
        w_in: (N, H, C)
        w_out: (N, C, H)
        k: how many experts a token gets

    Returns:
        (..., C)
    """
    tokens = x.flatten(0, -2) if x.ndim > 1 else x[None]

    # The router: k experts for each token, and a softmax over their logits alone.
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)

    result = torch.zeros_like(tokens)
    for expert in range(len(router)):
        # Not "which experts has this token?" but "which tokens has this expert?": row is the
        # token, slot is where among its k the expert stands, and so where its weight is.
        row, slot = (chosen == expert).nonzero(as_tuple=True)
        hidden = (tokens[row] @ w_in[expert].T).relu()
        output = hidden @ w_out[expert].T

        # Added, not assigned: the other experts of a token add theirs to the same row.
        result.index_add_(0, row, output * weights[row, slot, None])
    return result.view(x.shape)
