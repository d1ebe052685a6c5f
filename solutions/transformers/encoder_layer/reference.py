"""The encoder layer of the first transformer: attention both ways, post-norm, ReLU.

Shapes: x (B, T, C); padding (B, T); q, k, v (B, H, T, D), where C = H * D; scores (B, H, T, T),
queries in rows, keys in columns. The limits: a sequence that is padding throughout gives NaN.
"""

import torch
from torch import Tensor, nn


class EncoderLayer(nn.Module):
    """Self-attention and a feed-forward network, each residual and post-norm (Vaswani et al.).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.self_attn = SelfAttention(n_embd, n_heads)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, d_ff)
        self.ffn_out = nn.Linear(d_ff, n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), padding (B, T), True where a token is padding."""
        # Post-norm: a sub-layer reads x as it is, and the sum leaves normalised. Dropout falls on
        # what is added, never on the stream.
        x = self.ln_1(x + self.dropout(self.self_attn(x, padding)))
        return self.ln_2(x + self.dropout(self._ffn(x)))

    def _ffn(self, x: Tensor) -> Tensor:
        """Let every token work on its own; x (B, T, C)."""
        return self.ffn_out(torch.relu(self.ffn_in(x)))


class SelfAttention(nn.Module):
    """Multi-head attention of every token to all that are not padding."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.heads = (n_heads, n_embd // n_heads)  # (H, D)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, padding: Tensor | None) -> Tensor:
        """Return (B, T, C); x (B, T, C), padding (B, T)."""
        projections = (self.q_proj, self.k_proj, self.v_proj)
        q, k, v = (proj(x).unflatten(-1, self.heads).transpose(1, 2) for proj in projections)
        scores = q @ k.mT / self.heads[1] ** 0.5  # (B, H, T, T)

        # Padding hides keys, the last dimension, from all heads and all queries alike.
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, None], float("-inf"))

        heads = scores.softmax(dim=-1) @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))
