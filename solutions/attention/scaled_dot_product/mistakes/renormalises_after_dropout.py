"""After dropping weights you divide by the sum of what is left, so they sum to one again. Dropout divides by the constant 1 - dropout_p: then the expected weight is that of evaluation, and a row whose weights are all dropped is zero rather than NaN.

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
        weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights @ v
