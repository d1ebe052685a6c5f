"""One sequence and one head after the other; keys and values of padding are left out altogether."""

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Self-attention without a mask: only the keys that are seen are ever used."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        """Return (T, C) for one sequence x (T, C); kept (T,)."""
        seen = x[kept]
        projected = self.q_proj(x), self.k_proj(seen), self.v_proj(seen)
        heads = []
        for q, k, v in zip(*(p.split(self.size, dim=-1) for p in projected), strict=True):
            scores = torch.einsum("id,jd->ij", q, k) * self.size**-0.5
            heads.append(torch.einsum("ij,jd->id", scores.softmax(1), v))
        return self.out_proj(torch.cat(heads, dim=-1))


class EncoderLayer(nn.Module):
    """Post-norm layer over single sequences."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.ffn_in = nn.Linear(n_embd, d_ff)
        self.ffn_out = nn.Linear(d_ff, n_embd)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.drop_1 = nn.Dropout(dropout)
        self.drop_2 = nn.Dropout(dropout)

    def forward(self, x: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), padding (B, T)."""
        kept = ~padding if padding is not None else x.new_ones(x.shape[:2], dtype=torch.bool)
        attended = torch.stack([self.self_attn(*pair) for pair in zip(x, kept, strict=True)])
        x = self.ln_1(self.drop_1(attended) + x)
        return self.ln_2(self.drop_2(self.ffn_out(self.ffn_in(x).relu())) + x)
