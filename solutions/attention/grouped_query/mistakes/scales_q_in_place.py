"""You scale with `q /= ...`, which writes into the caller's tensor. Whoever uses q again finds it smaller at every call, and a q that asks for gradients makes this line an error. Write a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    k = k.repeat_interleave(H // G, dim=1)
    v = v.repeat_interleave(H // G, dim=1)
    q /= D**0.5
    scores = q @ k.transpose(-2, -1)
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
