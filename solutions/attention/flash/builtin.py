"""PyTorch's own attention in the problem's entry point."""

from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention


def flash_attention(
    q: Tensor, k: Tensor, v: Tensor, block_size: int, causal: bool = False
) -> Tensor:
    """Call `scaled_dot_product_attention`; q, k, v (..., T, D). It chooses its own blocks."""
    if block_size < 1:
        raise ValueError(f"block_size must be 1 or more, got {block_size}")
    heads = q.shape[-3] if q.ndim > 2 else 1  # its memory-saving form wants (B, H, T, D)
    four = (-1, heads, *q.shape[-2:])
    result = scaled_dot_product_attention(
        q.reshape(four), k.reshape(four), v.reshape(four), is_causal=causal
    )
    return result.reshape(q.shape)
