"""No concatenation at all: every head has its own output matrix, and their results are summed."""

import torch
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    """Self-attention in einsums; h heads, d features of a head, c features of a token."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError(f"n_embd={n_embd} is no multiple of n_heads={n_heads}")
        self.shape = (n_heads, n_embd // n_heads)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """Sum softmax(q k^T) v W_out over the heads; x (B, T, C)."""
        wq, wk, wv = (p.weight.unflatten(0, self.shape) for p in self._projections())  # (h, d, c)
        w_out = self.out_proj.weight.unflatten(1, self.shape)  # (c, h, d)
        q = torch.einsum("btc,hdc->bhtd", x, wq) / self.shape[1] ** 0.5
        k = torch.einsum("btc,hdc->bhtd", x, wk)
        scores = torch.einsum("bhid,bhjd->bhij", q, k)
        if causal:
            token = torch.arange(x.size(1), device=x.device)
            scores = torch.where(token[:, None] >= token, scores, float("-inf"))
        counts = (scores - scores.amax(-1, keepdim=True)).exp()
        weights = counts / counts.sum(-1, keepdim=True)
        values = torch.einsum("bjc,hdc->bhjd", x, wv)
        return torch.einsum("bhij,bhjd,chd->bic", weights, values, w_out)

    def _projections(self) -> tuple[nn.Linear, nn.Linear, nn.Linear]:
        return self.q_proj, self.k_proj, self.v_proj
