"""Calls the unfused operator below attention.

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
    return torch.ops.aten._scaled_dot_product_attention_math(q, k, v, band)[0]
