"""You add minus infinity to hidden scores and replace the NaN of a row that sees nothing once the softmax is done. The result is right and the gradient is not: going backward, the softmax makes NaN of that row, and an addition passes it on to q and k. Fill the hidden scores, which cuts them off, or keep NaN from arising.

fails: test_gradients_with_a_mask
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores + torch.zeros_like(scores).masked_fill(~mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
