"""A query that sees nothing gets the plain average of all values: its hidden scores are all the same large negative number, and softmax of equal scores is uniform. Set hidden weights to zero after the softmax as well.

fails: test_query_that_sees_nothing
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = torch.softmax(scores, dim=-1)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
