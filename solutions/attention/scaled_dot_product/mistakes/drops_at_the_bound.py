"""You drop a weight whose uniform equals dropout_p. Below is below: with uniforms in [0, 1) that is what makes dropout_p=0 drop nothing at all, not even where the number drawn is exactly 0.

fails: test_dropout_bound
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
        weights = weights * (uniforms > dropout_p) / (1 - dropout_p)
    return weights @ v
