"""PyTorch's fused attention, which takes the dropout itself, between functional projections."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GPTBlock(nn.Module):
    """Pre-norm block."""

    def __init__(self, n_embd: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads, self.p = n_heads, dropout
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        for name in ("q_proj", "k_proj", "v_proj"):
            self.add_module(name, nn.Linear(n_embd, n_embd, bias=False))
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, n_embd * 4)
        self.ffn_out = nn.Linear(n_embd * 4, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        p = self.p if self.training else 0.0
        weights = torch.cat([self.q_proj.weight, self.k_proj.weight, self.v_proj.weight])
        qkv = F.linear(self.ln_1(x), weights)  # (B, T, 3C)
        q, k, v = qkv.unflatten(-1, (3, self.n_heads, -1)).permute(2, 0, 3, 1, 4)
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True, dropout_p=p)
        h = x + F.dropout(self.out_proj(out.transpose(1, 2).flatten(-2)), p)
        hidden = F.gelu(self.ffn_in(self.ln_2(h)))
        return h + F.dropout(self.ffn_out(hidden), p)
