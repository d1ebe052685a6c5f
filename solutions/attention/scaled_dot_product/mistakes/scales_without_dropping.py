"""Without uniforms nothing is dropped, and yet you divide by 1 - dropout_p. The factor makes up for what was dropped; where nothing was, in evaluation, it must not be there.

fails: test_nothing_is_dropped
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
    weights = weights / (1 - dropout_p)
    return weights @ v
