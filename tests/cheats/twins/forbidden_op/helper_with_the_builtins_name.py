"""Calls a helper of its own scaled_dot_product_attention.

problem: attention/sliding_window
row: 67
"""

import math

import torch


class F:
    @staticmethod
    def scaled_dot_product_attention(q, k, v, attn_mask):
        scores = q @ k.mT / math.sqrt(q.shape[-1])
        return scores.masked_fill(~attn_mask, -math.inf).softmax(-1) @ v


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    full = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool)
    band = full.tril(0 if causal else window).triu(-window)
    return F.scaled_dot_product_attention(q, k, v, band)
