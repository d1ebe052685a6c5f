"""You scale with `q /= ...`, which writes into the caller's tensor. Whoever uses q again finds it smaller at every call, and a q that asks for gradients makes this line an error. Write a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    q /= q.shape[-1] ** 0.5
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
