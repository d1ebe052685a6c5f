"""PyTorch's own attention under a boolean mask, in the problem's entry point."""

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Call `scaled_dot_product_attention`; q, k, v (..., T, D)."""
    if window < 0:
        raise ValueError(f"window must be 0 or more, got {window}")
    everything = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool, device=q.device)
    band = everything.tril(0 if causal else window).triu(-window)
    return scaled_dot_product_attention(q, k, v, attn_mask=band)
