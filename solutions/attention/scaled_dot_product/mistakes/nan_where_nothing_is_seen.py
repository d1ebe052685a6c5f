"""You write minus infinity into the hidden scores. Where a query sees no key at all, its softmax is exp(-inf - -inf) = NaN, and one such padded row spoils the loss of the whole batch. Such a row is to be zeros.

fails: test_query_that_sees_nothing
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
