"""The decoder layer of the first transformer: what is written, what was read, post-norm, ReLU.

Shapes: x (B, T, C); memory (B, S, C) and its padding (B, S); q (B, H, T, D), k and v (B, H, T, D)
or (B, H, S, D), where C = H * D; scores (B, H, queries, keys). The limits: no cache for decoding,
and no padding mask for x, which the causal mask makes unnecessary.
"""

import torch
from torch import Tensor, nn


class DecoderLayer(nn.Module):
    """Self-attention, cross-attention, feed-forward network (Vaswani et al. 2017).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.cross_attn = Attention(n_embd, n_heads)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, d_ff)
        self.ffn_out = nn.Linear(d_ff, n_embd)
        self.ln_3 = nn.LayerNorm(n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, memory: Tensor, memory_padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), memory (B, S, C), memory_padding (B, S)."""
        # Each mask belongs to one attention: the future is hidden where x looks at itself,
        # padding where it looks at the memory.
        place = torch.arange(x.shape[1], device=x.device)
        future = place > place[:, None]  # (T, T)
        padding = None if memory_padding is None else memory_padding[:, None, None]  # (B, 1, 1, S)

        x = self.ln_1(x + self.dropout(self.self_attn(x, x, future)))
        x = self.ln_2(x + self.dropout(self.cross_attn(x, memory, padding)))
        return self.ln_3(x + self.dropout(self._ffn(x)))

    def _ffn(self, x: Tensor) -> Tensor:
        """Let every token work on its own; x (B, T, C)."""
        return self.ffn_out(torch.relu(self.ffn_in(x)))


class Attention(nn.Module):
    """Multi-head attention: queries from one sequence, keys and values from another."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.heads = (n_heads, n_embd // n_heads)  # (H, D)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, source: Tensor, hidden: Tensor | None) -> Tensor:
        """Return (B, T, C); x (B, T, C) asks, source (B, S, C) answers, but where hidden."""
        q = self._split(self.q_proj(x))  # (B, H, T, D)
        k = self._split(self.k_proj(source))  # (B, H, S, D)
        v = self._split(self.v_proj(source))
        scores = q @ k.mT / self.heads[1] ** 0.5  # (B, H, T, S)
        if hidden is not None:
            scores = scores.masked_fill(hidden, float("-inf"))
        heads = scores.softmax(dim=-1) @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))

    def _split(self, features: Tensor) -> Tensor:
        """Turn (B, T, C) into (B, H, T, D)."""
        return features.unflatten(-1, self.heads).transpose(1, 2)
