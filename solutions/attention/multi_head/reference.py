"""Multi-head self-attention: all heads at once, as one more batch dimension.

Shapes: x (B, T, C); q, k, v (B, H, T, D), where C = H * D and D is the size of a head;
scores (B, H, T, T), queries in rows, keys in columns.
The limits: no dropout, no padding mask, and the T x T scores are held in memory.
"""

import torch
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    """Self-attention in n_heads heads of n_embd / n_heads features (Vaswani et al. 2017).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads

        # One (C, C) matrix holds the projections of all heads, D rows each.
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """Attend from every token to all tokens, or to those not after it; x (B, T, C)."""
        # 1. Project all heads in one product each, then split.
        q = self._split(self.q_proj(x))  # (B, H, T, D)
        k = self._split(self.k_proj(x))
        v = self._split(self.v_proj(x))

        # 2. A dot product of D numbers has a variance of D: scale by the head's size, not by C.
        scores = (q * self.head_size**-0.5) @ k.transpose(-2, -1)  # (B, H, T, T)

        # 3. Hide the future before the softmax. The diagonal stays: every row keeps a key.
        if causal:
            tokens = x.shape[1]
            future = torch.ones(tokens, tokens, dtype=torch.bool, device=x.device).triu(1)
            scores = scores.masked_fill(future, float("-inf"))

        # 4. Each query spreads one unit of weight over the keys, the last dimension.
        heads = torch.softmax(scores, dim=-1) @ v  # (B, H, T, D)

        # 5. Side by side again. The transpose leaves memory out of order, so reshape, not view.
        joined = heads.transpose(1, 2).reshape(x.shape)  # (B, T, C)

        # 6. Until here no head knows of another; the last projection mixes them.
        return self.out_proj(joined)

    def _split(self, features: Tensor) -> Tensor:
        """Turn (B, T, C) into (B, H, T, D).

        C is H slices of D in memory, so it must be split where it stands; then H moves forward.
        """
        return features.unflatten(-1, (self.n_heads, self.head_size)).transpose(1, 2)
