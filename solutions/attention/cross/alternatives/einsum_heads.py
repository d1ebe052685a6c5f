"""Heads as a dimension of einsum, and a softmax by hand that multiplies padding away."""

import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    """Attention from one sequence to another."""

    def __init__(self, n_embd: int, n_context: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.heads, self.size = n_heads, n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_context, n_embd, bias=False)
        self.v_proj = nn.Linear(n_context, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, context: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Attend; x (B, T, C), context (B, S, n_context), is_token (B, S)."""
        batch, asking, asked = len(x), x.shape[1], context.shape[1]
        q = self.q_proj(x).reshape(batch, asking, self.heads, self.size)
        k = self.k_proj(context).reshape(batch, asked, self.heads, self.size)
        v = self.v_proj(context).reshape(batch, asked, self.heads, self.size)
        scores = torch.einsum("bthd,bshd->bhts", q, k) / self.size**0.5
        if is_token is None:
            is_token = torch.ones(batch, asked, dtype=torch.bool, device=x.device)
        seen = is_token[:, None, None]
        low = torch.where(seen, scores, -1e30)
        exps = torch.exp(low - low.amax(dim=-1, keepdim=True)) * seen
        weights = exps / exps.sum(dim=-1, keepdim=True).clamp(min=1e-30)
        return self.out_proj(torch.einsum("bhts,bshd->bthd", weights, v).reshape(x.shape))
