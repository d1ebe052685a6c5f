"""You read the mask the other way round: True means that the query may see the key, and you hide what is True. Everything that should be hidden is seen, and the rest is lost. A row in which nothing is left would also be NaN under minus infinity.

fails: test_mask
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
