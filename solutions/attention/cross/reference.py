"""Cross-attention: queries from one sequence, keys and values from another.

Shapes: x (B, T, C), context (B, S, n_context); q (B, H, T, D), k and v (B, H, S, D) with C = H * D;
scores (B, H, T, S), queries in rows, keys in columns.
The limits: no dropout, and keys and values are made at every call, where a decoder would keep them.
"""

import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    """Attention from one sequence to another, in n_heads heads (Vaswani et al. 2017).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_embd: int, n_context: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.head_size = n_embd // n_heads

        # Keys and values come from the context, so they take its width and give that of x.
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_context, n_embd, bias=False)
        self.v_proj = nn.Linear(n_context, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, context: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Attend from every token of x to the tokens of the context.

        Args:
            x: (B, T, C)
            context: (B, S, n_context)
            is_token: (B, S) bool, False where the context holds padding

        Returns:
            (B, T, C)
        """
        # 1. Each sequence is split by its own length.
        q = self._split(self.q_proj(x))  # (B, H, T, D)
        k, v = self._split(self.k_proj(context)), self._split(self.v_proj(context))

        # 2. T rows, S columns.
        scores = (q * self.head_size**-0.5) @ k.mT  # (B, H, T, S)

        # 3. The mask is about keys: the same for all heads and queries. The lowest finite number
        #    hides as -inf does, and gives no NaN where a context is all padding.
        if is_token is None:
            weights = torch.softmax(scores, dim=-1)
        else:
            padding = ~is_token[:, None, None, :]  # (B, 1, 1, S)
            scores = scores.masked_fill(padding, torch.finfo(scores.dtype).min)
            # There the weights came out uniform. Filling them also cuts their gradient.
            weights = torch.softmax(scores, dim=-1).masked_fill(padding, 0.0)

        # 4. Average, put the heads side by side, let the projection mix them.
        return self.out_proj((weights @ v).transpose(1, 2).flatten(2))

    def _split(self, features: Tensor) -> Tensor:
        """Split (B, L, C) into heads (B, H, L, D)."""
        return features.unflatten(2, (-1, self.head_size)).transpose(1, 2)
