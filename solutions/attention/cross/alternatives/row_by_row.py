"""Each row of the batch by itself, with its padding cut away; no mask is needed then."""

import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    """Attention from one sequence to another."""

    def __init__(self, n_embd: int, n_context: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.size = n_embd // n_heads
        for name, width in (("q", n_embd), ("k", n_context), ("v", n_context), ("out", n_embd)):
            self.add_module(f"{name}_proj", nn.Linear(width, n_embd, bias=False))

    def forward(self, x: Tensor, context: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Attend; x (B, T, C), context (B, S, n_context), is_token (B, S)."""
        rows = []
        for index, tokens in enumerate(context):
            kept = tokens if is_token is None else tokens[is_token[index]]
            heads = [
                self._attend(x[index], kept, start) for start in range(0, x.shape[2], self.size)
            ]
            rows.append(torch.cat(heads, dim=-1))
        return self.out_proj(torch.stack(rows))

    def _attend(self, x: Tensor, context: Tensor, start: int) -> Tensor:
        """Attend from x (T, C) to context (S, n_context) in the head that begins at a feature."""
        part = slice(start, start + self.size)
        q, k = self.q_proj(x)[:, part], self.k_proj(context)[:, part]
        weights = torch.softmax(q @ k.T / self.size**0.5, dim=-1)  # empty when nothing is kept
        return weights @ self.v_proj(context)[:, part]
