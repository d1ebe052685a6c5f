"""No masks: each query is given the keys that it may see, one sequence after the other."""

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Attention of one token to a few others."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, token: Tensor, seen: Tensor) -> Tensor:
        """Return (C,) for one token (C,) and the tokens (S, C) that it sees."""
        q = self.q_proj(token).view(-1, self.size)
        k = self.k_proj(seen).unflatten(-1, (-1, self.size))
        v = self.v_proj(seen).unflatten(-1, (-1, self.size))
        weights = (torch.einsum("hd,shd->hs", q, k) / self.size**0.5).softmax(-1)
        return self.out_proj(torch.einsum("hs,shd->hd", weights, v).flatten())


class DecoderLayer(nn.Module):
    """Post-norm layer over single tokens."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.cross_attn = Attention(n_embd, n_heads)
        self.ffn_in = nn.Linear(n_embd, d_ff)
        self.ffn_out = nn.Linear(d_ff, n_embd)
        self.ln_1, self.ln_2, self.ln_3 = (nn.LayerNorm(n_embd) for _ in range(3))
        self.drops = nn.ModuleList(nn.Dropout(dropout) for _ in range(3))

    def forward(self, x: Tensor, memory: Tensor, memory_padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), memory (B, S, C), memory_padding (B, S)."""
        kept = list(memory)
        if memory_padding is not None:
            kept = [m[~p] for m, p in zip(memory, memory_padding, strict=True)]
        past = [torch.stack([self.self_attn(t, s[: i + 1]) for i, t in enumerate(s)]) for s in x]
        x = self.ln_1(x + self.drops[0](torch.stack(past)))
        pairs = zip(x, kept, strict=True)
        read = [torch.stack([self.cross_attn(t, m) for t in s]) for s, m in pairs]
        x = self.ln_2(x + self.drops[1](torch.stack(read)))
        return self.ln_3(x + self.drops[2](self.ffn_out(self.ffn_in(x).relu())))
