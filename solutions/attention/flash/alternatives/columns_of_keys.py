"""All queries at once against one block of keys after the other: tensors of T x block_size."""

import torch
from torch import Tensor


def flash_attention(
    q: Tensor, k: Tensor, v: Tensor, block_size: int, causal: bool = False
) -> Tensor:
    """Run the online softmax over blocks of keys; q, k, v (..., T, D)."""
    if block_size < 1:
        raise ValueError("block_size must be positive")
    tokens, features = q.shape[-2:]
    row = torch.arange(tokens, device=q.device)[:, None]
    m, total, out = None, 0.0, 0.0
    for first in range(0, tokens, block_size):
        block = slice(first, first + block_size)
        scores = torch.einsum("...id,...jd->...ij", q, k[..., block, :]) / features**0.5
        if causal:
            scores = torch.where(row >= row[block].T, scores, float("-inf"))
        m_block = scores.amax(-1, keepdim=True)
        m_new = m_block if m is None else torch.maximum(m, m_block)
        weights = torch.exp(scores - m_new)
        old = 0.0 if m is None else torch.exp(m - m_new)
        total = total * old + weights.sum(-1, keepdim=True)
        out = out * old + torch.einsum("...ij,...jd->...id", weights, v[..., block, :])
        m = m_new
    return out / total
