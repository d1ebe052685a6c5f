"""You cast the scores to float32 for the softmax. That helps half precision; a float64 input loses half of its digits on the way. Widen what is narrow, and leave float64 as it is.

fails: test_float64
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = torch.softmax(scores.float(), dim=-1).to(v.dtype)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
