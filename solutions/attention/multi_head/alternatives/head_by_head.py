"""One head after the other on slices of the same weights, joined with `torch.cat`.

What a ModuleList of heads computes: the rows h * D up to (h + 1) * D of a projection's weight are
the small projection of head h.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import linear


class MultiHeadAttention(nn.Module):
    """Self-attention with a loop over heads."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.head_size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_heads must divide n_embd")
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """Concatenate the heads along the features, then project; x (B, T, C)."""
        projections = (self.q_proj, self.k_proj, self.v_proj)
        slices = zip(*(p.weight.split(self.head_size) for p in projections), strict=True)
        heads = [self._head(x, *weights, causal=causal) for weights in slices]
        return self.out_proj(torch.cat(heads, dim=-1))

    def _head(self, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, *, causal: bool) -> Tensor:
        """Return one head (B, T, D); wq, wk, wv (D, C)."""
        scores = torch.bmm(linear(x, wq), linear(x, wk).mT) / self.head_size**0.5
        if causal:
            seen = torch.tril(torch.ones_like(scores))
            scores = scores.masked_fill(seen == 0, float("-inf"))
        return torch.bmm(scores.softmax(dim=2), linear(x, wv))
