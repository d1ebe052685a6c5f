"""You scale by the root of the width of all heads together. A head's dot product adds up D numbers, the features of one head, so its standard deviation is sqrt(D) and that is the scale, however many heads there are.

fails: test_values
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    heads = q.shape[1] if q.ndim == 4 else 1
    scores = q @ k.transpose(-2, -1) / (heads * q.shape[-1]) ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
