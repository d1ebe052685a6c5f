"""You multiply the scores by the mask, so a hidden key has a score of 0. Zero is an ordinary score: its weight is exp(0) over the sum, often more than that of a key that is seen. Hidden scores must be far below all others.

fails: test_mask
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores * mask
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
