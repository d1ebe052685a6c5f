"""You do not divide the scores by sqrt(D), and your dropout falls on the result instead of on the weights. Unscaled scores make the softmax too sharp, more so the wider the heads; and dropout belongs between the softmax and the product with v, where it cuts connections between tokens.

fails: test_values
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    out = torch.softmax(scores, dim=-1) @ v
    if uniforms is not None:
        kept = (uniforms >= dropout_p).to(out.dtype)
        out = out * kept.mean(dim=-1, keepdim=True) / (1 - dropout_p)
    return out
