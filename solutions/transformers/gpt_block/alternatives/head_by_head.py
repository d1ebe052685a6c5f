"""A loop over heads and over queries, each of which looks at a prefix: no mask at all."""

import torch
from torch import Tensor, nn


class GPTBlock(nn.Module):
    """Pre-norm block without a mask; three dropouts, one a place."""

    def __init__(self, n_embd: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.head_size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.ffn_out, self.ffn_in = nn.Linear(4 * n_embd, n_embd), nn.Linear(n_embd, 4 * n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.act = nn.GELU()
        self.attn_drop, self.out_drop, self.ffn_drop = (nn.Dropout(dropout) for _ in range(3))

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        normed = self.ln_1(x)
        projected = [p(normed) for p in (self.q_proj, self.k_proj, self.v_proj)]
        heads = zip(*(p.split(self.head_size, dim=-1) for p in projected), strict=True)
        joined = torch.cat([self._head(*head) for head in heads], dim=-1)
        x = x + self.out_drop(self.out_proj(joined))
        return x + self.ffn_drop(self.ffn_out(self.act(self.ffn_in(self.ln_2(x)))))

    def _head(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Return one head (B, T, D), query by query."""
        rows = []
        for i in range(q.shape[1]):
            scores = torch.einsum("bd,bjd->bj", q[:, i], k[:, : i + 1]) / self.head_size**0.5
            weights = self.attn_drop(scores.softmax(-1))
            rows.append(torch.einsum("bj,bjd->bd", weights, v[:, : i + 1]))
        return torch.stack(rows, dim=1)
