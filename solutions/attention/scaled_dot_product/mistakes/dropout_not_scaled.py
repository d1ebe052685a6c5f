"""You drop weights and leave the others as they are, so on average the result shrinks by 1 - dropout_p and evaluation, which drops nothing, sees larger activations than training did. Divide what is kept by 1 - dropout_p.

fails: test_dropout
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p)
    return weights @ v
