"""PyTorch's own attention in the problem's entry point."""

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention


def attention(  # noqa: PLR0917
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    dropout_p: float = 0.0,
    uniforms: Tensor | None = None,
) -> Tensor:
    """Call `scaled_dot_product_attention`; q (..., T, D), k (..., S, D), v (..., S, E).

    Its dropout draws for itself. Given uniforms, it is asked for the weights: the average of an
    identity matrix.
    """
    if uniforms is None:
        return scaled_dot_product_attention(q, k, v, attn_mask=mask)
    one_hot = torch.eye(k.shape[-2], dtype=q.dtype, device=q.device)
    one_hot = one_hot.expand(*k.shape[:-1], k.shape[-2])
    weights = scaled_dot_product_attention(q, k, one_hot, attn_mask=mask)
    return weights * (uniforms >= dropout_p) / (1 - dropout_p) @ v
