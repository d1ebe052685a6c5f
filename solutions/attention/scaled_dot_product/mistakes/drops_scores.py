"""Your dropout falls on the scores, before the softmax. A score of zero is an ordinary score, so the connection is not cut, only changed, and the rest is sharpened by the factor. Drop the weights, after the softmax.

fails: test_dropout
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    if uniforms is not None:
        scores = scores * (uniforms >= dropout_p) / (1 - dropout_p)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v
