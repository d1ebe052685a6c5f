"""The block of a GPT: causal self-attention and a feed-forward network on a residual stream.

Shapes: x (B, T, C); q, k, v (B, H, T, D), where C = H * D; scores (B, H, T, T), queries in rows.
The limits: no cache for decoding, no padding mask; positions are the model's business.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GPTBlock(nn.Module):
    """Pre-norm block of GPT-2 (Radford et al. 2019).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_embd: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.dropout = nn.Dropout(dropout)  # without state, so one serves all three places

        # Each sub-layer has a norm of its own: they read the stream at different heights.
        self.ln_1 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

        self.ln_2 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        # The stream itself is only ever added to; norm and dropout stand on the side branches.
        x = x + self.dropout(self._attention(self.ln_1(x)))
        return x + self.dropout(self._ffn(self.ln_2(x)))

    def _attention(self, x: Tensor) -> Tensor:
        """Let every token gather from itself and the tokens before it; x (B, T, C)."""
        q, k, v = (self._split(proj(x)) for proj in (self.q_proj, self.k_proj, self.v_proj))
        scores = q @ k.mT / self.head_size**0.5  # (B, H, T, T)

        # The future is hidden before the softmax, so that each row still sums to one.
        tokens = torch.arange(x.shape[1], device=x.device)
        scores = scores.masked_fill(tokens > tokens[:, None], float("-inf"))

        # Dropout on the weights: a token must not rely on one other token.
        weights = self.dropout(scores.softmax(dim=-1))
        heads = weights @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))

    def _ffn(self, x: Tensor) -> Tensor:
        """Let every token work on its own, in four times as many features; x (B, T, C)."""
        return self.ffn_out(F.gelu(self.ffn_in(x)))

    def _split(self, features: Tensor) -> Tensor:
        """Turn (B, T, C) into (B, H, T, D)."""
        return features.unflatten(-1, (self.n_heads, self.head_size)).transpose(1, 2)
