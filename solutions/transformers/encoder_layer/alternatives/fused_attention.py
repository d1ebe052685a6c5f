"""PyTorch's fused attention with a mask of the visible keys; ReLU as a clamp."""

import torch.nn.functional as F
from torch import Tensor, nn


class Attention(nn.Module):
    """Self-attention by `scaled_dot_product_attention`."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        for name in ("v_proj", "k_proj", "q_proj"):
            self.add_module(name, nn.Linear(n_embd, n_embd, bias=False))
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, padding: Tensor | None) -> Tensor:
        """Return (B, T, C); x (B, T, C)."""
        q, k, v = (
            layer(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for layer in (self.q_proj, self.k_proj, self.v_proj)
        )
        visible = None if padding is None else ~padding[:, None, None, :]
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=visible)
        return self.out_proj(out.transpose(1, 2).flatten(-2))


class EncoderLayer(nn.Module):
    """Post-norm layer."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.ln_2, self.ln_1 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.ffn_out, self.ffn_in = nn.Linear(d_ff, n_embd), nn.Linear(n_embd, d_ff)
        self.self_attn = Attention(n_embd, n_heads)
        self.p = dropout

    def forward(self, x: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), padding (B, T)."""
        attended = F.dropout(self.self_attn(x, padding), self.p, self.training)
        h = self.ln_1(x + attended)
        hidden = self.ffn_in(h).clamp(min=0)
        return self.ln_2(h + F.dropout(self.ffn_out(hidden), self.p, self.training))
