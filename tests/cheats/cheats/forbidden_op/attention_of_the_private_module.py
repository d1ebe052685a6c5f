"""Calls attention through torch's private module of neural operators.

problem: attention/sliding_window
row: 61
verdict: forbidden
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    full = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool)
    band = full.tril(0 if causal else window).triu(-window)
    return torch._C._nn.scaled_dot_product_attention(q, k, v, attn_mask=band)
