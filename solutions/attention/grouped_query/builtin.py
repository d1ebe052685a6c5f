"""PyTorch's own attention with shared heads, in the problem's entry point."""

from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Call `scaled_dot_product_attention`; q (B, H, T, D), k and v (B, G, T, D)."""
    if q.shape[1] % k.shape[1]:
        raise ValueError("H must be a multiple of G")
    return scaled_dot_product_attention(q, k, v, is_causal=causal, enable_gqa=True)
