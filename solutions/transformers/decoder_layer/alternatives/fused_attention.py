"""PyTorch's fused attention for both; the mask says what is seen, not what is hidden."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Attention(nn.Module):
    """Attention by `scaled_dot_product_attention`."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        for name in ("v_proj", "k_proj", "q_proj"):
            self.add_module(name, nn.Linear(n_embd, n_embd, bias=False))
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, source: Tensor, seen: Tensor | None, causal: bool) -> Tensor:
        """Return (B, T, C); x (B, T, C), source (B, S, C)."""
        pairs = ((self.q_proj, x), (self.k_proj, source), (self.v_proj, source))
        q, k, v = (p(s).unflatten(-1, (self.n_heads, -1)).transpose(1, 2) for p, s in pairs)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, is_causal=causal)
        return self.out_proj(out.transpose(1, 2).flatten(-2))


class DecoderLayer(nn.Module):
    """Post-norm layer."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.cross_attn = Attention(n_embd, n_heads)
        self.self_attn = Attention(n_embd, n_heads)
        self.ffn_out, self.ffn_in = nn.Linear(d_ff, n_embd), nn.Linear(n_embd, d_ff)
        for number in (1, 2, 3):
            self.add_module(f"ln_{number}", nn.LayerNorm(n_embd))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, memory: Tensor, memory_padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), memory (B, S, C), memory_padding (B, S)."""
        seen = None if memory_padding is None else ~memory_padding.unsqueeze(1).unsqueeze(1)
        x = self.ln_1(x + self.drop(self.self_attn(x, x, None, True)))
        x = self.ln_2(x + self.drop(self.cross_attn(x, memory, seen, False)))
        return self.ln_3(x + self.drop(self.ffn_out(torch.clamp(self.ffn_in(x), min=0))))
