"""Calls attention in inference mode.

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
    with torch.inference_mode():
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=band)
