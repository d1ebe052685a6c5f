"""The number you write into hidden scores is not low enough. Where every visible score is lower still, the hidden keys take all the weight, and none is left for those that are seen. Use the lowest number of the dtype, `torch.finfo(scores.dtype).min`.

fails: test_all_visible_scores_very_low
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e3)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
